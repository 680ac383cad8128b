"""One person as the bilan sees her on its last day: her last path, and how long it lasted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter

from kpacite.domain.indicators.rules.facts import ExitFact, PersonPath
from kpacite.domain.indicators.rules.frame import QPV_2024_SINCE, AgeOn, Frame
from kpacite.kernel.period import completed_months

MONTHS_IN_A_YEAR = 12
PRESENT = True
PERSON = itemgetter(PersonPath._fields.index("person"))
OBSERVED_ON = attrgetter("observed_on")


@dataclass(slots=True)
class Known:
    """`path`: the last one that touches the period. `months`: completed, up to the exit or the last day.

    `last_exit`: what is known of the situation after the exit; None when she is present or nobody knows.
    """

    path: PersonPath
    frame: Frame
    present: bool
    months: int
    last_exit: ExitFact | None

    @property
    def age(self) -> int | None:
        """In completed years, at entry or on the last day."""
        if self.path.birth is None:
            return None
        day = self.path.start if self.frame.age_on is AgeOn.ENTRY else self.frame.last
        return None if day < self.path.birth else completed_years(self.path.birth, day)

    @property
    def qpv(self) -> bool | None:
        """By the priority areas in force at entry."""
        return self.path.qpv_2015 if self.path.start < QPV_2024_SINCE else self.path.qpv_2024


def completed_years(birth: date, day: date) -> int:
    """Someone born on 29 February is a year older on 28 February of a common year, as delays are counted."""
    if day.month != birth.month:  # As months are counted, without counting them.
        return day.year - birth.year - (day.month < birth.month)
    return completed_months(birth, day) // MONTHS_IN_A_YEAR


def touches(path: PersonPath, frame: Frame) -> bool:
    """Whether it has a day within the period."""
    return path.start <= frame.last and (path.end is None or path.end >= frame.first)


def people(rows: Iterable[PersonPath], frame: Frame) -> Iterator[Known]:
    """Each person of the period once. `rows` come person by person; nothing is kept from one to the next."""
    for _person, paths in groupby(rows, key=PERSON):
        known = describe(paths, frame)
        if known is not None:
            yield known


def describe(paths: Iterable[PersonPath], frame: Frame) -> Known | None:
    """None when none of her paths touches the period."""
    first, until = frame.first, frame.last
    last = None
    for path in paths:
        # As `touches`, without a call: this is asked of every path of the network.
        inside = path.start <= until and (path.end is None or path.end >= first)
        if inside and (last is None or _lateness(path) > _lateness(last)):
            last = path
    if last is None:
        return None
    if last.end is None or last.end > until:
        return Known(last, frame, PRESENT, completed_months(last.start, until), None)
    seen = [fact for fact in last.exits if fact.observed_on <= until]
    news = max(seen, key=OBSERVED_ON) if len(seen) > 1 else seen[0] if seen else None
    return Known(last, frame, not PRESENT, completed_months(last.start, last.end), news)


def _lateness(path: PersonPath) -> tuple[date, date]:
    """A path that is still running comes last; else the one that ended last."""
    return (path.end or date.max, path.start)
