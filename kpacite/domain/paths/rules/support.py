"""The group around a person, and what is asked of partner services: what may follow what, and when to ask."""

from collections.abc import Mapping
from datetime import date, timedelta

from kpacite.domain.paths.enums import OrientationState, SupportState

SUPPORT_STEPS: Mapping[SupportState, frozenset[SupportState]] = {
    SupportState.PROPOSED: frozenset({SupportState.AGREED, SupportState.DECLINED}),
    SupportState.AGREED: frozenset(),
    SupportState.DECLINED: frozenset(),
}
# GDPR-02 and S332: nothing leaves without the person's yes. A service may answer after one stopped waiting.
ORIENTATION_STEPS: Mapping[OrientationState, frozenset[OrientationState]] = {
    OrientationState.ASKED: frozenset({OrientationState.AWAITED, OrientationState.DECLINED}),
    OrientationState.DECLINED: frozenset(),
    OrientationState.AWAITED: frozenset(
        {OrientationState.ACCEPTED, OrientationState.REFUSED, OrientationState.UNANSWERED}
    ),
    OrientationState.UNANSWERED: frozenset({OrientationState.ACCEPTED, OrientationState.REFUSED}),
    OrientationState.ACCEPTED: frozenset(),
    OrientationState.REFUSED: frozenset(),
}
ANSWERS = (
    OrientationState.ACCEPTED.value,
    OrientationState.REFUSED.value,
    OrientationState.UNANSWERED.value,
)
WITHOUT_YES = (OrientationState.ASKED.value, OrientationState.DECLINED.value)


def support_may_become(current: SupportState, new: SupportState) -> bool:
    return new in SUPPORT_STEPS[current]


def orientation_may_become(current: OrientationState, new: OrientationState) -> bool:
    return new in ORIENTATION_STEPS[current]


def asked_before(today: date, days: int) -> date:
    """The last day of consent for which an answer is now late: `days` whole days have passed since."""
    return today - timedelta(days=days)


def answer_is_late(state: OrientationState, consented_on: date | None, today: date, days: int) -> bool:
    """Whether to ask the service again: it was asked long enough ago and has said nothing."""
    if state != OrientationState.AWAITED or consented_on is None:
        return False
    return consented_on <= asked_before(today, days)
