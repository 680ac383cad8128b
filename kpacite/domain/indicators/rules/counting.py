"""One pass over the rows: each person is read once and only counters are kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.definition import UNKNOWN, Definition
from kpacite.domain.indicators.rules.facts import PersonPath
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import people


@dataclass(frozen=True, slots=True)
class Table:
    """How many people each class of one definition holds. `base`: their sum, the denominator."""

    definition: Definition
    counts: Mapping[str, int]

    @property
    def base(self) -> int:
        return sum(self.counts.values())

    @property
    def unknown(self) -> int:
        return self.counts.get(UNKNOWN, 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that was counted for one frame: exact, for whoever may know."""

    frame: Frame
    people: int
    tables: Mapping[str, Table]

    def of(self, code: str) -> int:
        """How many people a printed class holds; its code is that of no two tables."""
        return next((table.counts[code] for table in self.tables.values() if code in table.counts), 0)


def count(
    rows: Iterable[PersonPath], frame: Frame, definitions: Sequence[Definition] = DEFINITIONS
) -> Counts:
    """`rows` come person by person. The memory needed does not grow with their number."""
    counters: dict[str, Counter[str]] = {definition.code: Counter() for definition in definitions}
    asked = [
        (among.holds, [(each.sort, counters[each.code]) for each in group])
        for among, group in groupby(sorted(definitions, key=_among), key=lambda each: each.among)
    ]
    total = 0
    for one in people(rows, frame):
        total += 1
        for holds, questions in asked:
            if holds(one):
                for sort, counter in questions:
                    counter[sort(one)] += 1
    tables = {each.code: Table(each, dict(counters[each.code])) for each in definitions}
    return Counts(frame, total, tables)


def _among(definition: Definition) -> str:
    return definition.among.name
