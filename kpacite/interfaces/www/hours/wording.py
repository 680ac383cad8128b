"""Hours in words: what, how long, which day, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import Activity, TaskCoefficient, WorkEntry
from kpacite.domain.activities.rules import told_times
from kpacite.platform.templatetags.kpacite import heures, jour

ICONS = {
    TimeKind.WORK: "briefcase",
    TimeKind.COMMON: "users",
    TimeKind.TRAINING_RECEIVED: "graduation-cap",
    TimeKind.TRAINING_GIVEN: "lightbulb",
    TimeKind.SUPPORT: "handshake",
    TimeKind.VOLUNTEER: "sprout",
}
DOMAINS = {
    TimeKind.WORK: "activites",
    TimeKind.COMMON: "argent",
    TimeKind.TRAINING_RECEIVED: "parcours",
    TimeKind.TRAINING_GIVEN: "parcours",
    TimeKind.SUPPORT: "decider",
    TimeKind.VOLUNTEER: "argent",
}


def name_of(entry: WorkEntry) -> str:
    """The job, else the activity, else the kind."""
    if entry.job:
        return entry.job.title
    return str(entry.activity) if entry.activity else str(entry.get_kind_display())


def day_words(day: date, today: date) -> str:
    if day == today:
        return _("aujourd’hui")
    if day == today - timedelta(days=1):
        return _("hier")
    return jour(day, "semaine")


def told(entry: WorkEntry, today: date) -> str:
    """« Cuisine : 2 h, aujourd’hui. »"""
    words = {"what": name_of(entry), "time": heures(entry.minutes), "day": day_words(entry.day, today)}
    return _("%(what)s : %(time)s, %(day)s.") % words


def task_words(row: TaskCoefficient) -> str:
    words = {"activity": row.activity, "task": row.task, "times": told_times(row.hundredths)}
    return _("%(activity)s : %(task)s (une heure compte %(times)s)") % words


@dataclass(frozen=True, slots=True)
class Tile:
    """One answer to « Quoi ? »."""

    value: str
    label: str
    icon: str
    domain: str


def activity_tile(activity: Activity) -> Tile:
    return Tile(f"a{activity.pk}", str(activity), activity.icon, DOMAINS[TimeKind.WORK])


def kind_tile(kind: TimeKind) -> Tile:
    return Tile(kind.value, str(kind.label), ICONS[kind], DOMAINS[kind])


@dataclass(frozen=True, slots=True)
class Line:
    """An entry ready to draw. `state`: sent, confirmed, paid, undone or undo."""

    entry: WorkEntry
    name: str
    detail: str
    icon: str
    domain: str
    state: str
    badge: str
    label: str


STATES = {"sent": "info", "confirmed": "done", "paid": "done", "undone": "", "undo": ""}


def line_of(entry: WorkEntry) -> Line:
    """`entry` comes from a selector that loads its confirmation, its compensation and what pays it."""
    state, label = _state(entry)
    details = [str(entry.activity) if entry.job else "", _kind_words(entry), entry.note, _by_whom(entry)]
    details += [_("déjà partagé")] if state == "paid" else []
    kind = TimeKind(entry.kind)
    return Line(
        entry=entry,
        name=name_of(entry),
        detail=" · ".join(part for part in details if part),
        icon=entry.activity.icon if entry.activity else ICONS[kind],
        domain=DOMAINS[kind],
        state=state,
        badge=STATES[state],
        label=label,
    )


def _kind_words(entry: WorkEntry) -> str:
    """The kind, where the name does not say it already."""
    return str(entry.get_kind_display()) if entry.activity and entry.kind != TimeKind.WORK else ""


def _by_whom(entry: WorkEntry) -> str:
    if not hasattr(entry, "confirmation"):
        return ""
    return _("par %(who)s") % {"who": entry.confirmation.confirmed_by.first_name}


def _state(entry: WorkEntry) -> tuple[str, str]:
    if entry.compensates_id is not None:
        return "undo", _("correction")
    if hasattr(entry, "compensation"):
        return "undone", _("annulé")
    if hasattr(entry, "claim"):
        return "paid", _("validé")
    if hasattr(entry, "confirmation"):
        return "confirmed", _("validé")
    return "sent", _("envoyé")


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of a day, and what still counts of it."""

    day: date
    total: int
    lines: Sequence[Line] = field(default_factory=list)


def by_day(entries: Iterable[WorkEntry]) -> list[Day]:
    """`entries` are in the order of days."""
    days = []
    for day, rows in groupby(entries, key=lambda entry: entry.day):
        lines = [line_of(entry) for entry in rows]
        days.append(Day(day, sum(line.entry.minutes for line in lines), lines))
    return days
