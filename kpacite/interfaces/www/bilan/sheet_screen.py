"""What the pages of a sheet print: its numbers in words and figures, its condition as lines with buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.indicators import permissions, selectors, services
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.models import Sheet, SheetLine
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.indicators.rules.sheets.conditions import Comparison, Group, Join
from kpacite.domain.indicators.rules.sheets.results import LineResult, evolution
from kpacite.domain.indicators.rules.sheets.vocabulary import fields_of
from kpacite.domain.indicators.rules.sheets.words import comparison_words, sentence
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.interfaces.www.gates import hats_of
from kpacite.kernel.money import Euro
from kpacite.platform.templatetags.kpacite import euros, heures, jour, nombre

HIDDEN, MINUS = "–", "−"


def address(request: HttpRequest, name: str, **kwargs: object) -> str:
    """The same page in a KPA or in the network."""
    kpa = request.sheets_of
    if kpa is None:
        return reverse(f"network_{name}", kwargs=kwargs)
    return reverse(f"kpa_{name}", kwargs={"kpa": request.organisation.slug, **kwargs})


def scope_of(part: Kpa | Tag | None) -> Scope:
    if isinstance(part, Kpa):
        return Scope(ScopeKind.KPA, part.organisation.slug)
    return Scope(ScopeKind.TAG, part.slug) if part else Scope()


def results(request: HttpRequest, lines: Sequence[SheetLine], frame: Frame, scope: Scope) -> list[LineResult]:
    """Exact for whoever keeps the files; what may be told for the others. Raises `PeriodNotOver`."""
    if permissions.reads_exactly(hats_of(request), request.sheet):
        return selectors.count_lines(lines, frame, scope)
    now = timezone.now()
    return services.tell_lines(lines=lines, frame=frame, scope=scope, now=now, today=timezone.localdate(now))


def figure(counted: str, value: int | None) -> str:
    """A number with its unit, or a dash when it is not told."""
    if value is None:
        return HIDDEN
    if counted == Counted.HOURS:
        return heures(value)
    return euros(Euro(value)) if counted == Counted.AMOUNTS else nombre(value)


def signed(counted: str, value: int | None) -> str:
    if not value:
        return figure(counted, value)
    return f"{'+' if value > 0 else MINUS}{figure(counted, abs(value))}"


@dataclass(frozen=True, slots=True)
class Compared:
    """The other side of a line, and how it moved."""

    number: str
    whole: str
    percent: int | None
    unknown: str
    hidden: bool
    more: str
    points: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is printed."""

    line: SheetLine
    words: str
    number: str
    whole: str
    percent: int | None
    unknown: str
    hidden: bool
    other: Compared | None = None


def shown(
    lines: Sequence[SheetLine],
    here: Sequence[LineResult],
    there: Sequence[LineResult] | None,
    names: dict[str, str],
) -> list[Shown]:
    found = []
    for rank, (line, result) in enumerate(zip(lines, here, strict=True)):
        other = _compared(line, result, there[rank]) if there else None
        found.append(
            Shown(
                line,
                words_of(line, names),
                figure(line.counted, result.held),
                figure(line.counted, result.whole),
                result.percent,
                figure(line.counted, result.unknown) if result.unknown else "",
                result.is_hidden,
                other,
            )
        )
    return found


def _compared(line: SheetLine, here: LineResult, there: LineResult) -> Compared:
    more, points = evolution(here, there)
    return Compared(
        figure(line.counted, there.held),
        figure(line.counted, there.whole),
        there.percent,
        figure(line.counted, there.unknown) if there.unknown else "",
        there.is_hidden,
        signed(line.counted, more),
        _points(points),
    )


def _points(points: int | None) -> str:
    """How much a share moved, with its sign."""
    if points is None:
        return ""
    sign = "+" if points > 0 else MINUS if points < 0 else ""
    words = ngettext("%(sign)s%(n)s point", "%(sign)s%(n)s points", abs(points))
    return words % {"sign": sign, "n": abs(points)}


def words_of(line: SheetLine, names: dict[str, str]) -> str:
    return sentence(line.tree, Counted(line.counted), names)


def names_of(sheet: Sheet) -> dict[str, str]:
    """Every answer of the database by its code."""
    found = selectors.sheet_names(sheet.scope)
    return found["kpa"] | found["activity"]


@dataclass(frozen=True, slots=True)
class Side:
    """The other side of a comparison: its days, its part of the network, what its lines count."""

    frame: Frame
    part: str
    results: Sequence[LineResult]

    @property
    def title(self) -> str:
        return _title(self.part, self.frame)


def part_of(sheet: Sheet) -> str:
    return str(sheet.part_kpa or sheet.tag or _("Tout le réseau"))


def title_of(sheet: Sheet) -> str:
    return _title(part_of(sheet), sheet.frame)


def _title(part: str, frame: Frame) -> str:
    words = {"first": jour(frame.first), "last": jour(frame.last), "part": part}
    return _("%(part)s, du %(first)s au %(last)s") % words


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the builder: a comparison, or the head of a group."""

    words: str
    place: str
    is_group: bool
    is_inside: bool
    is_any: bool = False


def branches(group: Group, counted: Counted, names: dict[str, str]) -> Iterator[Branch]:
    """The parts of a condition in their order, those of a group after its head."""
    fields = fields_of(counted)

    def walk(parent: Group, before: tuple[int, ...]) -> Iterator[Branch]:
        for rank, part in enumerate(parent.parts):
            place = (*before, rank)
            at = ".".join(str(each) for each in place)
            if isinstance(part, Comparison):
                yield Branch(comparison_words(part, fields[part.field], names), at, False, bool(before))  # noqa: FBT003
            else:
                yield Branch("", at, True, bool(before), part.join is Join.ANY)  # noqa: FBT003
                yield from walk(part, place)

    return walk(group, ())


HEADER = (
    "ligne", "condition", "compte", "nombre", "denominateur", "pourcentage", "on_ne_sait_pas", "masque",
    "du", "au", "partie",
)  # fmt: skip
BESIDE = (
    "a_cote_nombre", "a_cote_denominateur", "a_cote_pourcentage", "a_cote_on_ne_sait_pas", "a_cote_masque",
    "ecart", "a_cote_du", "a_cote_au", "a_cote_partie",
)  # fmt: skip


def header(side: Side | None) -> tuple[str, ...]:
    return HEADER if side is None else HEADER + BESIDE


def file_rows(
    sheet: Sheet,
    lines: Sequence[SheetLine],
    found: Sequence[LineResult],
    names: dict[str, str],
    side: Side | None = None,
) -> Iterator[Sequence[object]]:
    """Hours in decimal hours, amounts in euros; an empty cell where a number is not told."""
    for rank, (line, result) in enumerate(zip(lines, found, strict=True)):
        row = (
            line.label, words_of(line, names), str(Counted(line.counted).label), *_cells(line, result),
            sheet.first.isoformat(), sheet.last.isoformat(), part_of(sheet),
        )  # fmt: skip
        yield row if side is None else (*row, *_beside(line, result, side, rank))


def _beside(line: SheetLine, here: LineResult, side: Side, rank: int) -> Sequence[object]:
    there = side.results[rank]
    more, _points_moved = evolution(here, there)
    days = side.frame.first.isoformat(), side.frame.last.isoformat()
    return (*_cells(line, there), _plain(line.counted, more), *days, side.part)


def _cells(line: SheetLine, result: LineResult) -> Sequence[object]:
    return (
        _plain(line.counted, result.held),
        _plain(line.counted, result.whole),
        "" if result.percent is None else result.percent,
        _plain(line.counted, result.unknown),
        "oui" if result.is_hidden else "non",
    )


def _plain(counted: str, value: int | None) -> object:
    if value is None:
        return ""
    return value / {Counted.HOURS: 60, Counted.AMOUNTS: 100}[Counted(counted)] if counted in SUMS else value


SUMS = frozenset({Counted.HOURS, Counted.AMOUNTS})


def by(request: HttpRequest) -> dict[str, Any]:
    now: datetime = timezone.now()
    return {"actor": request.user, "now": now}
