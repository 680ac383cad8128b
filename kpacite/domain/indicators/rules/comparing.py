"""Two bilans side by side: the same question, two periods or two parts of the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kpacite.domain.indicators.rules.catalogue import BY_CODE
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.definition import words_for
from kpacite.domain.indicators.rules.figures import PEOPLE, Line

OWN_TITLES = {PEOPLE: "Les personnes", "D": "Nos calculs sur les sorties"}


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """`points`: how many points of percentage the other is above this one; None when one is not known."""

    label: str
    here: Line | None
    there: Line | None

    @property
    def points(self) -> int | None:
        if self.here is None or self.there is None:
            return None
        here, there = self.here.percent, self.there.percent
        return None if here is None or there is None else there - here

    @property
    def more(self) -> int | None:
        if self.here is None or self.there is None:
            return None
        here, there = self.here.count, self.there.count
        return None if here is None or there is None else there - here


@dataclass(frozen=True, slots=True)
class ComparedTable:
    title: str
    rows: list[ComparedRow]


def compared(here: Bilan, there: Bilan) -> list[ComparedTable]:
    """Lines meet by their class, whatever their rank: a département keeps its row."""
    other = {(line.table, line.key): line for line in there.lines}
    words = words_for(here.frame)
    tables = []
    for code, lines in groupby(here.lines, key=lambda line: line.table):
        definition = BY_CODE.get(code)
        title = definition.label.format(**words) if definition else OWN_TITLES[code]
        rows = [ComparedRow(line.label, line, other.pop((code, line.key), None)) for line in lines]
        rows.extend(_only_there(code, other))
        tables.append(ComparedTable(title, rows))
    return tables


def _only_there(code: str, other: dict[tuple[str, str], Line]) -> Iterator[ComparedRow]:
    for key in [key for key in other if key[0] == code]:
        line = other.pop(key)
        yield ComparedRow(line.label, None, line)
