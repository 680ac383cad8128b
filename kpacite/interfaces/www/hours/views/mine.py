"""My hours: the month, its sheet to print, its file, and what I correct."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import permissions, rules, selectors, services
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import WorkEntry
from kpacite.domain.paths import selectors as paths
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.hours import wording
from kpacite.interfaces.www.hours.forms import CorrectionForm, new_keys
from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import Period, add_months
from kpacite.platform.http import csv_response, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import heures

FIELD_OF = {"minutes": "duration"}


def asked_month(request: HttpRequest) -> Period:
    """The month of `?mois=2026-03`; this one when it says something else."""
    today = timezone.localdate()
    year, _dash, month = request.GET.get("mois", "").partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12 and int(year):
        return Period.month(int(year), int(month))
    return rules.month_of(today)


def _entries(request: HttpRequest, month: Period) -> list[WorkEntry]:
    end = month.end or month.start
    return list(selectors.entries_of(request.user.person, request.organisation, month.start, end))


@require_safe
def mine(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    person, today = request.user.person, timezone.localdate()
    month = asked_month(request)
    context = _month(request, kpa, month) | {
        "due": paths.month_due(person, request.organisation.kpa, month.last_day or today, today),
        "to_confirm": selectors.confirmable(person, request.organisation, today).count(),
        "this_month": month.contains(today),
        "last_day": month.last_day,
        "owner": person.public_id,
        "may_close": permissions.may_close_hours(hats_of(request), request.organisation),
    }
    return render(request, "hours/mine.html", context)


@require_safe
def sheet(request: HttpRequest, kpa: str) -> HttpResponse:
    """The month on one sheet of paper."""
    stand_in(request, request.organisation)
    context = _month(request, kpa, asked_month(request)) | {"person": request.user.person}
    return render(request, "hours/sheet.html", context)


def _month(request: HttpRequest, kpa: str, month: Period) -> dict[str, Any]:
    entries = _entries(request, month)
    end = month.end or month.start
    noted = selectors.noted_by_kind(request.user.person, request.organisation, month.start, end)
    totals = [(kind.label, noted[kind].noted, noted[kind].confirmed) for kind in TimeKind if kind in noted]
    before, after = add_months(month.start, -1), add_months(month.start, 1)
    here = reverse("hours", kwargs={"kpa": kpa})
    return {
        "kpa": request.organisation,
        "month": month.start,
        "query": f"?mois={month.start:%Y-%m}",
        "before": (before, f"{here}?mois={before:%Y-%m}"),
        "after": (after, f"{here}?mois={after:%Y-%m}") if after <= timezone.localdate() else None,
        "days": wording.by_day(entries),
        "totals": totals,
        "total": sum(row[1] for row in totals),
        "confirmed": sum(row[2] for row in totals),
    }


@require_safe
def csv(request: HttpRequest, kpa: str) -> HttpResponseBase:  # noqa: ARG001 - read by the gate
    month = asked_month(request)
    header = [_("Jour"), _("Genre"), _("Activité"), _("Intervention"), _("Minutes"), _("Durée")]
    header += [_("Précision"), _("État")]
    return csv_response(f"mes-heures-{month.start:%Y-%m}.csv", header, _rows(_entries(request, month)))


def _rows(entries: list[WorkEntry]) -> Iterator[list[object]]:
    for entry in reversed(entries):
        line = wording.line_of(entry)
        yield [
            entry.day.isoformat(),
            entry.get_kind_display(),
            str(entry.activity or ""),
            str(entry.job or ""),
            entry.minutes,
            heures(entry.minutes),
            entry.note,
            line.label,
        ]


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, kpa: str, hours: int) -> HttpResponse:  # noqa: ARG001
    """Change how long or when, or take the hours away. What is written stays written."""
    stand_in(request, request.organisation)
    entry, today = request.entry, timezone.localdate()
    back = f"{reverse('hours', kwargs={'kpa': kpa})}?mois={entry.day:%Y-%m}"
    initial = {"duration": entry.minutes, "day": entry.day} | new_keys()
    form = CorrectionForm(request.POST or None, initial=initial)
    context = {
        "kpa": request.organisation,
        "form": form,
        "line": wording.line_of(entry),
        "told": wording.told(entry, today),
        "back": back,
    }
    if request.method != "POST":
        return render(request, "hours/correct.html", context)
    if form.is_valid() and _corrected(request, form, entry, today):
        return see_other(back)
    return render_invalid(request, "hours/correct.html", context)


def _corrected(request: HttpRequest, form: CorrectionForm, entry: WorkEntry, today: date) -> bool:
    data, by = form.cleaned_data, {"actor": request.user, "now": timezone.now()}
    try:
        if "cancel" in request.POST:
            services.cancel_hours(entry=entry, client_id=data["undo_id"], **by)
            messages.success(request, _("C’est fait. Ces heures ne comptent plus."))
        else:
            new = services.correct_hours(
                entry=entry,
                minutes=data["duration"],
                day=data["day"],
                client_ids=(data["undo_id"], data["new_id"]),
                today=today,
                **by,
            )
            words = {"words": wording.told(new, today)}
            messages.success(request, _("C’est corrigé. %(words)s Une personne du groupe valide.") % words)
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
        return False
    return True
