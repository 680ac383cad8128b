"""Time given: bounds of a day, months, what is still due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kpacite.kernel.period import Period

DAY_MINUTES = 24 * 60
NORMAL_COEFFICIENT = 100
"""Hundredths: an ordinary task counts once."""
MOST_COEFFICIENT = 1_000
MINUTES_IN_AN_HOUR = 60
SECONDS_IN_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Due:
    """Minutes done, promised for days to come and asked by the charter in a month; without target, 0."""

    done: int
    confirmed: int
    target: int
    planned: int = 0

    @property
    def left(self) -> int:
        return max(self.target - self.done, 0)

    @property
    def to_find(self) -> int:
        """What nothing in the agenda covers yet."""
        return max(self.left - self.planned, 0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes with their coefficient, in hundredths."""

    minutes: int
    coefficient: int = NORMAL_COEFFICIENT


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period.month(day.year, day.month)


def room_left(noted: int) -> int:
    """How many minutes the day still holds."""
    return max(DAY_MINUTES - noted, 0)


def fits_in_the_day(noted: int, more: int) -> bool:
    return 0 < more <= DAY_MINUTES - noted


def planned_minutes(shifts: Iterable[tuple[datetime, datetime]]) -> int:
    """Whole minutes of shifts from when to when."""
    return sum(int((end - start).total_seconds()) // SECONDS_IN_A_MINUTE for start, end in shifts)


def target_minutes(hours: int) -> int:
    return hours * MINUTES_IN_AN_HOUR


def told_times(hundredths: int) -> str:
    """« 1,5 » for 150: how many times an hour counts."""
    whole, rest = divmod(hundredths, NORMAL_COEFFICIENT)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def weighted(stretches: Iterable[Stretch]) -> int:
    """Minutes × coefficient, in hundredths of a minute: a whole number, rounded nowhere."""
    return sum(stretch.minutes * stretch.coefficient for stretch in stretches)
