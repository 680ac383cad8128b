"""What a contract obeys, told without a database."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from hashlib import sha256
from itertools import pairwise

from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractState,
    ContractType,
    DeclarationEvent,
    DocumentKind,
    Obstacle,
    Party,
)
from kpacite.kernel.period import DAY, Period, add_months, gaps
from kpacite.kernel.text import fold

STATE = ContractState

# C2.2. Beside it: the carrier sends an incomplete file back, and anyone may give up before the signature.
TRANSITIONS: Mapping[ContractState, frozenset[ContractState]] = {
    STATE.DRAFT: frozenset({STATE.SUBMITTED, STATE.ABANDONED}),
    STATE.SUBMITTED: frozenset({STATE.ACCEPTED, STATE.DRAFT, STATE.ABANDONED}),
    STATE.ACCEPTED: frozenset({STATE.INSURED, STATE.DRAFT, STATE.ABANDONED}),
    STATE.INSURED: frozenset({STATE.TO_SIGN, STATE.ABANDONED}),
    STATE.TO_SIGN: frozenset({STATE.ACTIVE, STATE.EXPIRED_UNSIGNED, STATE.ABANDONED}),
    STATE.ACTIVE: frozenset({STATE.ENDED, STATE.TERMINATED, STATE.CONVERTED}),
    STATE.EXPIRED_UNSIGNED: frozenset(),
    STATE.ENDED: frozenset(),
    STATE.TERMINATED: frozenset(),
    STATE.CONVERTED: frozenset(),
    STATE.ABANDONED: frozenset(),
}
BEFORE_SIGNATURE = frozenset({STATE.DRAFT, STATE.SUBMITTED, STATE.ACCEPTED, STATE.INSURED, STATE.TO_SIGN})
OPEN_STATES = BEFORE_SIGNATURE | {STATE.ACTIVE}
SIGNED_STATES = frozenset({STATE.ACTIVE, STATE.ENDED, STATE.TERMINATED, STATE.CONVERTED})

REMINDER_DAYS = (90, 60, 30)
ADULT_AGE = 18
CESA_MONTHS = 36
CESA_REMINDER_MONTHS = (12, 6, 3)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law or the documents say of a type of contract. None: no limit known."""

    period_months: int | None = None
    renewals: int | None = None
    total_months: int | None = None
    is_paid: bool = False
    needs_insurance: bool = False
    needs_blocks: bool = False
    is_declared: bool = False
    review_months: int | None = None
    documents: tuple[DocumentKind, ...] = (DocumentKind.IDENTITY,)


# CAPE: code de commerce L127-2 (12 months, renewable twice), R127-1 (contents); code du travail R5142-1
# (declarations). CESA: code du travail L7331-2; two interviews a
# year (décret 2015-1363). The others: document 003 (« volontariat, bénévoles »).
TERMS: Mapping[ContractType, Terms] = {
    ContractType.CAPE: Terms(
        period_months=12,
        renewals=2,
        total_months=36,
        is_paid=True,
        needs_insurance=True,
        needs_blocks=True,
        is_declared=True,
        documents=(DocumentKind.IDENTITY, DocumentKind.ADDRESS),
    ),
    ContractType.CESA: Terms(
        is_paid=True,
        needs_insurance=True,
        review_months=6,
        documents=(DocumentKind.IDENTITY, DocumentKind.ADDRESS),
    ),
    ContractType.VOLUNTEERING: Terms(),
    ContractType.CIVIC_SERVICE: Terms(period_months=12, renewals=0, total_months=12),
    ContractType.VOLUNTEER_MEMBER: Terms(documents=()),
    ContractType.OTHER: Terms(is_paid=True, needs_insurance=True),
}


def may_become(current: ContractState, new: ContractState) -> bool:
    return new in TRANSITIONS[current]


class ClockProblem(Enum):
    """Why a period cannot be signed."""

    NO_RENEWAL_LEFT = "no_renewal_left"
    LONGER_THAN_A_PERIOD = "longer_than_a_period"
    OVERLAPS = "overlaps"
    BEYOND_TOTAL = "beyond_total"
    ENDLESS = "endless"


def effective_total(terms: Terms, local_months: int | None) -> int | None:
    """Contradiction X24: the smaller of the law's total and the KPA's own maximum."""
    known = [months for months in (terms.total_months, local_months) if months is not None]
    return min(known, default=None) if terms.total_months is not None else None


def problem_of_period(
    earlier: Iterable[Period], new: Period, terms: Terms, *, local_months: int | None = None
) -> ClockProblem | None:
    """The first reason to refuse `new` after the signed periods `earlier`; None when it holds.

    Each period counts once, however short: two renewals are two, even under 36 months. Days of gap between
    periods are not counted in the total.
    """
    done = sorted(earlier, key=lambda period: period.start)
    if new.end is None:
        return ClockProblem.ENDLESS if terms.period_months is not None else None
    if terms.renewals is not None and len(done) > terms.renewals:
        return ClockProblem.NO_RENEWAL_LEFT
    if any(period.overlaps(new) for period in done) or (done and new.start < done[-1].start):
        return ClockProblem.OVERLAPS
    if terms.period_months is not None and new.end > add_months(new.start, terms.period_months):
        return ClockProblem.LONGER_THAN_A_PERIOD
    total = effective_total(terms, local_months)
    if total is not None and _days([*done, new]) > _days_allowed([*done, new], total):
        return ClockProblem.BEYOND_TOTAL
    return None


def _days(periods: Iterable[Period]) -> int:
    return sum(period.days or 0 for period in periods)


def _days_allowed(periods: Sequence[Period], months: int) -> int:
    first = periods[0].start
    return (add_months(first, months) - first).days


def latest_end(
    earlier: Iterable[Period], start: date, terms: Terms, *, local_months: int | None = None
) -> date | None:
    """The last possible end (the first day without) of a period that starts on `start`.

    None: no limit. A day that is not after `start` says that nothing is left.
    """
    done = sorted(earlier, key=lambda period: period.start)
    ends = []
    if terms.period_months is not None:
        ends.append(add_months(start, terms.period_months))
    total = effective_total(terms, local_months)
    if total is not None:
        first = done[0].start if done else start
        left = (add_months(first, total) - first).days - _days(done)
        ends.append(start + timedelta(days=max(left, 0)))
    return min(ends, default=None)


def renewals_left(signed: Collection[Period], terms: Terms) -> int | None:
    """How many more periods may be signed after the first; None when the law sets no number."""
    return None if terms.renewals is None else max(0, terms.renewals - max(len(signed) - 1, 0))


def last_possible_end(
    signed: Collection[Period], terms: Terms, *, local_months: int | None = None
) -> date | None:
    """The first day that no renewal can reach any more: each one left is taken, as long as it may be.

    None: this type has no limit, or nothing is signed yet.
    """
    done = sorted(signed, key=lambda period: period.start)
    if terms.period_months is None or not done:
        return None
    for _renewal in range(renewals_left(done, terms) or 0):
        last = done[-1].end
        if last is None:
            return None
        latest = latest_end(done, last, terms, local_months=local_months)
        if latest is not None and latest > last:
            done.append(Period(last, latest))
    return done[-1].end


def reminder_due(end: date, today: date, sent: Collection[int]) -> int | None:
    """The mark (90, 60 or 30 days) to remind of today: the closest one reached, once; None otherwise.

    A mark missed because the machine slept is not sent late beside a closer one.
    """
    left = (end - today).days
    reached = [days for days in REMINDER_DAYS if 0 < left <= days]
    closest = min(reached, default=None)
    return None if closest is None or closest in sent else closest


def cesa_deadline(start: date, earlier: Iterable[Period]) -> date:
    """The day by which one must be an associate: three years, less the days with this CAE before it.

    Code du travail L7331-3. A day that is not after `start` says that nothing is left.
    """
    before = Period(date.min, start)
    apart = sum(gap.days or 0 for gap in gaps(earlier, within=before))
    return max(start, add_months(start, CESA_MONTHS) - timedelta(days=(before.days or 0) - apart))


def associate_reminder_due(deadline: date, today: date, sent: Collection[int]) -> int | None:
    """The mark (12, 6 or 3 months, CESA-02) to remind of today: the closest one reached, once; or None."""
    reached = [months for months in CESA_REMINDER_MONTHS if add_months(deadline, -months) <= today < deadline]
    closest = min(reached, default=None)
    return None if closest is None or closest in sent else closest


def review_is_due(terms: Terms, *, start: date, end: date | None, last: date | None, today: date) -> bool:
    """Whether to propose a talk about the contract itself. `last`: the latest talk, on any subject.

    CESA-07: two a year. A contract that is renewed in writing (CAPE-02): once the first mark before its end.
    """
    if terms.review_months is not None:
        return add_months(max(last or start, start), terms.review_months) <= today
    if terms.renewals is None or end is None:
        return False
    mark = end - timedelta(days=max(REMINDER_DAYS))
    return mark <= today and (last is None or last < mark)


def age_on(birth_date: date, day: date) -> int:
    """Whole years, in force on the birthday; someone born on 29 February has hers on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_minor(birth_date: date | None, day: date) -> bool:
    return birth_date is not None and age_on(birth_date, day) < ADULT_AGE


def parties(*, minor: bool) -> tuple[Party, ...]:
    """Who must sign: the person, the KPA and the carrier; her guardian too when she is under 18."""
    return tuple(party for party in Party if minor or party != Party.GUARDIAN)


def required_documents(type_: ContractType, *, minor: bool) -> tuple[DocumentKind, ...]:
    wanted = TERMS[type_].documents
    return (*wanted, DocumentKind.PARENTAL) if minor else wanted


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a contract. `code` is that of a compulsory content, or empty for another part."""

    code: str
    heading: str
    body: str = ""


def blocks_from(rows: Iterable[Mapping[str, str]]) -> tuple[Block, ...]:
    return tuple(Block(row.get("code", ""), row["heading"], row.get("body", "")) for row in rows)


def rows_of(blocks: Iterable[Block]) -> list[dict[str, str]]:
    return [{"code": block.code, "heading": block.heading, "body": block.body} for block in blocks]


def missing_blocks(blocks: Iterable[Block], terms: Terms) -> list[BlockCode]:
    """The compulsory contents that nobody has written; without them the contract is void."""
    if not terms.needs_blocks:
        return []
    written = {block.code for block in blocks if block.body.strip()}
    return [code for code in BlockCode if code not in written]


def content_hash(blocks: Iterable[Block], facts: Mapping[str, str]) -> str:
    """SHA-256 of the text and of the facts (names, dates, ceiling): what a signature is bound to."""
    text = json.dumps([rows_of(blocks), dict(facts)], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def name_matches(typed: str, name: str) -> bool:
    return bool(fold(typed)) and fold(typed) == fold(name)


def events_of_signature(rank: int) -> DeclarationEvent:
    return DeclarationEvent.RENEWAL if rank else DeclarationEvent.SIGNATURE


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What `obstacle_to_pay` asks of one contract. `signed`: periods signed by everyone."""

    state: ContractState
    is_paid: bool
    needs_insurance: bool
    signed: tuple[Period, ...]
    stopped_on: date | None
    insured: bool


def obstacle_to_pay(contracts: Sequence[ContractFacts], day: date) -> Obstacle | None:
    """Why nobody may pay this person for that day; None when one of her contracts allows it.

    The most helpful reason is that of the contract that comes closest.
    """
    found = [_obstacle(contract, day) for contract in contracts]
    if None in found:
        return None
    closest = [Obstacle.NOT_INSURED, Obstacle.UNPAID_CONTRACT, Obstacle.NOT_STARTED, Obstacle.NOT_SIGNED]
    closest += [Obstacle.OVER]
    return next((reason for reason in closest if reason in found), Obstacle.NO_CONTRACT)


def _obstacle(contract: ContractFacts, day: date) -> Obstacle | None:
    if contract.state not in SIGNED_STATES:
        return Obstacle.NOT_SIGNED if contract.state in BEFORE_SIGNATURE else Obstacle.NO_CONTRACT
    if not any(_covers(period, contract.stopped_on, day) for period in contract.signed):
        started = any(period.start <= day for period in contract.signed)
        return Obstacle.OVER if started else Obstacle.NOT_STARTED
    if not contract.is_paid:
        return Obstacle.UNPAID_CONTRACT
    return Obstacle.NOT_INSURED if contract.needs_insurance and not contract.insured else None


def _covers(period: Period, stopped_on: date | None, day: date) -> bool:
    return period.contains(day) and (stopped_on is None or day < stopped_on)


def last_day(period: Period) -> date | None:
    return None if period.end is None else period.end - DAY


def follow_each_other(periods: Iterable[Period]) -> bool:
    ordered = sorted(periods, key=lambda period: period.start)
    return not any(one.overlaps(two) for one, two in pairwise(ordered))
