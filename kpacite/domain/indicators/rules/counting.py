"""One pass over the rows: each person is read once and only counters are kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.definition import UNKNOWN, WITHIN, Among, Definition
from kpacite.domain.indicators.rules.facts import PersonPath
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import Known, people

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
    total = 0
    everyone = people(rows, frame)
    while batch := list(islice(everyone, BATCH)):
        total += len(batch)
        groups = {Among.EVERYONE: batch}
        for definition in definitions:
            _add(counters[definition.code], definition, _group(definition.among, groups))
    tables = {each.code: Table(each, dict(counters[each.code])) for each in definitions}
    return Counts(frame, total, tables)


def _group(among: Among, groups: dict[Among, list[Known]]) -> list[Known]:
    """Those of a thousand people who belong to it; `groups`: those that were looked for already."""
    found = groups.get(among)
    if found is None:
        found = groups[among] = list(filter(among.holds, _group(WITHIN.get(among, Among.EVERYONE), groups)))
    return found


def _add(counter: Counter[str], definition: Definition, inside: Sequence[Known]) -> None:
    """The answers of these people; whoever shares what decides the answer is asked once."""
    if definition.by is None:
        counter.update(map(definition.sort, inside))
        return
    keys = list(map(definition.by, inside))
    one_of = dict(zip(keys, inside, strict=True))
    for key, many in Counter(keys).items():
        counter[definition.sort(one_of[key])] += many
