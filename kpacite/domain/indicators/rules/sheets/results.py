"""What a line of a sheet says: a number, out of how many, and of how many nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.figures import percent
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.sheets.conditions import Group
from kpacite.domain.indicators.rules.sheets.evaluating import holds
from kpacite.domain.indicators.rules.sheets.facts import AmountFact, Fact, HoursFact
from kpacite.domain.indicators.rules.sheets.vocabulary import fields_of

FEWEST_CLIENTS = 3
"""Insee's rule for businesses: a sum of one or two gives their amounts away (legal.md, GDPR-11)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line to count. `frame` gives its dates their meaning."""

    counted: Counted
    condition: Group
    frame: Frame


@dataclass(slots=True)
class Tally:
    """`held`: people, paths, minutes or cents for which the condition holds; `unknown`: nobody knows."""

    held: int = 0
    unknown: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """None: not told to this reader. Minutes for hours, cents for amounts."""

    counted: Counted
    held: int | None
    unknown: int | None
    whole: int | None

    @property
    def percent(self) -> int | None:
        """Half up; a share of amounts may be negative when credit notes weigh more."""
        return percent(self.held, self.whole)

    @property
    def is_hidden(self) -> bool:
        return self.held is None


def weight(fact: Fact) -> int:
    """What a fact adds to a number."""
    if isinstance(fact, HoursFact):
        return fact.minutes
    return fact.cents if isinstance(fact, AmountFact) else 1


def tally(asked: Asked, facts: Iterable[Fact]) -> Tally:
    """One pass; the facts are those of the line's period and part of the network."""
    fields = fields_of(asked.counted)
    result = Tally()
    for fact in facts:
        added = weight(fact)
        answer = holds(asked.condition, fact, fields, asked.frame)
        result.whole += added
        if answer is None:
            result.unknown += added
        elif answer:
            result.held += added
    return result


def exact(asked: Asked, found: Tally) -> LineResult:
    return LineResult(counted=asked.counted, held=found.held, unknown=found.unknown, whole=found.whole)


def evolution(here: LineResult, there: LineResult) -> tuple[int | None, int | None]:
    """How much more the other side has: in numbers, and in points of percentage."""
    more = None if here.held is None or there.held is None else there.held - here.held
    points = None if here.percent is None or there.percent is None else there.percent - here.percent
    return more, points
