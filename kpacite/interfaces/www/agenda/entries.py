"""The lines of an agenda: jobs and trainings, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import JobState, ShiftState, TrainingKind
from kpacite.domain.activities.models import Job, JobShift, Training
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.trainings import wording
from kpacite.platform.templatetags.kpacite import heure, jour

BADGES = {JobState.PLANNED: "info", JobState.DONE: "done", JobState.CANCELLED: "late"}
ANSWERS = {ShiftState.PROPOSED: "wait", ShiftState.ACCEPTED: "done", ShiftState.DONE: "done"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a day."""

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


def of_job(job: Job, kpa: str) -> Entry:
    row = row_of(job)
    detail = f"{_hours(job.starts_at, job.ends_at)} · {job.activity}"
    return _job_entry(job, kpa, job.starts_at, detail, (row.badge, row.people or row.label))


def of_training(training: Training, kpa: str, now: datetime) -> Entry:
    row = wording.row_of(training, now)
    detail = f"{_hours(training.starts_at, training.ends_at)} · {training.get_kind_display()}"
    return _training_entry(training, kpa, detail, (row.badge, row.label))


def of_person(person: Person, kpa: Organisation, span: tuple[datetime, datetime]) -> list[Entry]:
    """Her shifts and her trainings there, in order."""
    shifts = selectors.shifts_between(person, *span)
    found = [_of_shift(shift, kpa.slug) for shift in shifts if shift.job.activity.kpa_id == kpa.pk]
    found += [
        _training_entry(
            training, kpa.slug, _moment(training.starts_at, training.ends_at), wording.own_badge(training)
        )
        for training in selectors.own_trainings_between(person, *span)
        if training.kpa_id == kpa.pk
    ]
    return sorted(found, key=lambda entry: entry.starts_at)


def _of_shift(shift: JobShift, kpa: str) -> Entry:
    state = ShiftState(shift.state)
    label = _("à répondre") if state == ShiftState.PROPOSED else str(state.label)
    detail = _moment(shift.starts_at, shift.ends_at)
    return _job_entry(shift.job, kpa, shift.starts_at, detail, (ANSWERS[state], label))


def _job_entry(job: Job, kpa: str, start: datetime, detail: str, badge: tuple[str, str]) -> Entry:
    url = reverse("job", kwargs={"kpa": kpa, "job": job.pk})
    return Entry(start, job.title, detail, job.activity.icon, "activites", url, *badge)


def _training_entry(training: Training, kpa: str, detail: str, badge: tuple[str, str]) -> Entry:
    url = reverse("training", kwargs={"kpa": kpa, "training": training.pk})
    icon = wording.ICONS[TrainingKind(training.kind)]
    return Entry(training.starts_at, training.title, detail, icon, "parcours", url, *badge)


def _moment(start: datetime, end: datetime) -> str:
    return f"{jour(start, 'semaine')}, {_hours(start, end)}"


def _hours(start: datetime, end: datetime) -> str:
    return f"{heure(start)} – {heure(end)}"
