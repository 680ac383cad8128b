"""What readers without a right on the files were told, as questions that can be asked again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpacite.domain.indicators.enums import Counted, TellingPart
from kpacite.domain.indicators.models import SheetTelling
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.indicators.rules.sheets.conditions import parse
from kpacite.domain.indicators.rules.sheets.facts import Fact
from kpacite.domain.indicators.rules.sheets.results import Asked
from kpacite.domain.indicators.rules.sheets.telling_rows import SYSTEMS, Found, Row, found_in
from kpacite.domain.indicators.selectors.sheet_facts import facts_of_line


@dataclass(frozen=True, slots=True)
class Told:
    """A row with the number that was read."""

    row: Row
    number: int


def tellings(counted: Counted) -> dict[str, Told]:
    """The last number read for each question of this system, in the order in which they were first asked."""
    rows = SheetTelling.objects.filter(counted__in=SYSTEMS[counted]).order_by("pk")
    return {row.key: Told(_row(row), row.number) for row in rows}


def _row(telling: SheetTelling) -> Row:
    counted = Counted(telling.counted)
    asked = Asked(counted, parse(telling.condition, counted), Frame(telling.first, telling.last))
    scope = Scope(ScopeKind(telling.scope_kind), telling.scope_slug)
    return Row(asked, scope, TellingPart(telling.part))


def found_for(rows: Sequence[Row]) -> Found:
    """Count these rows now; the facts of a period and a part are read once."""
    read: dict[tuple[Counted, Frame, Scope], list[Fact]] = {}
    facts: dict[int, Iterable[Fact]] = {}
    for rank, row in enumerate(rows):
        place = (row.asked.counted, row.asked.frame, row.scope)
        if place not in read:
            read[place] = list(facts_of_line(*place))
        facts[rank] = read[place]
    return found_in(rows, facts)
