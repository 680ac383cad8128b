"""When an offer may go online, and when its check falls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kpacite.domain.activities.enums import OfferState

TRANSITIONS: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.DRAFT: frozenset({OfferState.PROPOSED, OfferState.RETIRED}),
    OfferState.PROPOSED: frozenset({OfferState.PUBLISHED, OfferState.RETIRED}),
    # Back to « proposée »: a publication taken back, or a text changed after the check.
    OfferState.PUBLISHED: frozenset({OfferState.PROPOSED, OfferState.RETIRED}),
    # Taking a withdrawal back leads where the offer was.
    OfferState.RETIRED: frozenset({OfferState.DRAFT, OfferState.PROPOSED, OfferState.PUBLISHED}),
}

# What the check of a regulated offer has read: when it changes, the check falls.
CHECKED_FIELDS = frozenset({"name", "description", "attributes"})


class Obstacle(Enum):
    """Why an offer cannot go online."""

    WRONG_STATE = "wrong_state"
    ACTIVITY_CLOSED = "activity_closed"
    TO_CHECK = "to_check"


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What publishing asks of an offer."""

    state: OfferState
    needs_check: bool
    is_checked: bool
    activity_open: bool


def may_become(current: OfferState, wanted: OfferState) -> bool:
    return wanted in TRANSITIONS[current]


def obstacle_to_publish(facts: OfferFacts) -> Obstacle | None:
    """The first reason not to publish; None when nothing stands in the way."""
    if not may_become(facts.state, OfferState.PUBLISHED):
        return Obstacle.WRONG_STATE
    if not facts.activity_open:
        return Obstacle.ACTIVITY_CLOSED
    if facts.needs_check and not facts.is_checked:
        return Obstacle.TO_CHECK
    return None


def state_before_withdrawal(*, was_proposed: bool, was_published: bool) -> OfferState:
    """Where an offer goes back to when its withdrawal is taken back."""
    if was_published:
        return OfferState.PUBLISHED
    return OfferState.PROPOSED if was_proposed else OfferState.DRAFT


def check_falls(*, is_checked: bool, changed: set[str]) -> bool:
    """Whether a change touches what the coordination had read when it checked the offer."""
    return is_checked and bool(CHECKED_FIELDS & changed)


def is_open(opened_on: date, closed_on: date | None, today: date) -> bool:
    """Whether today is in [opened_on, closed_on)."""
    return opened_on <= today and (closed_on is None or today < closed_on)
