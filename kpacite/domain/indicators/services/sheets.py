"""Sheets of one's own statistics: written, changed, shared, copied, put away and taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import Counted, ReportScope, SheetShare
from kpacite.domain.indicators.models import LONGEST_TITLE, Sheet, SheetLine, SheetReader
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.sheets.conditions import EVERYTHING, Group, parse, to_json
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

MOST_LINES = 20


class SheetChangedMeanwhile(DomainError):
    """Someone else has changed it since it was read."""

    code = "sheet.changed"
    sentence = _("Quelqu’un a changé cette feuille entre-temps. Relisez-la, puis recommencez.")


class SheetPutAway(DomainError):
    """An archived sheet is taken back before it is changed."""

    code = "sheet.archived"
    sentence = _("Cette feuille est rangée. Reprenez-la d’abord.")


class TooManyLines(DomainError):
    """A sheet stays readable."""

    code = "sheet.too_many_lines"
    sentence = _("Une feuille porte 20 lignes au plus. Faites-en une deuxième.")


class NotSharedSo(DomainError):
    """A sheet of the network is read by its coordination already; one of a KPA is not read by another."""

    code = "sheet.share"
    sentence = _("Choisissez qui lit cette feuille dans la liste.")
    field = "share"


class NoKpaChosen(DomainError):
    """A sheet shared with KPAs names them."""

    code = "sheet.readers"
    sentence = _("Choisissez un KPA au moins.")
    field = "readers"


class SheetDetails(TypedDict):
    """Its title, its days, the part of the network that it counts, and who reads it.

    `readers`: the KPAs with which the network shares it.
    """

    title: str
    frame: Frame
    part: Kpa | Tag | None
    share: SheetShare
    readers: NotRequired[Sequence[Kpa]]


@transaction.atomic
def create_sheet(
    *,
    kpa: Kpa | None,
    owner: Person | None,
    is_example: bool = False,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[SheetDetails],
) -> Sheet:
    """A sheet of a KPA counts that KPA; one of the network, the part that is chosen. Without a line yet."""
    sheet = Sheet(kpa=kpa, owner=owner, changed_at=now, is_example=is_example)
    _describe(sheet, details)
    sheet.save()
    _share(sheet, details)
    audit.record(actor=actor, action="indicators.sheet.written", target=sheet, at=now)
    return sheet


@transaction.atomic
def change_sheet(
    *, sheet: Sheet, version: int, actor: Actor | None, now: datetime, **details: Unpack[SheetDetails]
) -> Sheet:
    """Another title, period, part or readers. Raises `SheetChangedMeanwhile`, `SheetPutAway`."""
    sheet = _locked(sheet, version)
    _describe(sheet, details)
    _share(sheet, details)
    return _kept(sheet, "indicators.sheet.changed", actor, now)


@transaction.atomic
def copy_sheet(
    *, sheet: Sheet, home: Kpa | None, owner: Person | None, actor: Actor | None, now: datetime
) -> Sheet:
    """The same lines in a sheet of her own, that nobody else reads yet.

    `home`: where it is kept; in a KPA it counts that KPA, in the network what the first one counted.
    """
    lines = list(sheet.lines.order_by("rank", "pk"))
    title = translated("%(title)s (copie)") % {"title": sheet.title}
    copy = Sheet.objects.create(
        kpa=home,
        title=title[:LONGEST_TITLE],
        scope_kind=sheet.scope_kind if home is None else ReportScope.KPA,
        part_kpa_id=sheet.part_kpa_id if home is None else home.pk,
        tag_id=sheet.tag_id if home is None else None,
        first=sheet.first,
        last=sheet.last,
        owner=owner,
        changed_at=now,
        is_example=sheet.is_example,
    )
    SheetLine.objects.bulk_create(
        SheetLine(
            sheet=copy, rank=line.rank, label=line.label, counted=line.counted, condition=line.condition
        )
        for line in lines
    )
    audit.record(actor=actor, action="indicators.sheet.copied", target=copy, at=now, data={"from": sheet.pk})
    return copy


@transaction.atomic
def archive_sheet(*, sheet: Sheet, actor: Actor | None, now: datetime) -> Sheet:
    """Out of the list; nothing is lost. Twice is once."""
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.archived_at is None:
        sheet.archived_at = now
        _kept(sheet, "indicators.sheet.archived", actor, now)
    return sheet


@transaction.atomic
def restore_sheet(*, sheet: Sheet, actor: Actor | None, now: datetime) -> Sheet:
    """Back in the list. Twice is once."""
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.archived_at is not None:
        sheet.archived_at = None
        _kept(sheet, "indicators.sheet.restored", actor, now)
    return sheet


@transaction.atomic
def add_line(
    *,
    sheet: Sheet,
    version: int,
    label: str,
    counted: Counted,
    condition: Group = EVERYTHING,
    actor: Actor | None,
    now: datetime,
) -> SheetLine:
    """One line more, at the end. Raises `TooManyLines`, `BadCondition` and those of a change."""
    sheet = _locked(sheet, version)
    lines = list(sheet.lines.order_by("rank", "pk"))
    if len(lines) >= MOST_LINES:
        raise TooManyLines
    line = SheetLine.objects.create(
        sheet=sheet,
        rank=lines[-1].rank + 1 if lines else 1,
        label=label,
        counted=counted,
        condition=_checked(condition, counted),
    )
    _kept(sheet, "indicators.sheet.line_added", actor, now)
    return line


@transaction.atomic
def change_line(
    *,
    line: SheetLine,
    version: int,
    label: str | None = None,
    condition: Group | None = None,
    actor: Actor | None,
    now: datetime,
) -> SheetLine:
    """Another name or condition. Raises `BadCondition` and those of a change."""
    sheet = _locked(line.sheet, version)
    line = SheetLine.objects.get(pk=line.pk)
    if label is not None:
        line.label = label
    if condition is not None:
        line.condition = _checked(condition, Counted(line.counted))
    line.save()
    _kept(sheet, "indicators.sheet.line_changed", actor, now)
    return line


@transaction.atomic
def move_line(*, line: SheetLine, version: int, up: bool, actor: Actor | None, now: datetime) -> None:
    """One place up or down; at the end of the sheet nothing happens."""
    sheet = _locked(line.sheet, version)
    lines = list(sheet.lines.order_by("rank", "pk"))
    place = lines.index(line)
    other = place - 1 if up else place + 1
    if 0 <= other < len(lines):
        lines[place], lines[other] = lines[other], lines[place]
    for rank, each in enumerate(lines, start=1):
        each.rank = rank
    SheetLine.objects.bulk_update(lines, ["rank"])
    _kept(sheet, "indicators.sheet.lines_ordered", actor, now)


@transaction.atomic
def remove_line(*, line: SheetLine, version: int, actor: Actor | None, now: datetime) -> None:
    """Take a line away; the register keeps what it asked."""
    sheet = _locked(line.sheet, version)
    asked = {"label": line.label, "counted": line.counted, "condition": line.condition}
    line.delete()
    sheet.version, sheet.changed_at = sheet.version + 1, now
    sheet.save(update_fields=["version", "changed_at"])
    audit.record(actor=actor, action="indicators.sheet.line_removed", target=sheet, at=now, data=asked)


def _checked(condition: Group, counted: Counted) -> dict[str, object]:
    """What is stored can be read back."""
    told = to_json(condition)
    parse(told, counted)
    return told


def _locked(sheet: Sheet, version: int) -> Sheet:
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.version != version:
        raise SheetChangedMeanwhile
    if sheet.archived_at is not None:
        raise SheetPutAway
    return sheet


def _kept(sheet: Sheet, action: str, actor: Actor | None, now: datetime) -> Sheet:
    sheet.version, sheet.changed_at = sheet.version + 1, now
    sheet.save()
    audit.record(actor=actor, action=action, target=sheet, at=now)
    return sheet


def _share(sheet: Sheet, details: SheetDetails) -> None:
    """Keep the KPAs that read it: none, unless it is shared with KPAs."""
    readers = details.get("readers", ()) if sheet.share == SheetShare.KPAS else ()
    if sheet.share == SheetShare.KPAS and not readers:
        raise NoKpaChosen
    SheetReader.objects.filter(sheet=sheet).delete()
    SheetReader.objects.bulk_create(SheetReader(sheet=sheet, kpa=kpa) for kpa in readers)


def _describe(sheet: Sheet, details: SheetDetails) -> None:
    if details["share"] == (SheetShare.NETWORK if sheet.kpa_id is None else SheetShare.KPAS):
        raise NotSharedSo
    part: Kpa | Tag | None = sheet.kpa if sheet.kpa_id is not None else details["part"]
    sheet.title, sheet.share = details["title"], details["share"]
    sheet.first, sheet.last = details["frame"].first, details["frame"].last
    sheet.part_kpa = part if isinstance(part, Kpa) else None
    sheet.tag = part if isinstance(part, Tag) else None
    kind = ReportScope.KPA if sheet.part_kpa else ReportScope.TAG if sheet.tag else ReportScope.NETWORK
    sheet.scope_kind = kind
