"""What `kpacite verify` proves again about invoices, from the photographs themselves."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Sum

from kpacite.domain.ledger.models import Book
from kpacite.domain.sales.enums import ClientKind, InvoiceKind, PurchaseState
from kpacite.domain.sales.enums.payments import CashRecordKind, LifecycleCode
from kpacite.domain.sales.models import (
    CounterSale,
    Deposit,
    EncashedTax,
    Invoice,
    LifecycleEvent,
    Payment,
    PaymentAllocation,
    Quote,
    SupplierInvoice,
    SupplierPayment,
)
from kpacite.domain.sales.rules.invoices import fits, left_to_credit, number_in
from kpacite.domain.sales.rules.photograph import InvoicePhotograph
from kpacite.domain.sales.rules.quote_photograph import QuotePhotograph
from kpacite.domain.sales.selectors.cash import broken_cash_links, carriers_with_receipts
from kpacite.domain.sales.selectors.deposits import till_from
from kpacite.domain.sales.selectors.payments import unallocated_cents, with_settlement
from kpacite.domain.sales.selectors.purchases import advance_cents
from kpacite.kernel.errors import DomainError
from kpacite.platform import verification
from kpacite.platform.numbering import Counter as Series

CHUNK = 500
SERIES = frozenset({"F", "A", "P", "RP"})


@verification.register(
    "sales.numbers", "Invoices are numbered without hole or double in each series, by date"
)
def _numbers() -> Iterable[str]:
    rows = Invoice.objects.ours().order_by("series", "rank")
    series, last, day = "", 0, None
    counters = dict(Series.objects.filter(series__startswith="sales.").values_list("series", "last"))
    told: dict[str, int] = {}
    names = ("series", "rank", "number", "issued_on")
    for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
        if row[0] != series:
            series, last, day = row[0], 0, None
        if row[1] != last + 1:
            yield f"number {last + 1} is missing from the series {series}"
        if row[2] != number_in(row[0], row[1]):
            yield f"invoice {row[2]} does not bear the number of its rank {row[1]} in {series}"
        if day is not None and row[3] < day:
            yield f"invoice {row[2]} is dated before the one that precedes it"
        last, day = row[1], row[3]
        told[series] = last
    for name in sorted(told.keys() | {name for name in counters if name.split(".")[1] in SERIES}):
        if told.get(name, 0) != counters.get(name, 0):
            yield f"the counter of {name} says {counters.get(name, 0)}, the invoices {told.get(name, 0)}"


@verification.register("sales.photographs", "Issued invoices are what they were: photograph, hash and totals")
def _photographs() -> Iterable[str]:
    rows = Invoice.objects.issued().order_by("pk")
    for invoice in rows.iterator(chunk_size=CHUNK):
        if hashlib.sha256(invoice.photograph.encode()).hexdigest() != invoice.photograph_hash:
            yield f"invoice {invoice.number}: its photograph was altered"
            continue
        try:
            photo = invoice.photo
        except (DomainError, TypeError, ValueError) as error:
            yield f"invoice {invoice.number}: its photograph does not read ({type(error).__name__})"
            continue
        yield from _disagreements(invoice, photo)


def _disagreements(invoice: Invoice, photo: InvoicePhotograph) -> Iterable[str]:
    told = (photo.number, photo.issued_on, photo.net_cents, photo.tax_cents, photo.gross_cents)
    kept = (invoice.number, invoice.issued_on, invoice.net_cents, invoice.tax_cents, invoice.gross_cents)
    if told != kept:
        yield f"invoice {invoice.number}: the photograph says {told}, the row {kept}"


@verification.register("sales.quotes", "Numbered quotes are what they were: photograph, hash and totals")
def _quotes() -> Iterable[str]:
    rows = Quote.objects.exclude(photograph="").order_by("pk")
    for quote in rows.iterator(chunk_size=CHUNK):
        if hashlib.sha256(quote.photograph.encode()).hexdigest() != quote.photograph_hash:
            yield f"quote {quote}: its photograph was altered"
            continue
        photo = QuotePhotograph.from_json(quote.photograph)
        told = (photo.number, photo.net_cents, photo.tax_cents, photo.gross_cents, photo.deposit_cents)
        kept = (str(quote), quote.net_cents, quote.tax_cents, quote.gross_cents, quote.deposit_cents)
        if told != kept:
            yield f"quote {quote}: the photograph says {told}, the row {kept}"


@verification.register("sales.entries", "Every issued invoice has its posted entry, for its very total")
def _entries() -> Iterable[str]:
    owed = (
        Invoice.objects.issued()
        .filter(entry__lines__account__mappings__role="clients", entry__posted_at__isnull=False)
        .values_list("pk")
        .annotate(cents=Sum("entry__lines__debit_cents") - Sum("entry__lines__credit_cents"))
    )
    found = dict(owed.order_by("pk"))
    rows = Invoice.objects.issued().order_by("pk").values_list("pk", "number", "kind", "gross_cents")
    for key, number, kind, gross in rows.iterator(chunk_size=CHUNK):
        wanted = -gross if kind == InvoiceKind.CREDIT else gross
        if found.get(key, 0) != wanted:
            yield f"invoice {number} asks {wanted} cents, its entry says {found.get(key)}"


@verification.register("sales.credits", "No invoice is given back beyond what it asked")
def _credits() -> Iterable[str]:
    corrected = Invoice.objects.issued().filter(credit_notes__state="issued").distinct().order_by("pk")
    for invoice in corrected.iterator(chunk_size=CHUNK):
        notes = [note.photo for note in invoice.credit_notes.issued().order_by("pk")]
        left = left_to_credit(invoice.photo, notes)
        asked = {row.vat_bp: row.base_cents for row in invoice.photo.vat}
        if not fits({rate: asked.get(rate, 0) - cents for rate, cents in left.items()}, asked):
            yield f"invoice {invoice.number}: its credit notes give back more than it asked"


@verification.register("sales.payments", "Every payment has its posted entry, and allocates no more")
def _payments() -> Iterable[str]:
    rows = Payment.objects.select_related("entry__reversed_by").order_by("pk")
    for payment in rows.iterator(chunk_size=CHUNK):
        if not payment.entry.is_posted:
            yield f"payment {payment}: its entry is not posted"
        if (payment.cancelled_at is not None) != hasattr(payment.entry, "reversed_by"):
            yield f"payment {payment}: cancelled and reversed do not go together"
        if payment.cancelled_at is None and unallocated_cents(payment) < 0:
            yield f"payment {payment}: more is allocated or given back than was paid"


@verification.register("sales.settlements", "No invoice is paid beyond what it asked, and its taxes follow")
def _settlements() -> Iterable[str]:
    rows = Invoice.objects.issued().filter(allocations__isnull=False).distinct().order_by("pk")
    for invoice in with_settlement(rows).iterator(chunk_size=CHUNK):
        if not 0 <= invoice.paid <= invoice.gross_cents:
            yield f"invoice {invoice.number}: {invoice.paid} cents are paid on {invoice.gross_cents}"
    told = PaymentAllocation.objects.annotate(cents=Sum("taxes__net_cents") + Sum("taxes__tax_cents"))
    for key, amount, cents in told.values_list("pk", "amount_cents", "cents").order_by("pk"):
        if amount != cents:
            yield f"allocation {key} is {amount} cents, its rates say {cents}"


@verification.register("sales.lifecycle", "What is told as cashed is what was cashed, rate by rate")
def _lifecycle() -> Iterable[str]:
    rejected = LifecycleEvent.objects.filter(code=LifecycleCode.REJECTED).values("invoice")
    told: Counter[tuple[int, int]] = Counter()
    events = LifecycleEvent.objects.filter(code=LifecycleCode.CASHED).exclude(invoice__in=rejected)
    for invoice, parts in events.values_list("invoice", "parts").order_by("pk").iterator(chunk_size=CHUNK):
        for part in parts:
            told[invoice, part["vat_bp"]] += part["net_cents"] + part["tax_cents"]
    standing = EncashedTax.objects.filter(allocation__payment__cancelled_at=None)
    paid = standing.filter(allocation__invoice__in={invoice for invoice, _rate in told})
    for row in paid.select_related("allocation").order_by("pk").iterator(chunk_size=CHUNK):
        told[row.allocation.invoice_id, row.vat_bp] -= row.net_cents + row.tax_cents
    for (invoice, rate), gap in sorted(told.items()):
        if gap:
            yield f"invoice {invoice}: at {rate} basis points, {gap} cents told as cashed and not cashed"


@verification.register("sales.deposits", "Each slip is worth its cheques, and no till ever owed")
def _deposits() -> Iterable[str]:
    told = Deposit.objects.filter(lines__isnull=False).annotate(cents=Sum("lines__payment__amount_cents"))
    for slip in told.exclude(cents=F("amount_cents")).order_by("pk"):
        yield f"deposit {slip} is {slip.amount_cents} cents, its lines {slip.cents}"
    undone = Deposit.objects.filter(cancelled_at=None, entry__reversed_by__isnull=False)
    for deposit in undone.order_by("pk"):
        yield f"deposit {deposit}: its entry is reversed, and it still stands"
    for book in Book.objects.order_by("pk"):
        if till_from(book, date.min) < 0:
            yield f"the till of {book.entity} owed on some day"


@verification.register("sales.counter", "A sale at the till is worth its lines, its payment and its receipt")
def _counter() -> Iterable[str]:
    for sale in CounterSale.objects.select_related("payment").order_by("pk").iterator(chunk_size=CHUNK):
        told = sum(part.gross_cents for part in sale.parts)
        if not told == sale.gross_cents == sale.payment.amount_cents:
            yield f"sale {sale} is {sale.gross_cents} cents, its lines {told}"
        if sum(part.tax_cents for part in sale.parts) != sale.tax_cents:
            yield f"sale {sale}: its lines do not make its tax"


@verification.register("sales.purchases", "Suppliers are paid what they ask, and each payment has its entry")
def _purchases() -> Iterable[str]:
    for payment in SupplierPayment.objects.select_related("entry__reversed_by").order_by("pk"):
        if (payment.cancelled_at is not None) != hasattr(payment.entry, "reversed_by"):
            yield f"payment {payment}: cancelled and reversed do not go together"
        if payment.cancelled_at is None and advance_cents(payment) * payment.cents < 0:
            yield f"payment {payment}: its parts are more than was paid"
    rows = SupplierInvoice.objects.filter(state__in=(PurchaseState.POSTED, PurchaseState.PAID)).with_paid()
    for invoice in rows.order_by("pk").iterator(chunk_size=CHUNK):
        left, is_paid = invoice.left_cents, invoice.state == PurchaseState.PAID
        if is_paid == bool(left) or left * invoice.signed_cents < 0:
            yield f"invoice {invoice.reference} is {invoice.state}, with {left} cents to pay"


@verification.register("sales.cash", "Receipts of private customers are chained, closed and complete")
def _cash() -> Iterable[str]:
    for carrier in carriers_with_receipts():
        yield from broken_cash_links(carrier)
    private = Payment.objects.filter(client__kind=ClientKind.PERSON)
    for payment in private.exclude(cash_records__kind=CashRecordKind.RECEIPT).order_by("pk"):
        yield f"payment {payment} of a private customer has no receipt"
    cancelled = private.filter(cancelled_at__isnull=False)
    for payment in cancelled.exclude(cash_records__kind=CashRecordKind.CORRECTION).order_by("pk"):
        yield f"payment {payment} was cancelled without a correction"
