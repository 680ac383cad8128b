"""How one becomes a member, pauses and leaves, told without a database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from kpacite.domain.members.enums import (
    Doer,
    MediationState,
    MemberState,
    RestrictedTask,
    StepKind,
    WelcomeState,
)
from kpacite.kernel.period import Period, add_months

WELCOME, MEMBER, CASE = WelcomeState, MemberState, MediationState
LINK_DAYS = 30
"""How long a newcomer may fill her form behind a link; a choice, not a rule of the documents."""
TOKEN_LENGTH = 12
"""Letters out of 31: 59 bits, short enough to be typed from a screen."""
TOKEN_GROUP = 4
NOTICE_MONTHS = 2
"""How long before it the coordination reads that a welcome will be emptied; as for the other files (0024)."""
LOWEST_AGE = 16
ADULT_AGE = 18

WAITING = frozenset({WELCOME.CONTACT, WELCOME.FORM_DONE, WELCOME.VISITED, WELCOME.INTERVIEWED})
# C2.1. The order of the steps is the KPA's own, so each step may follow any other; a tick may be taken back.
# Who withdrew may knock again.
WELCOME_TRANSITIONS: Mapping[WelcomeState, frozenset[WelcomeState]] = {
    **{state: (WAITING - {state}) | {WELCOME.MEMBER, WELCOME.WITHDRAWN} for state in WAITING},
    WELCOME.MEMBER: frozenset(),
    WELCOME.WITHDRAWN: frozenset({WELCOME.CONTACT}),
}

# C2.1. An exclusion that is not decided leads back to membership. Coming back is a new membership.
MEMBER_TRANSITIONS: Mapping[MemberState, frozenset[MemberState]] = {
    MEMBER.MEMBER: frozenset({MEMBER.PAUSED, MEMBER.LEAVING, MEMBER.EXCLUSION_PROPOSED}),
    MEMBER.PAUSED: frozenset({MEMBER.MEMBER, MEMBER.LEAVING}),
    MEMBER.EXCLUSION_PROPOSED: frozenset({MEMBER.MEMBER, MEMBER.EXCLUDED}),
    MEMBER.LEAVING: frozenset({MEMBER.MEMBER, MEMBER.LEFT}),
    MEMBER.LEFT: frozenset(),
    MEMBER.EXCLUDED: frozenset(),
}
OVER = frozenset({MEMBER.LEFT, MEMBER.EXCLUDED})

# C2.9.
MEDIATION_TRANSITIONS: Mapping[MediationState, frozenset[MediationState]] = {
    CASE.OPENED: frozenset({CASE.MEETING, CASE.CLOSED}),
    CASE.MEETING: frozenset({CASE.AGREEMENT, CASE.NO_AGREEMENT}),
    CASE.AGREEMENT: frozenset({CASE.CLOSED}),
    CASE.NO_AGREEMENT: frozenset({CASE.MEETING, CASE.CLOSED}),
    CASE.CLOSED: frozenset(),
}

STATE_OF_STEP: Mapping[StepKind, WelcomeState] = {
    StepKind.FORM: WELCOME.FORM_DONE,
    StepKind.VISIT: WELCOME.VISITED,
    StepKind.INTERVIEW: WELCOME.INTERVIEWED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry condition of a KPA, as far as a file is concerned. `done_on`: None as long as it waits."""

    kind: StepKind
    doer: Doer
    is_optional: bool
    done_on: date | None = None

    @property
    def is_done(self) -> bool:
        return self.done_on is not None


def bare_token(text: str) -> str:
    """The letters of a link as they were made, however they were typed."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def spaced_token(token: str) -> str:
    """As it is shown: « k7mq-3xzd-p9wa »."""
    return "-".join(token[start : start + TOKEN_GROUP] for start in range(0, len(token), TOKEN_GROUP))


def token_hash(token: str) -> str:
    """What is kept of a link: enough to recognise it, too little to open it."""
    return sha256(bare_token(token).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """The time in which a KPA asks for a step or a question: [added, retired), open where None."""

    added_at: datetime | None
    retired_at: datetime | None

    def holds(self, moment: datetime | None) -> bool:
        """Whether it was asked at that moment; None: whether it is asked now."""
        if moment is None:
            return self.retired_at is None
        return (self.added_at is None or self.added_at <= moment) and (
            self.retired_at is None or moment < self.retired_at
        )

    def met(self, begun: Iterable[datetime]) -> bool:
        """Whether somebody who began at one of these moments holds on to it."""
        return any(self.holds(moment) for moment in begun)


def state_after(steps: Iterable[Step]) -> WelcomeState:
    """Where a file stands: at the last of its steps that is done, in the order of the KPA."""
    reached = [STATE_OF_STEP[step.kind] for step in steps if step.is_done and step.kind in STATE_OF_STEP]
    return reached[-1] if reached else WELCOME.CONTACT


def missing(steps: Iterable[Step]) -> list[Step]:
    """What still stands before the charter: neither done nor optional, nor the charter itself."""
    return [
        step for step in steps if not step.is_done and not step.is_optional and step.kind != StepKind.CHARTER
    ]


def next_step(steps: Sequence[Step]) -> int | None:
    """The rank of the step that waits now: the first one not done, optional ones left aside."""
    waiting = [rank for rank, step in enumerate(steps) if not step.is_done and not step.is_optional]
    return waiting[0] if waiting else None


def quiet_since(months: int, today: date) -> date:
    """Who was last heard of on this day or before is to be announced: emptied `months` after that day."""
    return add_months(today, -max(months - NOTICE_MONTHS, 0))


def emptied_on(last_contact: date, months: int, today: date) -> date:
    """The day to announce: never less than the notice from now."""
    return max(add_months(last_contact, months), add_months(today, NOTICE_MONTHS))


def age_on(birth_date: date, day: date) -> int:
    """Whole years, in force on the birthday."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def old_enough(birth_date: date, day: date, minimum: int) -> bool:
    """Contradiction X16: the KPA's own minimum, which is never under 16."""
    return age_on(birth_date, day) >= max(minimum, LOWEST_AGE)


def first_day_of_age(birth_date: date, age: int) -> date:
    """The day from which she is that old; 1 March for someone born on 29 February."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def is_minor(birth_date: date | None, day: date) -> bool:
    return birth_date is not None and age_on(birth_date, day) < ADULT_AGE


def eighteenth_birthday(birth_date: date) -> date:
    """From that day on she signs alone."""
    return first_day_of_age(birth_date, ADULT_AGE)


def restrictions(birth_date: date | None, day: date) -> tuple[RestrictedTask, ...]:
    """The tasks kept from her that day."""
    return tuple(RestrictedTask) if is_minor(birth_date, day) else ()


def clashes(period: Period, others: Iterable[Period]) -> bool:
    return any(period.overlaps(other) for other in others)


def may_propose_exclusion(state: MediationState, *, answered: bool) -> bool:
    """Document 000: mediation is tried first, and it failed. The person was heard, or would not come."""
    return answered and state == CASE.NO_AGREEMENT


@dataclass(frozen=True, slots=True)
class Exit:
    """What is settled before someone has left. The situation may be « on ne sait pas »: it is still noted."""

    situation_noted: bool = False
    equipment_returned: bool = False
    balance_routed: bool = False

    @property
    def is_settled(self) -> bool:
        return self.situation_noted and self.equipment_returned and self.balance_routed
