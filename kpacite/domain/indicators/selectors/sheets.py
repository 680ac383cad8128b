"""Sheets of one's own statistics: the lists, and what their lines count."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from kpacite.domain.indicators.enums import Counted, SheetShare
from kpacite.domain.indicators.models import Sheet, SheetLine, SheetReader
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.rules.sheets.facts import Fact
from kpacite.domain.indicators.rules.sheets.results import Asked, LineResult, exact, tally
from kpacite.domain.indicators.selectors.sheet_facts import facts_of_line
from kpacite.domain.organisations.models import Kpa

RELATED = ("kpa__organisation", "part_kpa__organisation", "tag", "owner")


def sheets_of(kpa: Kpa | None, *, person: int | None, builds: bool) -> QuerySet[Sheet]:
    """What this person finds in a KPA, or in the network (`kpa` None): her own, and what is shared.

    The coordination of the network finds there what KPAs share with it, and a KPA what the network shares
    with it. Archived ones: for who builds, among her own.
    """
    mine = Q(owner=person) if builds and person is not None else Q(pk=None)
    if kpa is None:
        here = Q(kpa=None) & (mine | ~Q(share=SheetShare.PRIVATE)) | Q(share=SheetShare.NETWORK)
    else:
        shared = Q(share=SheetShare.KPAS, pk__in=SheetReader.objects.filter(kpa=kpa).values("sheet"))
        here = Q(kpa=kpa) & (mine | ~Q(share=SheetShare.PRIVATE)) | shared
    rows = Sheet.objects.filter(here).select_related(*RELATED)
    rows = rows.filter(Q(archived_at=None) | Q(kpa=kpa) if builds else Q(archived_at=None))
    return rows.annotate(lines_count=Count("lines")).order_by("-changed_at", "-pk")


def sheet_by_number(number: int) -> Sheet | None:
    """With the KPAs that read it."""
    rows = Sheet.objects.select_related(*RELATED).prefetch_related("readers__organisation")
    return rows.filter(pk=number).first()


def sheet_lines(sheet: Sheet) -> list[SheetLine]:
    """In their order."""
    return list(sheet.lines.order_by("rank", "pk"))


def count_lines(lines: Sequence[SheetLine], frame: Frame, scope: Scope) -> list[LineResult]:
    """Exact numbers of each line, for whoever keeps the files."""
    read: dict[str, list[Fact]] = {}
    results = []
    for line in lines:
        counted = Counted(line.counted)
        if counted not in read:
            read[counted] = list(facts_of_line(counted, frame, scope))
        asked = Asked(counted, line.tree, frame)
        results.append(exact(asked, tally(asked, read[counted])))
    return results
