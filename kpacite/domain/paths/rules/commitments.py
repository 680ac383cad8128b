"""What a charter asks of a person in a month, counted in days of presence; and what she has in advance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpacite.kernel.period import Period, add_months, gaps

MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class MonthOfHours:
    """Minutes of one month: asked for the days she was there, and done."""

    month: Period
    asked: int
    done: int


def days_present(month: Period, stay: Period, away: Iterable[Period]) -> int:
    """Days of the month inside her stay, without pauses and exemptions (which may overlap)."""
    inside = stay.intersection(month)
    if inside is None:
        return 0
    return sum(gap.days or 0 for gap in gaps(away, within=inside))


def minutes_asked(full_minutes: int, month: Period, stay: Period, away: Iterable[Period]) -> int:
    """Pro rata by days, in the month of entry, of exit and in pauses (Q12). No part of a minute."""
    return full_minutes * days_present(month, stay, away) // (month.days or 1)


def saved_before(months: Sequence[MonthOfHours]) -> int:
    """Minutes given beyond what was asked, month after month. What was missing in a month is not a debt."""
    saved = 0
    for month in months:
        saved = max(0, saved + month.done - month.asked)
    return saved


def left_to_give(asked: int, done: int, saved: int) -> int:
    """What remains this month once savings are used."""
    return max(0, asked - done - saved)


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day."""
    first = date(day.year, day.month - (day.month - 1) % MONTHS_IN_A_QUARTER, 1)
    return Period(first, add_months(first, MONTHS_IN_A_QUARTER))


def trainings_asked(per_quarter: int, quarter: Period, stay: Period, away: Iterable[Period]) -> int:
    """The whole number for who was there at least half of the quarter; nothing before."""
    here = days_present(quarter, stay, away)
    return per_quarter if 2 * here >= (quarter.days or 0) else 0
