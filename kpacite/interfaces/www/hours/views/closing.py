"""A month of hours for the coordination: what waits for a peer, closing it, opening it again to repair."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import services
from kpacite.domain.activities.models import Activity, HoursClosing
from kpacite.domain.activities.selectors import closings as selectors
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.hours.forms import ClosingForm, ReopeningForm
from kpacite.interfaces.www.hours.views.mine import asked_month
from kpacite.interfaces.www.hours.wording import name_of
from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import Period, add_months
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

WITHOUT_ACTIVITY = 0


def _last_month(today: date) -> Period:
    before = add_months(today.replace(day=1), -1)
    return Period.month(before.year, before.month)


@require_safe
def months(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    today = timezone.localdate()
    month = asked_month(request) if "mois" in request.GET else _last_month(today)
    here = reverse("hours_months", kwargs={"kpa": kpa})
    before, after = add_months(month.start, -1), add_months(month.start, 1)
    context = {
        "kpa": request.organisation,
        "month": month.start,
        "is_over": _is_over(month, today),
        "lines": selectors.month_lines(request.organisation, month),
        "before": (before, f"{here}?mois={before:%Y-%m}"),
        "after": (after, f"{here}?mois={after:%Y-%m}") if after <= today else None,
    }
    return render(request, "hours/months.html", context)


def _is_over(month: Period, today: date) -> bool:
    return month.end is not None and month.end <= today


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, kpa: str, year: int, month: int, trade: int) -> HttpResponse:  # noqa: ARG001
    """404 for a month that is not over: people still work in it."""
    period, activity = _period(year, month), _activity(request, trade)
    lines = {line.activity: line for line in selectors.month_lines(request.organisation, period)}
    if not _is_over(period, timezone.localdate()) or activity not in lines:
        raise Http404
    waiting = selectors.waiting_in(request.organisation, activity, period)
    context = {
        "line": lines[activity],
        "month": period.start,
        "waiting": [(entry, name_of(entry)) for entry in waiting],
    }
    return _on_form(
        request,
        ClosingForm(request.POST or None, initial={"reason": _("Les heures sont partagées.")}),
        "hours/close.html",
        context,
        lambda said: services.close_month(
            kpa=request.kpa, activity=activity, month=period.start, reason=said, **_by(request)
        ),
        _("Le mois est fermé. Plus rien ne s’y ajoute."),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, kpa: str, closing: int) -> HttpResponse:  # noqa: ARG001
    rows = HoursClosing.objects.filter(kpa=request.kpa, reopened_at=None).select_related("kpa", "activity")
    found = rows.filter(pk=closing).first()
    if found is None:
        raise Http404
    return _on_form(
        request,
        ReopeningForm(request.POST or None),
        "hours/reopen.html",
        {"closing": found, "month": found.start},
        lambda said: services.reopen_month(closing=found, reason=said, **_by(request)),
        _("Le mois est ouvert. Fermez-le quand l’erreur est corrigée."),
    )


def _period(year: int, month: int) -> Period:
    try:
        return Period.month(year, month)
    except ValueError as error:
        raise Http404 from error


def _activity(request: HttpRequest, trade: int) -> Activity | None:
    if trade == WITHOUT_ACTIVITY:
        return None
    found = Activity.objects.filter(kpa=request.kpa, pk=trade).first()
    if found is None:
        raise Http404
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _on_form(
    request: HttpRequest,
    form: Form,
    page: str,
    context: dict[str, Any],
    do: Callable[[str], object],
    sentence: str,
) -> HttpResponse:
    stand_in(request, request.organisation)
    back = (
        f"{reverse('hours_months', kwargs={'kpa': request.organisation.slug})}?mois={context['month']:%Y-%m}"
    )
    context |= {"kpa": request.organisation, "form": form, "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, sentence)
            return see_other(back)
    if form.errors:
        return render_invalid(request, page, context)
    return render(request, page, context)
