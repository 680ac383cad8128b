"""Trainings and workshops: states, places, the waiting list, and what counts as followed."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.rules.jobs import Span

TRAINING_TRANSITIONS: Mapping[TrainingState, frozenset[TrainingState]] = {
    TrainingState.PROPOSED: frozenset({TrainingState.OPEN, TrainingState.CANCELLED}),
    TrainingState.OPEN: frozenset({TrainingState.CANCELLED}),
    TrainingState.CANCELLED: frozenset(),
}
MOST_PLACES = 500
CONTACT_KEPT = timedelta(days=92)
"""How long the contact of someone from outside is kept after the day: a quarter (decision 0035)."""
SECONDS_IN_A_MINUTE = 60


def training_may_become(current: TrainingState, wanted: TrainingState) -> bool:
    return wanted in TRAINING_TRANSITIONS[current]


def minutes_of(span: Span) -> int:
    """How long it lasts, in whole minutes."""
    return int((span.end - span.start).total_seconds()) // SECONDS_IN_A_MINUTE


def places_left(places: int, taken: int) -> int:
    return max(places - taken, 0)


def seat_for(places: int, taken: int) -> SeatState:
    """First come, first served: a place while there is one, else the waiting list."""
    return SeatState.BOOKED if places_left(places, taken) else SeatState.WAITING


def called_in(places: int, taken: int, waiting: int) -> int:
    """How many of the waiting list get a place now."""
    return min(places_left(places, taken), waiting)


def followed(attended: Collection[date], noted: Collection[date]) -> int:
    """Trainings of a person: each one she attended, and each other day for which she noted training hours."""
    return len(attended) + len(set(noted) - set(attended))
