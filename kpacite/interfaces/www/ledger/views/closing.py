"""The months of a year: close one, open the last one again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.ledger import selectors, services
from kpacite.domain.ledger.models import Period
from kpacite.interfaces.www.ledger.desk import Desk, desk_of
from kpacite.interfaces.www.ledger.forms import ReasonForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import jour


def _period(desk: Desk, key: int) -> Period:
    periods = Period.objects.select_related("fiscal_year__book")
    return get_object_or_404(periods, pk=key, fiscal_year__book__entity=desk.entity)


@require_safe
def months(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    if desk.year is None:
        return render(request, "ledger/none.html", desk.context("ledger_months"))
    found = selectors.months_of(desk.year)
    closed = [period for period in found if period.closed_at]
    context = desk.context(
        "ledger_months",
        months=found,
        is_latest=desk.year == desk.years[0],
        first_open=next((period for period in found if not period.closed_at), None),
        last_closed=closed[-1] if closed and not desk.year.closed_at else None,
    )
    return render(request, "ledger/months.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, carrier: str, period: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = _period(desk, period)
    context = desk.context("ledger_months", period=found, problem="")
    if request.method != "POST":
        return render(request, "ledger/close.html", context)
    try:
        services.close_period(period=found, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render(request, "ledger/close.html", context | {"problem": error}, status=UNPROCESSABLE)
    messages.success(request, _("C’est fait. %s est clos.") % jour(found.start, "mois").capitalize())
    return see_other("ledger_months", carrier=desk.entity.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, carrier: str, period: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = _period(desk, period)
    form = ReasonForm(request.POST or None)
    context = desk.context("ledger_months", period=found, form=form)
    if request.method != "POST":
        return render(request, "ledger/reopen.html", context)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.reopen_period(period=found, reason=reason, actor=request.user, now=timezone.now())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. Le mois est ouvert."))
            return see_other("ledger_months", carrier=desk.entity.slug)
    return render_invalid(request, "ledger/reopen.html", context)
