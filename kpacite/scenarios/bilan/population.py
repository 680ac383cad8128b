"""267 invented people whose bilan prints exactly the published figures of document 003.

The printed percentages leave a choice of whole numbers; this is one of them, and nobody in it exists. Each
fact is dealt out on its own with a fixed seed, so that the same people come out every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Referral,
    Situation,
)
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.kernel.period import add_months

T = TypeVar("T")
Deal = Sequence[tuple[T, int]]

FIRST, LAST = date(2022, 3, 1), date(2023, 12, 31)
FRAME = Frame(FIRST, LAST)
PEOPLE, PRESENT, EXITED = 267, 169, 98

GENDERS: Deal[Gender | None] = ((Gender.WOMAN, 195), (Gender.MAN, 70), (Gender.OTHER, 1), (None, 1))
AGES: Deal[tuple[int, int]] = (((16, 24), 60), ((25, 39), 91), ((40, 54), 94), ((55, 62), 22))
DEPARTMENTS: Deal[str] = (("59", 214), ("17", 27), ("37", 19), ("62", 7))
QPV: Deal[bool | None] = ((True, 187), (False, 62), (None, 18))
SINGLE_PARENTS: Deal[bool | None] = ((True, 45), (False, 196), (None, 26))
PROTECTED: Deal[bool | None] = ((True, 5), (False, 236), (None, 26))
DISABLED: Deal[bool | None] = ((True, 24), (False, 221), (None, 22))
EDUCATION: Deal[Education | None] = (
    (Education.BELOW, 51),
    (Education.VOCATIONAL, 61),
    (Education.BAC, 45),
    (Education.BAC_2_4, 29),
    (Education.BAC_5, 8),
    (None, 73),
)
# Months of registration before entry. Of the others but 18, nobody knows.
REGISTERED: Deal[tuple[int, int]] = (
    ((0, 5), 24),
    ((6, 12), 8),
    ((13, 24), 11),
    ((25, 60), 18),
    ((61, 120), 11),
)
REGISTERED_ON_THE_WAY = 18
REFERRALS: Deal[Referral | None] = ((Referral.MISSION_LOCALE, 13), (Referral.OTHER, 204), (None, 50))
PLANNED: Deal[tuple[int, int]] = (((3, 11), 16), ((12, 12), 91), ((13, 23), 36), ((24, 24), 124))
STAYS: Deal[tuple[int, int]] = (((0, 5), 32), ((6, 12), 58), ((13, 20), 78), ((26, 26), 1))
STAYED: Deal[tuple[int, int]] = (((1, 5), 34), ((6, 12), 40), ((13, 20), 24))
EXITS: Deal[tuple[Situation | None, Contract | None, bool | None]] = (
    ((Situation.EMPLOYMENT, Contract.PERMANENT, None), 29),
    ((Situation.EMPLOYMENT, Contract.FIXED_LONG, None), 8),
    ((Situation.EMPLOYMENT, Contract.FIXED_SHORT, None), 9),
    ((Situation.EMPLOYMENT, Contract.TEMPORARY, None), 3),
    ((Situation.TRAINING, None, True), 9),
    ((Situation.TRAINING, None, False), 6),
    ((Situation.BUSINESS, None, None), 8),
    ((Situation.OTHER_SCHEME, None, None), 2),
    ((Situation.NOTHING, None, None), 3),
    ((Situation.CIVIC_SERVICE, None, None), 1),
    ((None, None, None), 20),
)


@dataclass(slots=True)
class _Stay:
    start: date
    end: date | None
    months: int
    exit: tuple[Situation | None, Contract | None, bool | None] | None


class _Deck:
    """A seeded shuffle for each fact."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - invented people, no secret

    def deal(self, deal: "Deal[T]", many: int = PEOPLE) -> list[T]:
        cards = [value for value, count in deal for _ in range(count)]
        if len(cards) != many:
            raise ValueError(f"{len(cards)} facts for {many} people")
        self.random.shuffle(cards)
        return cards

    def within(self, bounds: tuple[int, int]) -> int:
        return self.random.randint(*bounds)


def population(seed: int = 2023) -> list[PersonPath]:
    """One path for each of the 267 people, in the order of their number."""
    deck = _Deck(seed)
    stays = [*_present(deck), *_exited(deck)]
    deck.random.shuffle(stays)
    facts = zip(
        deck.deal(GENDERS),
        deck.deal(AGES),
        deck.deal(DEPARTMENTS),
        deck.deal(QPV),
        deck.deal(SINGLE_PARENTS),
        deck.deal(PROTECTED),
        deck.deal(DISABLED),
        deck.deal(EDUCATION),
        deck.deal(REFERRALS),
        deck.deal(PLANNED),
        _registrations(deck, stays),
        strict=True,
    )
    rows = []
    for number, (stay, row) in enumerate(zip(stays, facts, strict=True), start=1):
        gender, ages, department, qpv, single, protected, disabled, education, referral, planned, known = row
        registered, registered_on = known
        rows.append(
            PersonPath(
                person=number,
                start=stay.start,
                end=stay.end,
                planned_end=add_months(stay.start, deck.within(planned)),
                birth=_birth(deck, stay.start, ages),
                gender=gender,
                department=department,
                qpv_2015=qpv,
                single_parent=single,
                protection=protected,
                disabled=disabled,
                education=education,
                registered_at_entry=registered,
                registered_on=registered_on,
                referral=referral,
                exits=_exit_facts(stay),
            )
        )
    return rows


def _present(deck: _Deck) -> list[_Stay]:
    stays = []
    for bounds in deck.deal(STAYS, PRESENT):
        months = deck.within(bounds)
        start = add_months(LAST, -months) - timedelta(days=deck.within((0, 20)))
        # Still there at the end of 2023, all gone since: they are nobody's present members.
        end = date(2024, 1, 15) + timedelta(days=deck.within((0, 220)))
        stays.append(_Stay(start, end, months, None))
    return stays


def _exited(deck: _Deck) -> list[_Stay]:
    """Begun within the period, ended within it."""
    exits = deck.deal(EXITS, EXITED)
    stays = []
    for bounds, what in zip(deck.deal(STAYED, EXITED), exits, strict=True):
        months = deck.within(bounds)
        latest = (add_months(LAST, -months) - FIRST).days - 25
        start = FIRST + timedelta(days=deck.within((0, latest)))
        end = add_months(start, months) + timedelta(days=deck.within((0, 20)))
        stays.append(_Stay(start, end, months, what))
    return stays


def _birth(deck: _Deck, start: date, ages: tuple[int, int]) -> date:
    birthday = add_months(start, -12 * deck.within(ages))
    return birthday - timedelta(days=deck.within((1, 300)))


def _registrations(deck: _Deck, stays: Sequence[_Stay]) -> list[tuple[bool | None, date | None]]:
    """For each person whether she was registered at entry, and since when: a date is all that files have."""
    order = list(range(PEOPLE))
    deck.random.shuffle(order)
    # Somebody who registers on the way has been there for some time.
    order.sort(key=lambda rank: stays[rank].months < 3)
    found: list[tuple[bool | None, date | None]] = [(None, None)] * PEOPLE
    on_the_way, others = order[:REGISTERED_ON_THE_WAY], order[REGISTERED_ON_THE_WAY:]
    deck.random.shuffle(others)
    for rank in on_the_way:
        found[rank] = (False, add_months(stays[rank].start, deck.within((1, 2))))
    bounds = deck.deal(REGISTERED, 72)
    for rank, months in zip(others, bounds, strict=False):
        since = add_months(stays[rank].start, -deck.within(months)) - timedelta(days=deck.within((0, 20)))
        found[rank] = (True, since)
    return found


def _exit_facts(stay: _Stay) -> tuple[ExitFact, ...]:
    if stay.exit is None or stay.end is None:
        return ()
    situation, contract, certifying = stay.exit
    return (ExitFact(stay.end, situation, contract, certifying),)
