"""Money goes to a supplier, in one time or in several, for one invoice or for several."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Entry
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.sales.enums import PurchasePayment, PurchaseState
from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment, SupplierPaymentPart
from kpacite.domain.sales.models.bank import BankLine
from kpacite.domain.sales.rules.purchases import ADVANCE, SettledPart, advance_moves, paid_moves, shares
from kpacite.domain.sales.selectors.purchases import advance_cents
from kpacite.domain.sales.services.payments.errors import AlreadyCancelled, KeyOfAnotherPayment
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.domain.sales.services.purchases.errors import (
    FutureSettlement,
    MorePaidThanOwed,
    NoAdvance,
    NothingPaid,
    PurchaseMoved,
    TwoSuppliers,
)
from kpacite.domain.sales.services.purchases.lettering import book_of, letter_lines, lines_of, unletter
from kpacite.domain.sales.services.purchases.receiving import move
from kpacite.platform import audit
from kpacite.platform.audit import Actor

SOURCE = "sales.supplier_payment"
PIECE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How, when and how much; without `cents`, all that is left. `reference`: what the bank or cheque says.

    `key`: the gesture; the same one twice is one payment. `more`: what is beyond the debt is an advance.
    """

    method: PurchasePayment
    on: date
    key: str
    cents: int | None = None
    reference: str = ""
    more: bool = False


@transaction.atomic
def settle_supplier_invoices(
    *,
    carrier: Organisation,
    invoices: Sequence[SupplierInvoice],
    paid: Settlement,
    actor: Actor | None,
    now: datetime,
    today: date,
) -> SupplierPayment:
    """Note one payment of these invoices of one supplier, the earliest due first, credit notes taken off.

    `paid.cents` is negative when the supplier gives back. Raises FutureSettlement, PurchaseMoved,
    TwoSuppliers, NothingPaid, MorePaidThanOwed unless `paid.more`, KeyOfAnotherPayment, TillWouldOwe, NoBook,
    and what the ledger refuses.
    """
    book = book_of(carrier.pk)
    rows = _locked(carrier, invoices)
    if (known := _known(carrier, paid, rows)) is not None:
        return known
    if paid.on > today:
        raise FutureSettlement
    cents = sum(row.left_cents for row in rows) if paid.cents is None else paid.cents
    parts = _parts(rows, cents, more=paid.more)
    if paid.method == PurchasePayment.CASH and cents > 0:
        check_till(book, day=paid.on, cents=cents)
    entry = ledger.post_entry(book=book, new=_entry_of(paid, rows[0], parts, cents), actor=actor, now=now)
    payment = SupplierPayment.objects.create(
        carrier=carrier,
        supplier=rows[0].supplier,
        supplier_key=rows[0].supplier_key,
        cents=cents,
        method=paid.method,
        paid_on=paid.on,
        reference=paid.reference.strip()[:PIECE],
        entry=entry,
        key=paid.key,
        noted_at=now,
    )
    told = {row.number: row for row in rows}
    # What makes the payment larger comes first: the database bounds each part as it is written.
    for part in sorted(parts, key=lambda part: part.cents * cents > 0):
        _settle(payment, told[part.label], part.cents, actor=actor, now=now)
    audit.record(actor=actor, action="sales.supplier_payment.noted", target=payment, at=now)
    return payment


def _entry_of(paid: Settlement, first: SupplierInvoice, parts: Sequence[SettledPart], cents: int) -> NewEntry:
    return NewEntry(
        journal=JournalKind.CASH if paid.method == PurchasePayment.CASH else JournalKind.BANK,
        day=paid.on,
        label=f"Paiement {', '.join(part.label for part in parts)} {first.supplier}"[:200],
        piece_ref=(paid.reference.strip() or first.number)[:PIECE],
        source_type=SOURCE,
        source_id=paid.key,
        key=f"{SOURCE}.{paid.key}",
        moves=paid_moves(parts, cents, paid.method),
    )


@transaction.atomic
def pay_supplier_invoice(
    *, invoice: SupplierInvoice, paid: Settlement, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """Note a payment of one invoice, whole or in part; of a credit note, what the supplier gave back.

    `paid.cents` is positive both ways. Raises what `settle_supplier_invoices` raises.
    """
    if paid.cents is not None and invoice.is_credit:
        paid = replace(paid, cents=-paid.cents)
    settle_supplier_invoices(
        carrier=invoice.carrier, invoices=[invoice], paid=paid, actor=actor, now=now, today=today
    )
    return SupplierInvoice.objects.with_paid().get(pk=invoice.pk)


@transaction.atomic
def use_advance(
    *, invoice: SupplierInvoice, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """What was paid too much to this supplier settles this invoice, the oldest advance first.

    Raises PurchaseMoved, NoAdvance, NoBook, and what the ledger refuses.
    """
    book = book_of(invoice.carrier_id)
    (row,) = _locked(invoice.carrier, [invoice])
    payments = SupplierPayment.objects.standing().filter(
        carrier=row.carrier_id, supplier_key=row.supplier_key, cents__gt=0
    )
    left, used = row.left_cents, False
    for payment in payments.select_for_update(of=("self",)).order_by("pk"):
        cents = min(left, advance_cents(payment))
        if cents <= 0:
            continue
        payer = payment.parts.select_related("invoice__activity", "invoice__order").order_by("pk")[0].invoice
        part = SettledPart(row.facts, cents, row.number)
        again = payment.parts.count()
        ledger.post_entry(
            book=book,
            new=NewEntry(
                journal=JournalKind.MISC,
                day=today,
                label=f"Avance sur {row.number} {row.supplier}"[:200],
                piece_ref=row.number[:PIECE],
                source_type=SOURCE,
                source_id=payment.key,
                key=f"{SOURCE}.{payment.key}.advance.{again}",
                moves=advance_moves(payer.facts, part),
            ),
            actor=actor,
            now=now,
        )
        _settle(payment, row, cents, actor=actor, now=now)
        if not advance_cents(payment):
            letter_lines(lines_of(row, _entries_of(payment), label=ADVANCE), actor=actor, now=now)
        left, used = left - cents, True
    if not used:
        raise NoAdvance
    return row


@transaction.atomic
def take_back_payment(
    *, payment: SupplierPayment, reason: str, actor: Actor | None, now: datetime, today: date
) -> SupplierPayment:
    """A payment noted by mistake: the mirrors of its entries, dated today; its invoices are to be paid again.

    Its line of the bank waits again. Raises ReasonMissing, AlreadyCancelled, TillWouldOwe, and what the
    ledger refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    book = book_of(payment.carrier_id)
    payment = SupplierPayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.cancelled_at is not None:
        raise AlreadyCancelled
    if payment.method == PurchasePayment.CASH and payment.cents < 0:
        check_till(book, day=today, cents=-payment.cents)
    for entry in _entries_of(payment):
        unletter(entry, reason=reason, actor=actor, now=now)
        ledger.reverse_entry(entry=entry, day=today, reason=reason, actor=actor, now=now)
    BankLine.objects.filter(supplier_payment=payment).update(supplier_payment=None, decided_at=None)
    payment.cancelled_at, payment.cancel_reason = now, reason.strip()[:300]
    payment.save(update_fields=["cancelled_at", "cancel_reason"])
    rows = SupplierInvoice.objects.select_for_update(of=("self",)).filter(parts__payment=payment)
    for invoice in rows.order_by("pk"):
        if invoice.state == PurchaseState.PAID:
            move(invoice, PurchaseState.POSTED)
        save_version(
            invoice, "sales.purchase.payment_cancelled", actor=actor, now=now, reason=payment.cancel_reason
        )
    audit.record(
        actor=actor,
        action="sales.supplier_payment.cancelled",
        target=payment,
        at=now,
        reason=payment.cancel_reason,
    )
    return payment


def _known(
    carrier: Organisation, paid: Settlement, rows: Sequence[SupplierInvoice]
) -> SupplierPayment | None:
    known = SupplierPayment.objects.filter(carrier=carrier, key=paid.key).first()
    if known is not None and not known.parts.filter(invoice__in=[row.pk for row in rows]).exists():
        raise KeyOfAnotherPayment
    return known


def _locked(carrier: Organisation, invoices: Sequence[SupplierInvoice]) -> list[SupplierInvoice]:
    """As they are now, `with_paid`, the earliest due first. With the book locked, nothing else pays them."""
    keys = {invoice.pk for invoice in invoices}
    rows = SupplierInvoice.objects.filter(carrier=carrier, pk__in=keys)
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    shown = rows.with_paid().select_related("carrier", "activity", "order", "entry")
    found = sorted(shown, key=lambda row: (row.due_on or row.issued_on or date.max, row.pk))
    if not found or len(found) != len(keys):
        raise PurchaseMoved
    if len({row.supplier_key for row in found}) > 1:
        raise TwoSuppliers
    return found


def _parts(rows: Sequence[SupplierInvoice], cents: int, *, more: bool) -> list[SettledPart]:
    if any(row.state != PurchaseState.POSTED for row in rows):
        raise PurchaseMoved
    if cents == 0:
        raise NothingPaid
    found = shares(cents, [row.left_cents for row in rows])
    parts = [SettledPart(row.facts, part, row.number) for row, part in zip(rows, found, strict=True) if part]
    rest = cents - sum(part.cents for part in parts)
    # An advance is money that went out; nobody gives back more than a credit note says.
    if not parts or (rest and (not more or cents < 0)):
        raise MorePaidThanOwed
    return parts


def _settle(
    payment: SupplierPayment, invoice: SupplierInvoice, cents: int, *, actor: Actor | None, now: datetime
) -> None:
    """One part, the state of its invoice, and the letter of its lines when nothing is left."""
    SupplierPaymentPart.objects.create(payment=payment, invoice=invoice, cents=cents, at=now)
    invoice.paid += cents
    if not invoice.left_cents:
        move(invoice, PurchaseState.PAID)
    data = {"cents": cents, "left_cents": invoice.left_cents, "method": payment.method, "on": payment.paid_on}
    save_version(invoice, "sales.purchase.paid", actor=actor, now=now, data=data)
    if invoice.left_cents:
        return
    payments = SupplierPayment.objects.standing().filter(parts__invoice=invoice).distinct().order_by("pk")
    entries = [entry for one in payments for entry in _entries_of(one)]
    own = lines_of(invoice, [invoice.entry_id]) + lines_of(invoice, entries, label=invoice.number)
    letter_lines(own, actor=actor, now=now)


def _entries_of(payment: SupplierPayment) -> list[Entry]:
    """Its own and those of its advances, that nothing has reversed."""
    rows = Entry.objects.posted().filter(book__entity=payment.carrier_id, reversal_of=None, reversed_by=None)
    later = rows.filter(source_type=SOURCE, source_id=payment.key).exclude(pk=payment.entry_id)
    return [payment.entry, *later.order_by("pk")]
