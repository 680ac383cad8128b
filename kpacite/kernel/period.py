"""Half-open periods of dates, and months counted as the law counts them.

A delay in months ends on the same day of the month as it began, or on the last day of a month that has no
such day (code de procédure civile, article 641). From 31 January, one month is completed on 28 February, or
on the 29th of a leap year.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from .errors import DomainError

DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
SHORTEST_MONTH = 28


class InvalidPeriod(DomainError):
    """The period would end before it has begun."""

    code = "period.invalid"
    sentence = "La date de fin doit venir après la date de début."


def add_months(day: date, months: int) -> date:
    """Move to the same day `months` later (earlier if negative), or to the last day of a shorter month."""
    years, month0 = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def completed_months(start: date, end: date) -> int:
    """Count the whole months lived from `start` to `end`: the last one counts on its anniversary day.

    Raises `InvalidPeriod` when `end` comes before `start`.
    """
    if end < start:
        raise InvalidPeriod
    months = (end.year - start.year) * MONTHS_IN_A_YEAR + end.month - start.month
    if end.day >= start.day:
        return months
    # The anniversary is the last day of a month that has no such day; no month ends before its 28th.
    reached = end.day >= SHORTEST_MONTH and end.day == monthrange(end.year, end.month)[1]
    return months if reached else months - 1


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, and not including, `end`; no `end` means it is still running.

    A period has one day at least; otherwise `InvalidPeriod`.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InvalidPeriod

    @classmethod
    def including(cls, first: date, last: date) -> Self:
        """Build it from two days that both belong to it, as people write them."""
        if last < first:
            raise InvalidPeriod
        return cls(first, last + DAY)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One calendar month."""
        first = date(year, month, 1)
        return cls(first, add_months(first, 1))

    @property
    def last_day(self) -> date | None:
        """The last day inside, to be shown to people; None while it is running."""
        return None if self.end is None else self.end - DAY

    @property
    def days(self) -> int | None:
        """How many days it holds; None while it is running."""
        return None if self.end is None else (self.end - self.start).days

    def contains(self, day: date) -> bool:
        """Whether the day falls inside."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Self) -> bool:
        """Whether they share a day; two periods that only touch do not."""
        return self.intersection(other) is not None

    def intersection(self, other: Self) -> Self | None:
        """The days they share, or None."""
        start = max(self.start, other.start)
        end = min((end for end in (self.end, other.end) if end is not None), default=None)
        return None if end is not None and end <= start else type(self)(start, end)

    def months(self) -> Iterator[Self]:
        """The whole calendar months it touches, in order; without end when the period has none."""
        first = self.start.replace(day=1)
        while self.end is None or first < self.end:
            yield self.month(first.year, first.month)
            first = add_months(first, 1)


def gaps(periods: Iterable[Period], *, within: Period) -> list[Period]:
    """The stretches of `within` that no period covers, in order. The periods may overlap, in any order."""
    holes: list[Period] = []
    free_from: date | None = within.start
    for period in sorted(periods, key=lambda each: each.start):
        covered = period.intersection(within)
        if covered is None or free_from is None:
            continue
        if free_from < covered.start:
            holes.append(Period(free_from, covered.start))
        free_from = None if covered.end is None else max(free_from, covered.end)
    if free_from is not None and free_from != within.end:
        holes.append(Period(free_from, within.end))
    return holes


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Two periods that share a day, or None when each follows the other."""
    in_order = sorted(periods, key=lambda each: each.start)
    return next(((one, two) for one, two in pairwise(in_order) if one.overlaps(two)), None)
