"""Requests, quotes, orders and invoices of a KPA as one list, the newest first.

Each kind is a source: a function that gives its rows older than a cursor. The list merges the sources: a page
costs one query for each kind, whatever the page. A new kind is one more row in SOURCES.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple, Self

from django.db.models import Case, Q, QuerySet, Value, When

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.enums.counter import CounterState
from kpacite.domain.sales.models import CounterSale, Invoice, Lead, Order, Quote
from kpacite.domain.sales.selectors.invoices import DRAFT
from kpacite.kernel.text import fold

PER_PAGE = 50
MILLION = 10**6
LONGEST_PART = 18


class SaleKind(enum.IntEnum):
    """In the order in which rows of the same moment are shown."""

    INVOICE = 0
    ORDER = 1
    QUOTE = 2
    LEAD = 3
    COUNTER = 4


class SaleRow(NamedTuple):
    """One row of the list. `gross_cents` is None when nothing is priced yet."""

    at: datetime
    kind: SaleKind
    pk: int
    number: str
    title: str
    client: str
    state: str
    gross_cents: int | None
    activity: str

    @property
    def reference(self) -> str:
        """What names it in an address: an invoice by its number, a draft of one as `reference_of` says."""
        if self.kind is not SaleKind.INVOICE:
            return str(self.pk)
        return self.number or f"{DRAFT}{self.pk}"

    @property
    def rank(self) -> tuple[float, int, int]:
        """The newest first; then by kind, then the last written."""
        return (-self.at.timestamp(), self.kind, -self.pk)


@dataclass(frozen=True, slots=True)
class SaleCursor:
    """The last row of a page."""

    at: datetime
    kind: SaleKind
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `str` wrote; anything else is the first page."""
        parts = text.split("~")
        if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= LONGEST_PART for p in parts):
            return None
        micros, kind, key = (int(part) for part in parts)
        try:
            moment = datetime.fromtimestamp(micros // MILLION, UTC).replace(microsecond=micros % MILLION)
            return cls(moment, SaleKind(kind), key)
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        micros = int(self.at.timestamp() // 1) * MILLION + self.at.microsecond
        return f"{micros}~{int(self.kind)}~{self.pk}"


class Asked(NamedTuple):
    """What a source is asked: the words, the states wanted (empty: all), where to start."""

    kpa: int
    words: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    after: SaleCursor | None = None
    limit: int | None = None


Source = Callable[[Asked], Iterable[SaleRow]]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, as typed: a number keeps its hyphens."""
    return tuple(text.split())


def _says(word: str, client: str, *columns: str) -> Q:
    """The word is in one of these columns, or (accents aside) in what is known of the client."""
    known = Q()
    for part in fold(word).split():
        known &= Q(**{f"{client}__search_text__contains": part})
    found = known if fold(word) else Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _older(rows: QuerySet[Any], asked: Asked, kind: SaleKind, moment: str) -> QuerySet[Any]:
    """Those after the cursor, in the order of the list."""
    if asked.states:
        column = "standing" if kind is SaleKind.COUNTER else "state"
        rows = rows.filter(**{f"{column}__in": sorted(asked.states)})
    if (after := asked.after) is not None:
        same = Q(**{moment: after.at})
        if kind == after.kind:
            same &= Q(pk__lt=after.pk)
        rows = rows.filter(Q(**{f"{moment}__lt": after.at}) | (same if kind >= after.kind else Q(pk__in=[])))
    rows = rows.order_by(f"-{moment}", "-pk")
    return rows if asked.limit is None else rows[: asked.limit]


def lead_rows(asked: Asked) -> Iterator[SaleRow]:
    rows = Lead.objects.filter(deal__kpa=asked.kpa)
    for word in asked.words:
        rows = rows.filter(_says(word, "deal__client", "name", "organisation", "deal__title"))
    fields = ("received_at", "pk", "deal__title", "organisation", "name", "state", "deal__activity__name")
    found = _older(rows, asked, SaleKind.LEAD, "received_at").values_list(*fields)
    for at, pk, title, organisation, name, state, activity in found:
        who = organisation or name
        yield SaleRow(at, SaleKind.LEAD, pk, "", title, who, state, None, activity or "")


def quote_rows(asked: Asked) -> Iterator[SaleRow]:
    rows = Quote.objects.filter(kpa=asked.kpa)
    for word in asked.words:
        rows = rows.filter(_says(word, "client", "number", "title"))
    fields = (
        "created_at", "pk", "number", "version", "title", "client__name", "state", "gross_cents",
        "deal__activity__name",
    )  # fmt: skip
    found = _older(rows, asked, SaleKind.QUOTE, "created_at").values_list(*fields)
    for at, pk, number, version, title, client, state, cents, activity in found:
        told = f"{number}-v{version}" if number and version > 1 else number
        yield SaleRow(at, SaleKind.QUOTE, pk, told, title, client, state, cents, activity or "")


def order_rows(asked: Asked) -> Iterator[SaleRow]:
    rows = Order.objects.filter(kpa=asked.kpa)
    for word in asked.words:
        rows = rows.filter(_says(word, "client", "number", "title"))
    fields = (
        "confirmed_at", "pk", "number", "title", "client__name", "state", "gross_cents",
        "deal__activity__name",
    )  # fmt: skip
    found = _older(rows, asked, SaleKind.ORDER, "confirmed_at").values_list(*fields)
    for at, pk, number, title, client, state, cents, activity in found:
        priced = cents or None
        yield SaleRow(at, SaleKind.ORDER, pk, number, title, client, state, priced, activity or "")


def invoice_rows(asked: Asked) -> Iterator[SaleRow]:
    rows = Invoice.objects.filter(kpa=asked.kpa)
    for word in asked.words:
        rows = rows.filter(_says(word, "client", "number"))
    fields = (
        "created_at", "pk", "number", "kind", "client__name", "state", "gross_cents", "activity__name",
    )  # fmt: skip
    found = _older(rows, asked, SaleKind.INVOICE, "created_at").values_list(*fields)
    for at, pk, number, kind, client, state, cents, activity in found:
        title = str(InvoiceKind(kind).label)
        yield SaleRow(at, SaleKind.INVOICE, pk, number, title, client, state, cents or None, activity or "")


def counter_rows(asked: Asked) -> Iterator[SaleRow]:
    """Sales at the till, in nobody's name."""
    standing = Case(
        When(payment__cancelled_at=None, then=Value(CounterState.SOLD.value)),
        default=Value(CounterState.CANCELLED.value),
    )
    rows = CounterSale.objects.filter(payment__kpa=asked.kpa).annotate(standing=standing)
    for word in asked.words:
        rows = rows.filter(_says(word, "payment__client", "place", "lines__label")).distinct()
    fields = ("at", "pk", "place", "payment__client__name", "standing", "gross_cents", "activity__name")
    found = _older(rows, asked, SaleKind.COUNTER, "at").values_list(*fields)
    for at, pk, place, client, state, cents, activity in found:
        yield SaleRow(at, SaleKind.COUNTER, pk, f"T{pk:05d}", place, client, state, cents, activity)


SOURCES: dict[SaleKind, Source] = {
    SaleKind.INVOICE: invoice_rows,
    SaleKind.ORDER: order_rows,
    SaleKind.QUOTE: quote_rows,
    SaleKind.LEAD: lead_rows,
    SaleKind.COUNTER: counter_rows,
}


@dataclass(frozen=True, slots=True)
class SalePage:
    rows: list[SaleRow]
    next: SaleCursor | None


def _merged(asked: Asked, kinds: Iterable[SaleKind]) -> Iterator[SaleRow]:
    return merge(*(SOURCES[kind](asked) for kind in kinds), key=lambda row: row.rank)


def _kinds(kind: SaleKind | None) -> list[SaleKind]:
    return [one for one in SOURCES if kind is None or one == kind]


def sales_page(
    kpa: Kpa | Organisation,
    *,
    words: str = "",
    kind: SaleKind | None = None,
    states: frozenset[str] = frozenset(),
    after: SaleCursor | None = None,
    per_page: int = PER_PAGE,
) -> SalePage:
    """One page, in one query for each kind."""
    asked = Asked(kpa.pk, words_of(words), states, after, per_page + 1)
    found = list(islice(_merged(asked, _kinds(kind)), per_page + 1))
    shown = found[:per_page]
    last = shown[-1] if len(found) > per_page else None
    return SalePage(shown, SaleCursor(last.at, last.kind, last.pk) if last else None)


def all_sales(
    kpa: Kpa | Organisation,
    *,
    words: str = "",
    kind: SaleKind | None = None,
    states: frozenset[str] = frozenset(),
) -> Iterator[SaleRow]:
    """Every row, for a spreadsheet."""
    yield from _merged(Asked(kpa.pk, words_of(words), states), _kinds(kind))
