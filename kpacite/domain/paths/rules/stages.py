"""Stages of a path: what may follow what, and until when a path may be planned."""

from collections.abc import Iterable, Mapping
from datetime import date

from kpacite.domain.paths.enums import MoveState
from kpacite.kernel.period import add_months

# Document 003: « s'immerger, explorer, tester et s'ouvrir vers l'extérieur ». A KPA may have its own.
DEFAULT_STAGES = ("S’immerger", "Explorer", "Tester", "S’ouvrir vers l’extérieur")

TRANSITIONS: Mapping[MoveState, frozenset[MoveState]] = {
    MoveState.PROPOSED: frozenset({MoveState.DISCUSSED, MoveState.WITHDRAWN}),
    MoveState.DISCUSSED: frozenset({MoveState.ENTERED, MoveState.WITHDRAWN}),
    MoveState.ENTERED: frozenset(),
    MoveState.WITHDRAWN: frozenset(),
}
OPEN_MOVES = (MoveState.PROPOSED.value, MoveState.DISCUSSED.value)

# Six months after an exit, the network asks what has become of the person; too late after a year and a half.
FOLLOW_UP_MONTHS = 6
FOLLOW_UP_UNTIL_MONTHS = 18


def move_may_become(current: MoveState, new: MoveState) -> bool:
    return new in TRANSITIONS[current]


def stage_may_follow(current: int | None, wanted: int, ranks: Iterable[int]) -> bool:
    """From one rank to the next one there is, or back to any earlier one. Who is nowhere starts anywhere."""
    known = sorted(ranks)
    if wanted not in known or wanted == current:
        return False
    if current is None or wanted < current:
        return True
    return wanted == next((rank for rank in known if rank > current), None)


def latest_end(start: date, longest_months: int, other_limits: Iterable[date] = ()) -> date:
    """The last day that may be planned: the shortest of the limits in months and of those given as dates."""
    return min([add_months(start, longest_months), *other_limits])


def follow_up_is_due(end: date, last_seen: date | None, today: date) -> bool:
    """Whether to ask now: six months have passed, not too many, and nobody has asked since."""
    since = add_months(end, FOLLOW_UP_MONTHS)
    asked = last_seen is not None and last_seen >= since
    return since <= today < add_months(end, FOLLOW_UP_UNTIL_MONTHS) and not asked
