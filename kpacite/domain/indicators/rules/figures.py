"""The lines that people read: a number, out of how many, a percentage, and how much is not known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase

from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.definition import (
    EVERYONE,
    REST,
    UNKNOWN,
    Among,
    Class,
    Definition,
    words_for,
)
from kpacite.domain.indicators.rules.departments import name_of
from kpacite.domain.indicators.rules.derived import DERIVED, Derived
from kpacite.domain.indicators.rules.disclosure import OTHER, Cells, Release
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.kernel.rounding import round_half_up

ROUNDING = "Le total peut différer de 100 % du fait des arrondis."
NOT_KNOWN = "On ne sait pas"
PEOPLE = "I00"
KNOWN_ONLY = ", situation connue"
LETTERS = ascii_lowercase[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure. `key`: its class across periods, whatever its rank. `table`: the question it answers.

    `hidden`: the number exists and is not told. `merged`: it is told together with another line.
    """

    code: str
    key: str
    table: str
    label: str
    count: int | None
    denominator: int | None
    unknown: int | None
    among: str
    note: str = ""
    source: str
    version: int
    small_base: bool = False
    hidden: bool = False
    merged: bool = False

    @property
    def percent(self) -> int | None:
        """Half up, never forced: the sum of a table may be 99 or 101."""
        return percent(self.count, self.denominator)


def percent(count: int | None, denominator: int | None) -> int | None:
    """None when a number is not told, or when there is nobody to divide by."""
    if count is None or not denominator:
        return None
    return round_half_up(Fraction(100 * count, denominator))


def lines(release: Release, frame: Frame) -> list[Line]:
    """Every figure in the order of the model: I00, then each table, then the sums."""
    printed = [_people(release)]
    for definition in DEFINITIONS:
        printed.extend(_table_lines(definition, release, frame, printed))
    told = {line.code: line for line in printed}
    return [*printed, *(_derived(each, told, release, frame) for each in DERIVED)]


def _people(release: Release) -> Line:
    return Line(
        code=PEOPLE,
        key=PEOPLE,
        table=PEOPLE,
        label="Coopérant·es sur l’ensemble de la période",
        count=release.people,
        denominator=None,
        unknown=None,
        among="personnes distinctes ayant au moins un jour de parcours dans la période",
        source=DEFINITIONS[0].source,
        version=1,
        hidden=release.people is None,
    )


def _table_lines(
    definition: Definition, release: Release, frame: Frame, before: Iterable[Line]
) -> Iterator[Line]:
    cells = release.cells.get(definition.code, {})
    words = words_for(frame)
    base = _base(definition.among, release, before)
    for each, key in _classes(definition, cells):
        value = cells.get(key)
        yield Line(
            code=each.code,
            key=key,
            table=definition.code,
            label=_label(each, cells, definition).format(**words),
            count=value,
            denominator=base,
            unknown=cells.get(UNKNOWN),
            among=definition.among.words,
            note=definition.note,
            source=definition.source,
            version=definition.version,
            small_base=base is not None and base < frame.small_base,
            hidden=value is None,
            merged=key not in cells,
        )


def _base(among: Among, release: Release, before: Iterable[Line]) -> int | None:
    if among.base == EVERYONE:
        return release.people
    return next((line.count for line in before if line.code == among.base), None)


def _classes(definition: Definition, cells: Cells) -> Iterator[tuple[Class, str]]:
    """Each printed class with the key of its number; the unknown last, when it has a line of its own."""
    if definition.by_rank:
        yield from _ranked(definition, cells)
    else:
        yield from ((each, each.code) for each in definition.classes)
    if definition.unknown:
        yield Class(definition.unknown, NOT_KNOWN), UNKNOWN


def _ranked(definition: Definition, cells: Cells) -> Iterator[tuple[Class, str]]:
    """The most frequent first; the order of hidden ones says nothing of their number."""
    named = [key for key in cells if key not in (UNKNOWN, REST, OTHER)]
    told = sorted(named, key=lambda key: (cells[key] is None, -(cells[key] or 0), key))
    others = [OTHER] if cells.get(OTHER, 0) != 0 else []
    for rank, key in enumerate([*told, *others]):
        yield Class(definition.code + _letters(rank), _rank_label(key)), key


def _letters(rank: int) -> str:
    """a to y, then aa, ab…: z is for the unknown."""
    tens, units = divmod(rank, len(LETTERS))
    return (LETTERS[tens - 1] if tens else "") + LETTERS[units]


def _rank_label(key: str) -> str:
    return "Autres départements" if key == OTHER else name_of(key)


def _label(each: Class, cells: Cells, definition: Definition) -> str:
    """A class into which others were put says so."""
    gone = any(other.merged_into == each.code and other.code not in cells for other in definition.classes)
    return each.merged_label if gone and cells else each.label


def _derived(derived: Derived, told: Mapping[str, Line], release: Release, frame: Frame) -> Line:
    count = _total(derived.plus, told)
    less = _total(derived.minus, told)
    base = told[derived.among].count
    unknown = release.value("I15", UNKNOWN)
    if base is not None and derived.without:
        base = None if unknown is None else base - unknown
    value = None if count is None or less is None else count - less
    return Line(
        code=derived.code,
        key=derived.code,
        table="D",
        label=derived.label,
        count=value,
        denominator=base,
        unknown=unknown,
        among="coopérant·es sorti·es" + (KNOWN_ONLY if derived.without else ""),
        note=derived.note,
        source=derived.source,
        version=derived.version,
        small_base=base is not None and base < frame.small_base,
        hidden=value is None or base is None,
    )


def _total(codes: Iterable[str], told: Mapping[str, Line]) -> int | None:
    """The sum of these lines; None when one is hidden. A merged line is inside the one that was kept."""
    kept = [told[code] for code in codes if not told[code].merged]
    if any(line.count is None for line in kept):
        return None
    return sum(line.count or 0 for line in kept)
