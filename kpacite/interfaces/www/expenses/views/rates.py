"""The rate of the kilometres, set by the carrier with its source. None is invented."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import Unit
from kpacite.domain.sales import selectors
from kpacite.domain.sales.rules.expenses import KILOMETRE_RATE
from kpacite.interfaces.www.expenses.forms import RateForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

FIELD_OF = {"value": "rate", "reason": "source"}


@require_http_methods(["GET", "POST"])
def kilometres(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = RateForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    context = {
        "carrier": request.organisation,
        "form": form,
        "rates": selectors.kilometre_rates(request.organisation),
        "back": reverse("carrier_expenses", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("Le barème est noté. Les trajets de ce jour et d’après le suivent."))
        return see_other("carrier_kilometre_rate", carrier=carrier)
    if form.errors:
        return render_invalid(request, "expenses/rate.html", context)
    return render(request, "expenses/rate.html", context)


def _set(request: HttpRequest, form: RateForm) -> bool:
    data = form.cleaned_data
    try:
        services.set_parameter(
            organisation=request.organisation,
            code=KILOMETRE_RATE,
            value=data["rate"],
            unit=Unit.EURO_CENTS,
            valid_from=data["valid_from"],
            reason=data["source"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
        return False
    return True
