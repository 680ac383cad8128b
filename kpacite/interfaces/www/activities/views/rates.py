"""Noting the VAT of an offer: a rate, a mode, a day, and who says so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import SupplyMode
from kpacite.interfaces.www.activities.forms import RateForm
from kpacite.interfaces.www.activities.views.screen import address_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, kpa: str, offer: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    form = RateForm(request.POST or None, today=timezone.localdate())
    context = {"form": form, "offer": request.offer, "back": address_of(request, request.offer)}
    if request.method == "POST" and form.is_valid() and _noted(request, form):
        messages.success(request, _("Le taux est noté."))
        return see_other(address_of(request, request.offer))
    if form.errors:
        return render_invalid(request, "activities/rate.html", context)
    return render(request, "activities/rate.html", context)


def _noted(request: HttpRequest, form: RateForm) -> bool:
    data = form.cleaned_data
    try:
        services.note_rate(
            offer=request.offer,
            mode=SupplyMode(data["mode"]),
            vat_bp=data["rate"],
            valid_from=data["valid_from"],
            source=data["source"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
