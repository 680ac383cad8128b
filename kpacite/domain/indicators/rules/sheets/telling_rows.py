"""A number that was told, or is asked for, by its name: the same question has the same key for ever."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpacite.domain.indicators.enums import Counted, TellingPart
from kpacite.domain.indicators.rules.audience import SMALLEST_BASE, K
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.rules.sheets.conditions import EVERYTHING, to_json
from kpacite.domain.indicators.rules.sheets.evaluating import holds
from kpacite.domain.indicators.rules.sheets.facts import Fact, unit_of, who_of
from kpacite.domain.indicators.rules.sheets.results import FEWEST_CLIENTS, Asked, LineResult, weight
from kpacite.domain.indicators.rules.sheets.telling import Unit, tellable
from kpacite.domain.indicators.rules.sheets.vocabulary import fields_of

SYSTEMS = {
    Counted.PERSONS: (Counted.PERSONS, Counted.PATHS),
    Counted.PATHS: (Counted.PERSONS, Counted.PATHS),
    Counted.HOURS: (Counted.HOURS,),
    Counted.AMOUNTS: (Counted.AMOUNTS,),
}
"""Numbers that can be set against each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number: a line, or all it is counted among, over one part of the network."""

    asked: Asked
    scope: Scope
    part: TellingPart = TellingPart.HELD

    @property
    def whole(self) -> "Row":
        """The denominator."""
        return Row(Asked(self.asked.counted, EVERYTHING, self.asked.frame), self.scope)

    @property
    def unknown(self) -> "Row":
        return Row(self.asked, self.scope, TellingPart.UNKNOWN)

    @property
    def key(self) -> str:
        frame = self.asked.frame
        told = [
            self.asked.counted.value,
            to_json(self.asked.condition),
            [frame.first.isoformat(), frame.last.isoformat()],
            [self.scope.kind.value, self.scope.slug],
            self.part.value,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def counts(self, fact: Fact) -> bool:
        answer = holds(self.asked.condition, fact, fields_of(self.asked.counted), self.asked.frame)
        return answer is None if self.part is TellingPart.UNKNOWN else answer is True


def fewest_of(counted: Counted) -> int:
    return FEWEST_CLIENTS if counted is Counted.AMOUNTS else K


@dataclass(frozen=True, slots=True)
class Found:
    """The units of a system and what each row adds up to; rows by their rank."""

    units: Sequence[Unit]
    sums: Sequence[int]
    whos: Sequence[int]


def found_in(rows: Sequence[Row], facts: Mapping[int, Iterable[Fact]]) -> Found:
    """`facts`: for each rank of a row, those of its period and part. Units are told apart by all rows."""
    counts: dict[int, list[int]] = {}
    owners: dict[int, int] = {}
    sums = [0] * len(rows)
    whos: list[set[int]] = [set() for _row in rows]
    for rank, row in enumerate(rows):
        for fact in facts[rank]:
            if row.counts(fact):
                unit = unit_of(fact)
                owners[unit] = who_of(fact)
                counts.setdefault(unit, [0] * len(rows))[rank] += 1
                sums[rank] += weight(fact)
                whos[rank].add(owners[unit])
    units = [Unit(owners[unit], tuple(each)) for unit, each in counts.items()]
    return Found(units, sums, [len(each) for each in whos])


def told_of(rows: Sequence[Row], known: Sequence[int], asked: Sequence[int], found: Found) -> frozenset[int]:
    """Which rows asked may be told: lines of a base of 1 to 29 people are not, whatever they count."""
    counted = rows[asked[0]].asked.counted if asked else Counted.PERSONS
    fewest = fewest_of(counted)
    bases = {row.key: found.whos[rank] for rank, row in enumerate(rows)}
    wanted = [rank for rank in asked if rows[rank] == rows[rank].whole or _is_large(rows[rank], bases)]
    return tellable(found.units, known, wanted, fewest)


def _is_large(row: Row, bases: Mapping[str, int]) -> bool:
    """Or of nobody: a line out of nought is nought, and everybody knows it."""
    if row.asked.counted is Counted.AMOUNTS:
        return True
    base = bases.get(row.whole.key, 0)
    return base == 0 or base >= SMALLEST_BASE


def shown(row: Row, numbers: Mapping[str, int]) -> LineResult:
    """A line as this reader sees it: nothing without its denominator."""
    whole = numbers.get(row.whole.key)
    return LineResult(
        counted=row.asked.counted,
        held=None if whole is None else numbers.get(row.key),
        unknown=None if whole is None else numbers.get(row.unknown.key),
        whole=whole,
    )


def still(told: int, now: int, counted: Counted) -> int:
    """A number that was told stays as it was, until so many people changed that they are no small group.

    Hours and amounts never move again: the difference would be what one person wrote late.
    """
    if counted in (Counted.HOURS, Counted.AMOUNTS):
        return told
    return now if abs(now - told) >= K else told
