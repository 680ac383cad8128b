"""One pass over the rows: each person is read once and only counters are kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.definition import UNKNOWN, Definition
from kpacite.domain.indicators.rules.facts import PersonPath
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import people

BATCH = 1_000


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
    """`rows` come person by person. The memory needed does not grow with their number.

    People are counted by the thousand, each question in one go: the same sums as one by one, sooner.
    """
    counters: dict[str, Counter[str]] = {definition.code: Counter() for definition in definitions}
    asked = [
        (among.holds, [(each.sort, counters[each.code]) for each in group])
        for among, group in groupby(sorted(definitions, key=_among), key=lambda each: each.among)
    ]
    total = 0
    everyone = people(rows, frame)
    while batch := list(islice(everyone, BATCH)):
        total += len(batch)
        for holds, questions in asked:
            inside = [one for one in batch if holds(one)]
            for sort, counter in questions:
                counter.update(map(sort, inside))
    tables = {each.code: Table(each, dict(counters[each.code])) for each in definitions}
    return Counts(frame, total, tables)


def _among(definition: Definition) -> str:
    return definition.among.name
