"""Invoices as people look for them: of a KPA, of a carrier, one by its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import InvoiceState
from kpacite.domain.sales.models import Invoice, InvoiceSending
from kpacite.kernel.text import fold
from kpacite.platform.asking import Question, rows_of

PER_PAGE = 50
DRAFT = "brouillon-"
IN_ADDRESS = re.compile(r"[-0-9A-Za-z_]+")
LOADED = ("client", "kpa__organisation", "activity", "carrier", "corrects", "entry__journal")


class InvoiceRow(NamedTuple):
    """What a list shows of an invoice. `sending` is the state of the last try to send it, or None."""

    pk: int
    number: str
    kind: str
    state: str
    client: str
    activity: str | None
    issued_on: date | None
    due_on: date | None
    gross_cents: int
    sent_back_reason: str
    kpa: str
    kpa_slug: str
    sending: str | None

    @property
    def reference(self) -> str:
        return _word(self.number, self.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFilter:
    """`words`: of the client or the number. `state`, `kind`: stored codes, or empty for all."""

    words: str = ""
    state: str = ""
    kind: str = ""
    activity: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """`after`: the key to ask for the next page with; None at the end."""

    rows: list[InvoiceRow]
    after: int | None

    @classmethod
    def of(cls, rows: list[InvoiceRow], size: int) -> Self:
        return cls(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def reference_of(invoice: Invoice) -> str:
    """The word of its address: its number, or « brouillon-12 »."""
    return _word(invoice.number, invoice.pk)


def _word(number: str, key: int) -> str:
    """A number that another tool gave may hold signs that an address does not: « 2025/12 »."""
    return number if IN_ADDRESS.fullmatch(number) else draft_reference(key)


def draft_reference(key: int) -> str:
    return f"{DRAFT}{key}"


def invoice_of(kpa: Organisation, reference: str) -> Invoice | None:
    """One invoice of a KPA by the word of its address, with what its page shows."""
    rows = Invoice.objects.filter(kpa=kpa.pk).select_related(*LOADED)
    if reference.startswith(DRAFT):
        key = reference.removeprefix(DRAFT)
        # A bookmark of the draft still opens what it became.
        return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None
    return rows.filter(number=reference).order_by("-pk").first()


def invoices_page(
    *,
    kpa: Organisation | None = None,
    carrier: Organisation | None = None,
    keep: InvoiceFilter,
    after: int | None = None,
    size: int = PER_PAGE,
) -> InvoicePage:
    """One page, the latest first; the cost does not grow with the rank of the page."""
    rows = _kept(kpa, carrier, keep).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return InvoicePage.of([InvoiceRow._make(row) for row in _columns(rows)[: size + 1]], size)


def invoices_rows(
    *, kpa: Organisation | None = None, carrier: Organisation | None = None, keep: InvoiceFilter
) -> Iterator[InvoiceRow]:
    """Every row that the filters keep, for an export: streamed."""
    for row in _columns(_kept(kpa, carrier, keep).order_by("-pk")).iterator(chunk_size=1_000):
        yield InvoiceRow._make(row)


def drafts_asked(kpa: Organisation, activities: Sequence[int], *, most: int) -> Question:
    """The latest drafts of these activities, and of none, as a question.

    `{"pk", "client", "activity", "sent_back"}` of each.
    """
    rows = Invoice.objects.filter(kpa=kpa.pk, state=InvoiceState.DRAFT)
    rows = rows.filter(Q(activity__in=activities) | Q(activity=None)).order_by("-pk")
    fields = {"client": "client__name", "activity": "activity__name", "sent_back": "sent_back_reason"}
    return rows_of(rows, most=most, pk="pk", **fields)


def _kept(kpa: Organisation | None, carrier: Organisation | None, keep: InvoiceFilter) -> QuerySet[Invoice]:
    asked = {
        "kpa": kpa.pk if kpa else None,
        "carrier": carrier.pk if carrier else None,
        "state": keep.state,
        "kind": keep.kind,
        "activity": keep.activity,
        "issued_on__gte": keep.first,
        "issued_on__lte": keep.last,
    }
    rows = Invoice.objects.filter(**{name: value for name, value in asked.items() if value})
    for word in fold(keep.words).split():
        rows = rows.filter(Q(client__search_text__contains=word) | Q(number__icontains=word))
    return rows


def _columns(rows: QuerySet[Invoice]) -> QuerySet[Invoice, tuple[object, ...]]:
    last = InvoiceSending.objects.filter(invoice=OuterRef("pk")).order_by("-pk").values("state")[:1]
    return rows.annotate(sending=Subquery(last)).values_list(
        "pk",
        "number",
        "kind",
        "state",
        "client__name",
        "activity__name",
        "issued_on",
        "due_on",
        "gross_cents",
        "sent_back_reason",
        "kpa__organisation__name",
        "kpa__organisation__slug",
        "sending",
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the accountant's validation, for one KPA."""

    kpa: str
    slug: str
    count: int
    gross_cents: int


def waiting_by_kpa(carrier: Organisation) -> list[Waiting]:
    rows = Invoice.objects.filter(carrier=carrier.pk, state=InvoiceState.TO_VALIDATE)
    found = rows.values_list("kpa__organisation__name", "kpa__organisation__slug").annotate(
        count=Count("pk"), cents=Sum("gross_cents")
    )
    return [Waiting(*row) for row in found.order_by("kpa__organisation__name")]


def first_to_validate(carrier: Organisation) -> Invoice | None:
    """The one that has waited the longest."""
    rows = Invoice.objects.filter(carrier=carrier.pk, state=InvoiceState.TO_VALIDATE)
    return rows.select_related("kpa__organisation", "client").order_by("pk").first()


def issued_in(carrier: Organisation, year: int) -> QuerySet[Invoice]:
    """Every document that a carrier issued in a year, in the order of the numbers, for its archive."""
    rows = Invoice.objects.ours().filter(
        carrier=carrier.pk, issued_on__gte=date(year, 1, 1), issued_on__lt=date(year + 1, 1, 1)
    )
    return rows.select_related("kpa__organisation", "entry__journal").order_by("series", "rank")


def free_deposits(kpa: Organisation, client: int) -> QuerySet[Invoice]:
    """The deposits of a client that no issued balance takes off yet."""
    rows = Invoice.objects.issued().filter(kpa=kpa.pk, client=client, kind="deposit")
    return rows.exclude(deductions__invoice__state=InvoiceState.ISSUED).order_by("pk")
