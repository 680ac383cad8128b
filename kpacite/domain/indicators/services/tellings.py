"""Telling numbers to readers without a right on the files: what was told before is remembered."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.models import SheetLine, SheetTelling
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.rules.sheets.conditions import to_json
from kpacite.domain.indicators.rules.sheets.results import Asked, LineResult
from kpacite.domain.indicators.rules.sheets.telling_rows import Row, shown, still, told_of
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Organisation
from kpacite.kernel.errors import DomainError


class PeriodNotOver(DomainError):
    """Numbers that grow day by day would show each person who comes or goes."""

    code = "sheet.running"
    sentence = _("Les chiffres se lisent quand la période est finie.")


@transaction.atomic
def tell_lines(
    *, lines: Sequence[SheetLine], frame: Frame, scope: Scope, now: datetime, today: date
) -> list[LineResult]:
    """What may be read of these lines, beside all that was read before. Raises `PeriodNotOver`.

    A line is hidden when it, or what could be computed with it, would tell of fewer than 5 people.
    """
    if frame.last >= today:
        raise PeriodNotOver
    # One reader at a time: two lines read at once could tell together what neither tells alone.
    list(
        Organisation.objects.select_for_update(of=("self",))
        .filter(kind=OrganisationKind.NETWORK)
        .order_by("pk")
    )
    rows = [Row(Asked(Counted(line.counted), line.tree, frame), scope) for line in lines]
    numbers: dict[str, int] = {}
    for system in ({Counted.PERSONS, Counted.PATHS}, {Counted.HOURS}, {Counted.AMOUNTS}):
        asked = [row for row in rows if row.asked.counted in system]
        if asked:
            numbers |= _told(asked, now)
    return [shown(row, numbers) for row in rows]


def _told(asked: Sequence[Row], now: datetime) -> dict[str, int]:
    """Denominators come first, then each line with what nobody knows."""
    known = selectors.tellings(asked[0].asked.counted)
    wanted = {row.whole.key: row.whole for row in asked}
    wanted |= {each.key: each for row in asked for each in (row, row.unknown)}
    rows = [told.row for told in known.values()] + [row for key, row in wanted.items() if key not in known]
    ranks = {row.key: rank for rank, row in enumerate(rows)}
    found = selectors.found_for(rows)
    open_ranks = told_of(rows, [ranks[key] for key in known], [ranks[key] for key in wanted], found)
    numbers = {}
    for key, row in wanted.items():
        if ranks[key] in open_ranks:
            numbers[key] = _remembered(row, found.sums[ranks[key]], known.get(key), now)
    return numbers


def _remembered(row: Row, number: int, before: "selectors.Told | None", now: datetime) -> int:
    if before is not None:
        number = still(before.number, number, row.asked.counted)
        if number == before.number:
            return number
    SheetTelling.objects.create(
        key=row.key,
        counted=row.asked.counted,
        scope_kind=row.scope.kind.value,
        scope_slug=row.scope.slug,
        first=row.asked.frame.first,
        last=row.asked.frame.last,
        condition=to_json(row.asked.condition),
        part=row.part,
        number=number,
        told_at=now,
    )
    return number
