"""Reading: my shifts first, then the jobs of the KPA day by day."""

from dataclasses import dataclass, replace
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
from kpacite.domain.activities.enums import JobState, ShiftState, TrainingKind
from kpacite.domain.activities.models import Activity, Job, Training
from kpacite.domain.contracts.selectors import Answer
from kpacite.domain.sales.selectors import order_of_job
from kpacite.interfaces.www.activities.gates import groups_of
from kpacite.interfaces.www.agenda import gates
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.trainings import wording as trainings
from kpacite.platform.forms import read_date
from kpacite.platform.templatetags.kpacite import heure, jour

WEEKS_SHOWN = timedelta(weeks=5)
BADGES = {JobState.PLANNED: "info", JobState.DONE: "done", JobState.CANCELLED: "late"}
ANSWERS = {ShiftState.PROPOSED: "wait", ShiftState.ACCEPTED: "done", ShiftState.DONE: "done"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a day: a job or a training."""

    starts_at: datetime
    title: str
    detail: str
    icon: str
    domain: str
    url: str
    badge: str
    label: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the list: who is missing, in words."""

    job: Job
    people: str
    badge: str
    label: str


def row_of(job: Job) -> JobRow:
    if job.state != JobState.PLANNED:
        return JobRow(job, "", BADGES[JobState(job.state)], str(job.get_state_display()))
    if job.wanted is None:
        words = _("%(n)d viennent") % {"n": job.taken} if job.taken else _("personne pour l’instant")
        return JobRow(job, words, "info", _("prévue"))
    words = _("%(n)d sur %(wanted)d") % {"n": job.taken, "wanted": job.wanted}
    full = job.taken >= job.wanted
    return JobRow(job, words, "done" if full else "wait", _("complet") if full else _("il manque du monde"))


def _of_job(job: Job, kpa: str) -> Entry:
    row = row_of(job)
    return Entry(
        job.starts_at,
        job.title,
        f"{heure(job.starts_at)} – {heure(job.ends_at)} · {job.activity}",
        job.activity.icon,
        "activites",
        reverse("job", kwargs={"kpa": kpa, "job": job.pk}),
        row.badge,
        row.people or row.label,
    )


def _of_training(training: Training, kpa: str, now: datetime) -> Entry:
    row = trainings.row_of(training, now)
    return Entry(
        training.starts_at,
        training.title,
        f"{trainings.hours_words(training)} · {training.get_kind_display()}",
        row.icon,
        "parcours",
        reverse("training", kwargs={"kpa": kpa, "training": training.pk}),
        row.badge,
        row.label,
    )


def _mine(request: HttpRequest, span: tuple[datetime, datetime]) -> list[Entry]:
    """My shifts and my trainings here, in order."""
    kpa, person = request.organisation, request.user.person
    found = [
        replace(
            _of_job(shift.job, kpa.slug),
            starts_at=shift.starts_at,
            detail=_moment(shift.starts_at, shift.ends_at),
            badge=ANSWERS[ShiftState(shift.state)],
            label=_("à répondre") if shift.state == ShiftState.PROPOSED else shift.get_state_display(),
        )
        for shift in selectors.shifts_between(person, *span)
        if shift.job.activity.kpa_id == kpa.pk
    ]
    found += [
        Entry(
            training.starts_at,
            training.title,
            _moment(training.starts_at, training.ends_at),
            trainings.ICONS[TrainingKind(training.kind)],
            "parcours",
            reverse("training", kwargs={"kpa": kpa.slug, "training": training.pk}),
            *trainings.own_badge(training),
        )
        for training in selectors.own_trainings_between(person, *span)
        if training.kpa_id == kpa.pk
    ]
    return sorted(found, key=lambda entry: entry.starts_at)


def _moment(start: datetime, end: datetime) -> str:
    return f"{jour(start, 'semaine')}, {heure(start)} – {heure(end)}"


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
    entries = [_of_job(job, kpa) for job in selectors.jobs_of(request.organisation, *span, activity=chosen)]
    if chosen is None:
        now = timezone.now()
        found = selectors.trainings_between(request.organisation, *span)
        entries += [_of_training(training, kpa, now) for training in found]
    entries.sort(key=lambda entry: entry.starts_at)
    here = reverse("agenda", kwargs={"kpa": kpa})
    group = f"&groupe={chosen.code}" if chosen else ""
    context = {
        "kpa": request.organisation,
        "mine": _mine(request, span),
        "days": [
            (day, list(rows))
            for day, rows in groupby(entries, key=lambda entry: timezone.localdate(entry.starts_at))
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
        "row": row_of(found),
        "order": order_of_job(found),
        "shifts": [
            (row, ANSWERS[ShiftState(row.state)], row.person_id in unpaid) for row in found.standing_shifts
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
