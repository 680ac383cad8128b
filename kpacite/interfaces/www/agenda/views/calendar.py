"""Reading: my shifts first, then the jobs of the KPA day by day."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models import Activity, Job
from kpacite.domain.contracts.selectors import Answer
from kpacite.domain.sales.selectors import order_of_job
from kpacite.interfaces.www.activities.gates import groups_of
from kpacite.interfaces.www.agenda import entries, gates
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.platform.forms import read_date

WEEKS_SHOWN = timedelta(weeks=5)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _asked_day(request: HttpRequest) -> date:
    try:
        return read_date(request.GET.get("depuis", ""))
    except ValueError:
        return timezone.localdate()


def planned_for(request: HttpRequest) -> list[Activity]:
    """The activities for which this person may plan a job."""
    found = selectors.activities_of(request.organisation, timezone.localdate())
    return [activity for activity in found if gates.may_plan(request, activity)]


@require_safe
def agenda(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    first = _asked_day(request)
    span = (_start_of(first), _start_of(first + WEEKS_SHOWN))
    activities = list(selectors.activities_of(request.organisation, timezone.localdate()))
    chosen = next((row for row in activities if row.code == request.GET.get("groupe", "").upper()), None)
    rows = [
        entries.of_job(job, kpa) for job in selectors.jobs_of(request.organisation, *span, activity=chosen)
    ]
    if chosen is None:
        now = timezone.now()
        opened = selectors.trainings_between(request.organisation, *span)
        rows += [entries.of_training(training, kpa, now) for training in opened]
    rows.sort(key=lambda entry: entry.starts_at)
    here = reverse("agenda", kwargs={"kpa": kpa})
    group = f"&groupe={chosen.code}" if chosen else ""
    context = {
        "kpa": request.organisation,
        "mine": entries.of_person(request.user.person, request.organisation, span),
        "days": [
            (day, list(found))
            for day, found in groupby(rows, key=lambda entry: timezone.localdate(entry.starts_at))
        ],
        "filters": _filters(here, activities, chosen),
        "may_plan": bool(planned_for(request)),
        "before": f"{here}?depuis={first - WEEKS_SHOWN:%Y-%m-%d}{group}",
        "after": f"{here}?depuis={first + WEEKS_SHOWN:%Y-%m-%d}{group}",
    }
    return render(request, "agenda/list.html", context)


def _filters(here: str, activities: list[Activity], chosen: Activity | None) -> list[dict[str, Any]]:
    everything: list[tuple[str, Activity | None]] = [(_("Toutes"), None)]
    return [
        {
            "label": label,
            "url": f"{here}?groupe={activity.code}" if activity else here,
            "current": activity == chosen,
        }
        for label, activity in everything + [(str(row), row) for row in activities]
    ]


def _unpaid(request: HttpRequest, job: Job) -> dict[int, Answer]:
    """Those of the job, and whoever looks at it, who may not be paid that day."""
    people = {shift.person_id: shift.person for shift in job.standing_shifts}
    return selectors.obstacles_to_pay(job, ({request.user.person_id: request.user.person} | people).values())


def unpaid_words(reason: str) -> str:
    return _("Vous ne pouvez pas encore être payé·e pour ce travail. %(why)s") % {"why": reason}


@require_safe
def job(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    return show_job(request)


def show_job(
    request: HttpRequest, *, question: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of a job, with what was asked or refused."""
    stand_in(request, request.organisation)
    found, now, me = request.job, timezone.now(), request.user.person_id
    mine = next((row for row in found.standing_shifts if row.person_id == me), None)
    planned = found.state == JobState.PLANNED
    unpaid = _unpaid(request, found) if planned else {}
    context = {
        "kpa": request.organisation,
        "job": found,
        "row": entries.row_of(found),
        "order": order_of_job(found),
        "shifts": [
            (row, entries.ANSWERS[ShiftState(row.state)], row.person_id in unpaid)
            for row in found.standing_shifts
        ],
        "my_obstacle": unpaid_words(unpaid[me].sentence) if me in unpaid else "",
        "mine": mine,
        "may_take": planned and (mine is None or mine.state == "proposed") and gates.may_take(request, found),
        "may_leave": planned and mine is not None,
        "may_plan": planned and gates.may_plan(request, found.activity),
        "may_finish": planned and found.starts_at <= now,
        "may_note": permissions.may_note_hours(hats_of(request), request.organisation)
        and found.starts_at <= now
        and (mine is not None or found.activity_id in groups_of(request).member_of),
        "question": question,
        "refusal": refusal,
        "invalid": bool(question or refusal),
    }
    return render(request, "agenda/job.html", context, status=status)
