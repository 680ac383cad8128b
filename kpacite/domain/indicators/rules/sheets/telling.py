"""Which numbers may be told to somebody who has no right on the files, however she sets them side by side.

Every number told is a sum over people: « under 26 » adds 1 for each person under 26. Whoever reads several
numbers may add and subtract them. What she can find is what the row space of these sums holds. A group is
given away when a sum that she can make counts people of that group only, and they are fewer than `fewest`.

So a number is told only if, with all that was told before (whatever the sheet, the period, the part of the
network), no such sum exists. `Unit`s are people for persons and paths, entries for hours, invoices for
amounts; `who` is whom each speaks of. It is supposed that the reader knows which combinations of answers
exist: real readers know less, so that more is hidden than needed, never less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kpacite.domain.indicators.rules.sheets.space import PRIME, Space, Vector

MOST_ROWS = 150
"""Independent numbers that one system may hold: beyond it, nothing new is told."""
TIMES = ((250, (1, 2, 3)), (500, (1, 2)), (800, (1,)))
"""With so many small cells, each is counted so many times when they are tried against each other; with more
of them nothing new is told.
"""
MOST_TRIES = 2_000
MOST_TIMES = 9
"""A combination that counts something more often than this is not a count of anybody."""


class Unit(NamedTuple):
    """`counts`: how many times each row counts it."""

    who: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The units that every row counts alike, and whom they speak of."""

    counts: tuple[int, ...]
    who: frozenset[int]


def cells_of(units: Iterable[Unit], rows: Sequence[int]) -> list[Cell]:
    """Units told apart by these rows only; those that no row counts are told by nothing."""
    groups: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for unit in units:
        groups[tuple(unit.counts[row] for row in rows)].add(unit.who)
    return [Cell(counts, frozenset(who)) for counts, who in groups.items() if any(counts)]


def tellable(units: Sequence[Unit], told: Sequence[int], asked: Sequence[int], fewest: int) -> frozenset[int]:
    """Which of the rows asked may be told after those that were, in the order asked.

    A row that counts nobody tells nobody: it is always told.
    """
    empty = frozenset(row for row in asked if not any(unit.counts[row] for unit in units))
    wanted = [row for row in dict.fromkeys(asked) if row not in empty and row not in set(told)]
    order = [*told, *wanted]
    cells = cells_of(units, order)
    space = Space(len(cells))
    columns = {row: [cell.counts[rank] for cell in cells] for rank, row in enumerate(order)}
    for row in told:
        space = space.with_(columns[row])
    open_rows = set(told)
    whole = space
    for row in wanted:
        whole = whole.with_(columns[row])
    if whole.rank <= MOST_ROWS and not gives_away(whole, cells, fewest):
        return empty | frozenset(asked)
    for row in wanted:
        grown = space.with_(columns[row])
        if grown is space or (grown.rank <= MOST_ROWS and not gives_away(grown, cells, fewest)):
            space = grown
            open_rows.add(row)
    return empty | (frozenset(open_rows) & frozenset(asked))


def gives_away(space: Space, cells: Sequence[Cell], fewest: int) -> bool:
    """Whether sums and differences count one to `fewest` − 1 people, and nobody else."""
    small = [rank for rank, cell in enumerate(cells) if len(cell.who) < fewest]
    if not small:
        return False
    if sum(len(cell.who) for cell in cells) == len(frozenset().union(*(cell.who for cell in cells))):
        return _people_found(space, cells, small, fewest)
    return _entries_found(space, cells, small, fewest)


# People: each is in one cell, so that few people are few cells.

Some = tuple[int, int, int]
"""Of a cell counted once or more: its number, its people, its rank."""


def _people_found(space: Space, cells: Sequence[Cell], small: Sequence[int], fewest: int) -> bool:
    """One to four cells whose fingerprints add up to zero."""
    times = next((times for most, times in TIMES if len(small) <= most), None)
    if times is None:
        return True
    marks = space.fingerprint()
    ones = [(marks[rank] * many % PRIME, len(cells[rank].who), rank) for rank in small for many in times]
    pairs: dict[int, list[tuple[int, int, int]]] = {}
    for number, people, rank in ones:
        if not number:
            return True
        pairs.setdefault(number, []).append((people, rank, rank))
    return any(_meets(two, pairs, fewest) for two in _pairs(ones, fewest))


def _pairs(ones: Sequence[Some], fewest: int) -> Iterator[tuple[int, int, int, int]]:
    for place, (number, people, rank) in enumerate(ones):
        for other_number, other_people, other in ones[place + 1 :]:
            if people + other_people < fewest and rank != other:
                yield (number + other_number) % PRIME, people + other_people, rank, other


def _meets(two: tuple[int, int, int, int], known: dict[int, list[tuple[int, int, int]]], fewest: int) -> bool:
    """Whether these two make zero, alone or with one or two other cells; they are known from then on."""
    number, people, one, other = two
    if not number:
        return True
    for more, third, fourth in known.get(PRIME - number, ()):
        if people + more < fewest and third not in (one, other) and fourth not in (one, other):
            return True
    known.setdefault(number, []).append((people, one, other))
    return False


# Hours and invoices: somebody is in many cells, so that few people may be many cells.


def _entries_found(space: Space, cells: Sequence[Cell], small: Sequence[int], fewest: int) -> bool:
    """Try each way to count some of the pivots once, among the sums that count no large cell.

    When there are too many ways to try, it is taken for granted that one of them tells.
    """
    large = [rank for rank in range(len(cells)) if rank not in set(small)]
    ordered = [*large, *small]
    inside = Space(len(cells))
    for _pivot, row in space.kept:
        inside = inside.with_([row[rank] for rank in ordered])
    few = [(pivot, row) for pivot, row in inside.kept if pivot >= len(large) and not any(row[: len(large)])]
    who = [cells[rank].who for rank in ordered]
    for tries, vector in enumerate(_sums(few, who, fewest)):
        held = frozenset().union(*(who[rank] for rank, value in enumerate(vector) if value))
        if tries >= MOST_TRIES or (len(held) < fewest and all(value <= MOST_TIMES for value in vector)):
            return True
    return False


def _sums(few: Sequence[tuple[int, Vector]], who: Sequence[frozenset[int]], fewest: int) -> Iterator[Vector]:
    """Sums of one vector or more whose pivots speak of few people together."""
    waiting: list[tuple[int, Vector | None, frozenset[int]]] = [(0, None, frozenset())]
    while waiting:
        rank, vector, held = waiting.pop()
        if rank == len(few):
            continue
        waiting.append((rank + 1, vector, held))
        pivot, row = few[rank]
        more = held | who[pivot]
        if len(more) < fewest:
            summed = row if vector is None else [(a + b) % PRIME for a, b in zip(vector, row, strict=True)]
            yield summed
            waiting.append((rank + 1, summed, more))
