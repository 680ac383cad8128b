from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book, Entry, LetteredLine, Lettering, Line
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PurchasePayment, PurchaseState
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.domain.sales.rules.purchases import paid_moves, posted_moves
from kpacite.domain.sales.services.invoices.errors import NoBook
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.domain.sales.services.purchases.errors import (
    AmountMissing,
    DateMissing,
    FuturePurchase,
    FutureSettlement,
    NumberMissing,
    PurchaseMoved,
    SupplierMissing,
)
from kpacite.domain.sales.services.purchases.receiving import (
    PurchaseDetails,
    edit_supplier_invoice,
    locked,
    move,
)
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanFile

SOURCE = "sales.purchase"
PIECE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How and when the carrier paid a supplier. `reference`: what the bank or the cheque says."""

    method: PurchasePayment
    on: date
    reference: str = ""


@transaction.atomic
def post_supplier_invoice(
    *, invoice: SupplierInvoice, on: date | None, by: Account, now: datetime, today: date
) -> SupplierInvoice:
    """A person says that it is right: the carrier owes it, in its book. `on`: the day of the entry.

    Without `on`, the entry bears the date of the paper. Raises PurchaseMoved, what is missing
    (SupplierMissing, NumberMissing, DateMissing, AmountMissing), FuturePurchase, NoBook, Refused, and what
    the ledger refuses (a closed month, an account without role).
    """
    invoice = locked(invoice)
    if invoice.state != PurchaseState.DRAFT:
        raise PurchaseMoved
    move(invoice, PurchaseState.POSTED)
    day = _checked(invoice, on, today)
    book = _book_of(invoice)
    facts = invoice.facts
    ledger.ensure_aux(book=book, number=facts.aux, label=invoice.supplier)
    words = "Avoir" if invoice.is_credit else "Facture"
    invoice.entry = ledger.post_entry(
        book=book,
        new=NewEntry(
            journal=JournalKind.PURCHASES,
            day=day,
            label=f"{words} {invoice.number} {invoice.supplier}"[:200],
            piece_ref=invoice.number[:PIECE],
            piece_date=invoice.issued_on,
            source_type=SOURCE,
            source_id=str(invoice.pk),
            key=f"{SOURCE}.{invoice.pk}.posted",
            moves=posted_moves(facts),
        ),
        actor=by,
        now=now,
    )
    invoice.checked_by, invoice.checked_at = by, now
    return save_version(
        invoice, "sales.purchase.posted", actor=by, now=now, data={"gross_cents": invoice.gross_cents}
    )


@transaction.atomic
def check_supplier_invoice(
    *,
    invoice: SupplierInvoice,
    version: int,
    file: CleanFile | None,
    post: bool,
    on: date | None,
    by: Account,
    now: datetime,
    today: date,
    **details: Unpack[PurchaseDetails],
) -> SupplierInvoice:
    """In one gesture: correct a draft, and post it when `post`. Raises what both raise."""
    changed = edit_supplier_invoice(invoice=invoice, version=version, file=file, actor=by, now=now, **details)
    return post_supplier_invoice(invoice=changed, on=on, by=by, now=now, today=today) if post else changed


@transaction.atomic
def pay_supplier_invoice(
    *, invoice: SupplierInvoice, paid: Settlement, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """Note that it was paid whole; its two lines of the supplier's account are lettered. Twice pays once.

    Raises PurchaseMoved, FutureSettlement, TillWouldOwe, and what the ledger refuses.
    """
    invoice = locked(invoice)
    move(invoice, PurchaseState.PAID)
    if paid.on > today:
        raise FutureSettlement
    book = _book_of(invoice)
    is_cash = paid.method == PurchasePayment.CASH
    if is_cash and not invoice.is_credit:
        check_till(book, day=paid.on, cents=invoice.gross_cents)
    invoice.payment_entry = ledger.post_entry(
        book=book,
        new=NewEntry(
            journal=JournalKind.CASH if is_cash else JournalKind.BANK,
            day=paid.on,
            label=f"Paiement {invoice.number} {invoice.supplier}"[:200],
            piece_ref=(paid.reference.strip() or invoice.number)[:PIECE],
            source_type=SOURCE,
            source_id=str(invoice.pk),
            # Paid, taken back, paid again: each time is another event.
            key=f"{SOURCE}.{invoice.pk}.paid.{invoice.version}",
            moves=paid_moves(invoice.facts, paid.method),
        ),
        actor=actor,
        now=now,
    )
    invoice.paid_on, invoice.paid_by, invoice.payment_ref = paid.on, paid.method, paid.reference.strip()
    save_version(
        invoice, "sales.purchase.paid", actor=actor, now=now, data={"method": paid.method, "on": paid.on}
    )
    _letter(invoice, invoice.entry, invoice.payment_entry, actor=actor, now=now)
    return invoice


@transaction.atomic
def take_back_payment(
    *, invoice: SupplierInvoice, reason: str, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """A payment noted by mistake: its mirror, dated today; the invoice is to be paid again.

    Raises ReasonMissing, PurchaseMoved, and what the ledger refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    invoice = locked(invoice)
    if invoice.state != PurchaseState.PAID:
        raise PurchaseMoved
    move(invoice, PurchaseState.POSTED)
    entry = invoice.payment_entry
    if entry is not None:
        if invoice.paid_by == PurchasePayment.CASH and invoice.is_credit:
            check_till(entry.book, day=today, cents=invoice.gross_cents)
        _unletter(entry, reason=reason, actor=actor, now=now)
        ledger.reverse_entry(entry=entry, day=today, reason=reason, actor=actor, now=now)
    invoice.payment_entry, invoice.paid_on = None, None
    invoice.paid_by = invoice.payment_ref = ""
    return save_version(
        invoice, "sales.purchase.payment_cancelled", actor=actor, now=now, reason=reason.strip()
    )


@transaction.atomic
def cancel_supplier_invoice(
    *, invoice: SupplierInvoice, reason: str, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """Posted by mistake: the mirror of its entry, dated today; both lines settle each other.

    Raises ReasonMissing, PurchaseMoved when it is paid (take the payment back first), and what the ledger
    refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    invoice = locked(invoice)
    move(invoice, PurchaseState.CANCELLED)
    save_version(invoice, "sales.purchase.cancelled", actor=actor, now=now, reason=reason.strip())
    if invoice.entry is not None:
        _unletter(invoice.entry, reason=reason, actor=actor, now=now)
        mirror = ledger.reverse_entry(entry=invoice.entry, day=today, reason=reason, actor=actor, now=now)
        _letter(invoice, invoice.entry, mirror, actor=actor, now=now)
    return invoice


def _checked(invoice: SupplierInvoice, on: date | None, today: date) -> date:
    """What a posted invoice always says; the day of its entry."""
    if not invoice.supplier:
        raise SupplierMissing
    if not invoice.number_key:
        raise NumberMissing
    if invoice.issued_on is None:
        raise DateMissing
    if invoice.gross_cents <= 0:
        raise AmountMissing
    if invoice.issued_on > today:
        raise FuturePurchase
    if (day := on or invoice.issued_on) > today:
        raise FuturePurchase(field="on")
    return day


def _book_of(invoice: SupplierInvoice) -> Book:
    book = Book.objects.select_for_update(of=("self",)).filter(entity=invoice.carrier_id).first()
    if book is None:
        raise NoBook
    return book


def _letter(
    invoice: SupplierInvoice, first: Entry | None, second: Entry | None, *, actor: Actor | None, now: datetime
) -> None:
    """The two lines of the supplier settle each other, where its account is lettered."""
    lines = Line.objects.posted().filter(entry__in=[first, second], aux__number=invoice.facts.aux)
    found = list(lines.unlettered().filter(account__is_lettrable=True).order_by("pk"))
    if len(found) > 1 and not sum(line.debit_cents - line.credit_cents for line in found):
        ledger.letter(lines=[line.pk for line in found], actor=actor, now=now)


def _unletter(entry: Entry, *, reason: str, actor: Actor | None, now: datetime) -> None:
    active = LetteredLine.objects.active().filter(line__entry=entry)
    for lettering in Lettering.objects.filter(pk__in=active.values("lettering")).order_by("pk"):
        ledger.unletter(lettering=lettering, reason=reason, actor=actor, now=now)
