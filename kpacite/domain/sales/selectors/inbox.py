from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple, Self

from django.db.models import Q

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import LeadState
from kpacite.domain.sales.models import Lead
from kpacite.kernel.text import fold

PER_PAGE = 50
MOST_SEARCHED = 500
DIGITS = 18
MILLION = 10**6


@dataclass(frozen=True, slots=True)
class DayCursor:
    """The last row of a page that goes back in time; the next page starts before it."""

    at: datetime
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `str` wrote; anything else is the first page."""
        micros, _tilde, key = text.partition("~")
        if not all(part.isascii() and part.isdigit() and len(part) <= DIGITS for part in (micros, key)):
            return None
        try:
            moment = datetime.fromtimestamp(int(micros) // MILLION, UTC)
            return cls(moment.replace(microsecond=int(micros) % MILLION), int(key))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        return f"{int(self.at.timestamp()) * MILLION + self.at.microsecond}~{self.pk}"


class LeadRow(NamedTuple):
    """What the inbox shows of a request."""

    pk: int
    title: str
    name: str
    organisation: str
    state: str
    wanted_on: date | None
    how_many: str
    received_at: datetime
    activity: str | None
    taken_by: str | None


FIELDS = (
    "pk", "deal__title", "name", "organisation", "state", "wanted_on", "how_many", "received_at",
    "deal__activity__name", "taken_by__first_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeadPage:
    rows: list[LeadRow]
    next: DayCursor | None


def leads_page(
    kpa: Kpa | Organisation,
    *,
    words: str = "",
    state: LeadState | None = None,
    after: DayCursor | None = None,
    per_page: int = PER_PAGE,
) -> LeadPage:
    """One page, the newest first, in one query. Words are looked for in the latest ones, accents aside."""
    rows = Lead.objects.filter(deal__kpa=kpa.pk)
    if state is not None:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(Q(received_at__lt=after.at) | Q(received_at=after.at, pk__lt=after.pk))
    wanted = fold(words).split()
    limit = MOST_SEARCHED if wanted else per_page + 1
    found = [LeadRow(*row) for row in rows.order_by("-received_at", "-pk").values_list(*FIELDS)[:limit]]
    if wanted:
        found = [row for row in found if all(word in _text_of(row) for word in wanted)]
    shown = found[:per_page]
    more = DayCursor(shown[-1].received_at, shown[-1].pk) if len(found) > per_page else None
    return LeadPage(shown, more)


def _text_of(row: LeadRow) -> str:
    return fold(f"{row.title} {row.name} {row.organisation} {row.activity or ''}")
