"""Start a sharing: which money, for which work. The rest is gathered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales.models import Order
from kpacite.domain.sales.selectors import order_here
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.selectors import gathering
from kpacite.domain.sharing.selectors.rules import rule_in_force
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.sharing.forms import StartForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

ORDER = "commande"


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    today = timezone.localdate()
    cash = gathering.cash_to_share(request.organisation)
    jobs = list(gathering.with_workers(gathering.jobs_to_share(request.organisation, today)))
    expenses = gathering.expenses_to_share(request.organisation)
    form = StartForm(request.POST or None, cash=cash, jobs=jobs, expenses=expenses, order=_order(request))
    context = {
        "kpa": request.organisation,
        "form": form,
        "has_cash": bool(cash),
        "has_jobs": bool(jobs),
        "has_rule": rule_in_force(request.organisation.kpa, None) is not None,
        "back": reverse("sharings", kwargs={"kpa": kpa}),
    }
    if request.method == "POST" and form.is_valid() and (started := _started(request, form)):
        messages.success(request, _("Voici le calcul. Relisez-le, puis proposez-le."))
        return see_other("sharing", kpa=kpa, number=started.number)
    if form.errors:
        return render_invalid(request, "sharing/start.html", context)
    return render(request, "sharing/start.html", context)


def _order(request: HttpRequest) -> Order | None:
    """The order that the address names, if it is one of this KPA."""
    asked = request.GET.get(ORDER, "")
    return order_here(request.organisation, int(asked)) if asked.isdecimal() and len(asked) < 19 else None


def _started(request: HttpRequest, form: StartForm) -> Sharing | None:
    by: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
    here = request.organisation.kpa
    gathered = gathering.gather(form.chosen_jobs, here, timezone.localdate())
    new = services.NewSharing(
        title=form.cleaned_data["title"],
        cash=[services.Cash(one.source, one.label, one.cents, one.received_on) for one in form.chosen_cash],
        job=gathered.job,
        expenses=form.chosen_expenses,
        people=gathered.people,
        activity=form.chosen_jobs[0].activity if form.chosen_jobs else None,
    )
    try:
        return services.start_sharing(kpa=here, new=new, starter=request.user.person, **by)
    except DomainError as error:
        form.refuse(error)
    return None
