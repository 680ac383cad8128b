"""What may be told to whom, so that no small group can be found again.

Three steps, in this order:

1. Classes that are always few are merged for everyone outside the coordination, whatever their numbers: a
   choice that does not depend on the figures says nothing about them.
2. Primary suppression: a class of 1 to k − 1 people is hidden. So is one that differs by 1 to k − 1 people
   from the same class of a bilan already published for the same or a neighbouring period or part.
3. Complementary suppression: in each table other classes are hidden too, the smallest first, until no hidden
   one can be computed from the total, nor be known to be small.

A class of nobody is told: it is about nobody. « On ne sait pas » is no attribute of anyone: it is never
hidden first, but may be hidden to protect another. What is hidden stays hidden in the releases that follow.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.counting import Counts, Table
from kpacite.domain.indicators.rules.definition import EVERYONE, REST, UNKNOWN, Definition
from kpacite.kernel.errors import DomainError

OTHER = "+"
"""The class « Autres départements »: those that are too few to stand alone."""

Cells = Mapping[str, int | None]


class TooClose(DomainError):
    """Two releases whose populations differ by a few people would show those few people."""

    code = "bilan.too_close"
    sentence = (
        "Un bilan déjà publié ne diffère de celui-ci que de quelques personnes. "
        "Les comparer les ferait reconnaître. Choisissez une autre période ou une autre partie du réseau."
    )


@dataclass(frozen=True, slots=True)
class Release:
    """What an audience reads. `cells`: for each table its classes, None where the number is hidden.

    `merged`: for each table without classes of its own, those that were put together under OTHER.
    """

    people: int | None
    cells: Mapping[str, Cells]
    merged: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def value(self, table: str, key: str) -> int | None:
        return self.cells.get(table, {}).get(key)

    def hidden(self, table: str) -> frozenset[str]:
        return frozenset(key for key, value in self.cells.get(table, {}).items() if value is None)


NOTHING = Release(None, {})


def release(
    counts: Counts,
    audience: Audience,
    *,
    others: Sequence[Release] = (),
    counterparts: Sequence[Release] = (),
) -> Release:
    """What `audience` may read of these counts.

    `others`: earlier releases of the same people or some of them; what they hide stays hidden.
    `counterparts`: what anybody can compute from earlier releases to set against this one. The earlier
    releases are among them. Raises `TooClose` when the number of people itself would tell.
    """
    if audience.tells_all:
        return _exact(counts)
    if any(_is_too_close(counts.people, known.people, audience) for known in counterparts):
        raise TooClose
    if not counts.people:
        # Of nobody there is nothing to hide, whatever other releases hide.
        return _exact(counts)
    if counts.people < audience.fewest:
        return Release(None, {code: dict.fromkeys(_full(table)) for code, table in counts.tables.items()})
    told: dict[str, Cells] = {}
    merged: dict[str, frozenset[str]] = {}
    for code, table in counts.tables.items():
        cells = _recoded(table, audience, others)
        if table.definition.by_rank:
            merged[code] = frozenset(table.counts) - frozenset(cells)
        hidden = _hidden(table.definition, cells, audience, others, counterparts)
        if not _base_is_told(table.definition, told) or 0 < table.base < audience.smallest_base:
            hidden = frozenset(cells)
        told[code] = {key: None if key in hidden else value for key, value in cells.items()}
    return Release(counts.people, told, merged)


def _is_too_close(people: int, known: int | None, audience: Audience) -> bool:
    return known is not None and 0 < abs(people - known) < audience.fewest


def _exact(counts: Counts) -> Release:
    return Release(counts.people, {code: _full(table) for code, table in counts.tables.items()})


def _full(table: Table) -> dict[str, int]:
    """Every class, those of nobody too."""
    keys = [each.code for each in table.definition.classes]
    return {key: table.counts.get(key, 0) for key in [*keys, *table.counts, REST, UNKNOWN]}


def _base_is_told(definition: Definition, told: Mapping[str, Cells]) -> bool:
    """The base of a table is a class of a table before it."""
    base = definition.among.base
    if base == EVERYONE:
        return True
    return any(cells.get(base) is not None for cells in told.values())


def _recoded(table: Table, audience: Audience, others: Sequence[Release]) -> dict[str, int]:
    if table.definition.by_rank:
        return _few_together(table, audience, others)
    cells = _full(table)
    for each in table.definition.classes:
        if each.merged_into:
            cells[each.merged_into] += cells.pop(each.code)
    return cells


def _few_together(table: Table, audience: Audience, others: Sequence[Release]) -> dict[str, int]:
    kept, few = {}, 0
    together = frozenset().union(*(other.merged.get(table.definition.code, ()) for other in others))
    for key, number in table.counts.items():
        if key != UNKNOWN and (number < audience.fewest or key in together):
            few += number
        else:
            kept[key] = number
    return kept | {OTHER: few, UNKNOWN: table.unknown}


def _hidden(
    definition: Definition,
    cells: Mapping[str, int],
    audience: Audience,
    others: Sequence[Release],
    counterparts: Sequence[Release],
) -> frozenset[str]:
    fewest = audience.fewest_of(sensitive=definition.is_sensitive)
    known = [each.cells[definition.code] for each in counterparts if definition.code in each.cells]
    hidden = {key for key, number in cells.items() if key != UNKNOWN and 0 < number < fewest}
    for against in known:
        hidden |= {key for key in cells if _differs_by_few(cells[key], against.get(key), fewest)}
    for other in others:
        hidden |= other.hidden(definition.code) & cells.keys()
    return frozenset(_completed(hidden, cells, known, fewest)) if hidden else frozenset()


def _differs_by_few(number: int, known: int | None, fewest: int) -> bool:
    return known is not None and 0 < abs(number - known) < fewest


def _completed(hidden: Set[str], cells: Mapping[str, int], known: Sequence[Cells], fewest: int) -> Set[str]:
    """Hide more, the smallest first, until the hidden ones protect each other; at worst all of them."""
    more = sorted(
        (key for key, number in cells.items() if number and key not in hidden), key=cells.__getitem__
    )
    hidden = set(hidden)
    while not _safe(hidden, cells, known, fewest):
        if not more:
            return set(cells)
        hidden.add(more.pop(0))
    return hidden


def _safe(hidden: Set[str], cells: Mapping[str, int], known: Iterable[Cells], fewest: int) -> bool:
    """For all that the total tells, any hidden class could hold k people or more; and so with its changes."""
    several = sum(1 for key in hidden if cells[key])
    if several < 2 or sum(cells[key] for key in hidden) - several + 1 < fewest:
        return False
    return all(_changes_safely(hidden, cells, against, fewest) for against in known)


def _changes_safely(hidden: Set[str], cells: Mapping[str, int], against: Cells, fewest: int) -> bool:
    """Hidden classes whose earlier numbers are known: together they changed by nobody, or by k people."""
    before = [against.get(key) for key in hidden]
    if any(value is None for value in before):
        return True
    change = abs(sum(cells[key] for key in hidden) - sum(value or 0 for value in before))
    return change == 0 or change >= fewest


def combined(*terms: tuple[int, Release]) -> Release:
    """What anybody computes from several releases: « the network, less its other KPAs »."""
    codes = frozenset.intersection(*(frozenset(each.cells) for _sign, each in terms))
    return Release(
        _sum([(sign, each.people) for sign, each in terms]),
        {code: _combined_cells([(sign, each.cells[code]) for sign, each in terms]) for code in codes},
    )


def _combined_cells(terms: Sequence[tuple[int, Cells]]) -> Cells:
    keys = frozenset().union(*(cells for _sign, cells in terms))
    # A class that a release does not name holds nobody there, except where small ones were put together.
    absent: dict[str, int | None] = dict.fromkeys(keys, None if OTHER in keys else 0)
    return {key: _sum([(sign, {**absent, **cells}[key]) for sign, cells in terms]) for key in keys}


def _sum(terms: Sequence[tuple[int, int | None]]) -> int | None:
    values = [None if value is None else sign * value for sign, value in terms]
    return None if None in values else sum(value for value in values if value is not None)


def clashes(
    told: Release, definitions: Iterable[Definition], audience: Audience, known: Iterable[Release]
) -> bool:
    """Whether a release that was made before these others would tell a few people beside them."""
    return any(
        _clash(told.people, other.people, audience.fewest)
        or any(
            _clash(value, other.value(each.code, key), audience.fewest_of(sensitive=each.is_sensitive))
            for each in definitions
            for key, value in told.cells.get(each.code, {}).items()
        )
        for other in known
    )


def _clash(number: int | None, known: int | None, fewest: int) -> bool:
    return number is not None and _differs_by_few(number, known, fewest)
