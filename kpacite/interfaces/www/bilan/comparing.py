"""Two bilans side by side, ready to print: every number with its denominator, and how it moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.indicators.rules.catalogue import BY_CODE
from kpacite.domain.indicators.rules.comparing import ComparedRow, compared
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.figures import Line
from kpacite.domain.indicators.rules.measures import MeasureRow
from kpacite.integrations.bilan_files.words import measure_blocks, measured
from kpacite.platform.templatetags.kpacite import euros, nombre

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one bilan says. `whole`, `unknown`: empty when there is no denominator, or all is known."""

    number: str
    whole: str = ""
    percent: int | None = None
    unknown: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A side is None where that bilan says nothing of it."""

    label: str
    here: Cell | None
    there: Cell | None
    more: str


@dataclass(frozen=True, slots=True)
class SideTable:
    title: str
    rows: Sequence[Row]


def side_by_side(here: Bilan, there: Bilan) -> list[SideTable]:
    """The people first, then what the KPAs sold and did."""
    people = [
        SideTable(table.title, [_row(row) for row in table.rows if row.here or row.there])
        for table in compared(here, there)
    ]
    return [*people, *_sales(here, there), *_measures(here, there)]


def signed(value: int, said: Callable[[int], str]) -> str:
    """« +3 », « −3 », « 0 »."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + said(abs(value))


def _row(row: ComparedRow) -> Row:
    more = ""
    if row.points is not None:
        more = signed(row.points, _points)
    elif row.more is not None:
        more = signed(row.more, nombre)
    return Row(row.label, _cell(row.here), _cell(row.there), more)


def _points(points: int) -> str:
    return ngettext("%(n)d point", "%(n)d points", points) % {"n": points}


def _cell(line: Line | None) -> Cell | None:
    if line is None:
        return None
    # A table that prints its unknown has a row for it already.
    definition = BY_CODE.get(line.table)
    is_said = definition is None or definition.unknown
    return Cell(
        number="" if line.count is None else nombre(line.count),
        whole="" if line.denominator is None else nombre(line.denominator),
        percent=line.percent,
        unknown="" if is_said or not line.unknown else nombre(line.unknown),
        is_hidden=line.hidden,
    )


def _sales(here: Bilan, there: Bilan) -> Iterator[SideTable]:
    """By KPA, then the whole. A KPA that gave no figure has none: it is not zero."""
    sides = [_sold(each) for each in (here, there)]
    names = {row.slug: row.name for row in (*there.turnover, *here.turnover)}
    if not names:
        return
    whole = partial(euros, form="rond")
    rows = [
        _plain(name, *(side.get(slug) for side in sides), said=whole)
        for slug, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
    sums = [sum(side.values()) if side else None for side in sides]
    yield SideTable(
        _("Ce que les KPA ont vendu"), [*rows, _plain(_("Total, notre addition"), *sums, said=whole)]
    )


def _sold(bilan: Bilan) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in bilan.turnover:
        found[row.slug] = found.get(row.slug, 0) + row.cents
    return found


def _measures(here: Bilan, there: Bilan) -> Iterator[SideTable]:
    sides = [{(row.code, row.slug): row for row in each.measures} for each in (here, there)]
    firsts = {first.code: first for each in (here, there) for first, _rows in measure_blocks(each)}
    for code, first in sorted(firsts.items()):
        slugs = {slug: row.name for side in sides for (asked, slug), row in side.items() if asked == code}
        rows = [
            _measured(name, first, *(side.get((code, slug)) for side in sides))
            for slug, name in sorted(slugs.items(), key=lambda pair: pair[1])
        ]
        yield SideTable(first.label, rows)


def _measured(name: str, first: MeasureRow, here: MeasureRow | None, there: MeasureRow | None) -> Row:
    def said(value: int) -> str:
        return measured(replace(first, value=value))

    return _plain(name, *(row and row.value for row in (here, there)), said=said)


def _plain(label: str, here: int | None, there: int | None, *, said: Callable[[int], str]) -> Row:
    """A number that is out of nobody: money, hours."""
    sides = [None if value is None else Cell(said(value)) for value in (here, there)]
    more = "" if here is None or there is None else signed(there - here, said)
    return Row(label, sides[0], sides[1], more)
