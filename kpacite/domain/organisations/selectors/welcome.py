from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import Recurrence
from kpacite.domain.organisations.models import Kpa, Place, WelcomeSlot

SESSIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class WelcomeSession:
    """One coming session of a slot. `is_example`: invented for the demonstration."""

    day: date
    start_time: time
    end_time: time
    kpa: Kpa
    place: Place | None
    note: str
    is_example: bool


def next_welcome_sessions(
    *, today: date, kpa: Kpa | None = None, count: int = SESSIONS_SHOWN
) -> list[WelcomeSession]:
    """The next sessions, the nearest first; only of slots that somebody confirmed, or of examples."""
    slots = WelcomeSlot.objects.select_related("place", "kpa__organisation", "kpa__place")
    if kpa is not None:
        slots = slots.filter(kpa=kpa)
    return next_sessions_of(
        slots.exclude(Q(confirmed_on=None) & Q(is_example=False)), today=today, count=count
    )


def next_sessions_of(slots: Iterable[WelcomeSlot], *, today: date, count: int) -> list[WelcomeSession]:
    sessions = [
        _session(slot, day)
        for slot in slots
        if slot.confirmed_on or slot.is_example
        for day in rules.next_days(_as_rule(slot), today=today, count=count)
    ]
    return sorted(sessions, key=lambda session: (session.day, session.start_time, session.kpa.pk))[:count]


def _as_rule(slot: WelcomeSlot) -> rules.Slot:
    return rules.Slot(
        recurrence=Recurrence(slot.recurrence),
        weekday=slot.weekday,
        day=slot.day,
        valid_to=slot.valid_to,
    )


def _session(slot: WelcomeSlot, day: date) -> WelcomeSession:
    return WelcomeSession(
        day=day,
        start_time=slot.start_time,
        end_time=slot.end_time,
        kpa=slot.kpa,
        place=slot.place or slot.kpa.place,
        note=slot.note,
        is_example=slot.is_example,
    )
