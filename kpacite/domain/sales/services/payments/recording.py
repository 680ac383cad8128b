"""Money comes in: the payment, its parts by invoice and by rate, and its entry, together or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book, Entry
from kpacite.domain.ledger.rules import Axes, Move, NewEntry
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models import Client, Invoice
from kpacite.domain.sales.models.payments import EncashedTax, Payment, PaymentAllocation
from kpacite.domain.sales.rules.entries import PAYMENT as WAITS_FOR_PAYMENT
from kpacite.domain.sales.rules.settling import RatePart, part_by_rate, payment_moves, tax_moves
from kpacite.domain.sales.selectors.payments import rate_parts_left, unallocated_cents, with_settlement
from kpacite.domain.sales.services.invoices.errors import NoBook
from kpacite.domain.sales.services.payments.cash import chain_receipt
from kpacite.domain.sales.services.payments.errors import (
    FuturePayment,
    InvoiceNotIssued,
    KeyOfAnotherPayment,
    MoreThanLeft,
    MoreThanPaid,
    NothingToRefund,
    NotTheSameClient,
)
from kpacite.domain.sales.services.payments.lettering import letter_if_settled
from kpacite.domain.sales.services.payments.lifecycle import tell_cashed
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.kernel import french
from kpacite.platform import audit
from kpacite.platform.audit import Actor

SOURCE = "sales.payment"


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a payment goes to an invoice."""

    invoice: Invoice
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What moved: how, when, how much, and the words of the bank or of the cheque.

    `key`: the gesture (a form, a line of a statement); the same one twice is one payment.
    """

    means: PaymentMeans
    on: date
    cents: int
    key: str
    reference: str = ""
    is_example: bool = False


@transaction.atomic
def record_payment(
    *,
    carrier: Organisation,
    client: Client,
    money: Money,
    parts: Sequence[Part],
    actor: Account | None,
    now: datetime,
    today: date,
) -> Payment:
    """Note that a client paid. What the parts do not take stays to its credit.

    Raises FuturePayment, InvoiceNotIssued, NotTheSameClient, MoreThanLeft, MoreThanPaid, NoBook,
    KeyOfAnotherPayment, and what the ledger refuses (a closed month).
    """
    if (known := _known(carrier, money)) is not None:
        return known
    if money.on > today:
        raise FuturePayment
    invoices = _locked(carrier, client, parts)
    if sum(part.cents for part in parts) > money.cents or any(part.cents <= 0 for part in parts):
        raise MoreThanPaid
    cut = []
    for part in parts:
        invoice = invoices[part.invoice.pk]
        if part.cents > invoice.left:
            raise MoreThanLeft
        cut.append((invoice, part.cents, part_by_rate(part.cents, rate_parts_left(invoice))))
    deed = Deed(carrier=carrier, client=client, money=money, kind=PaymentKind.RECEIVED, cut=cut)
    return _write(deed, actor=actor, now=now)


@transaction.atomic
def settle_invoices(
    *,
    carrier: Organisation,
    invoices: Iterable[Invoice],
    money: Money,
    actor: Account | None,
    now: datetime,
    today: date,
) -> Payment:
    """Note a payment that settles these invoices of one client, the earliest due first.

    What is more than they ask stays to the client's credit. Raises MoreThanPaid without an invoice that is
    still to pay, and what `record_payment` raises.
    """
    if (known := _known(carrier, money)) is not None:
        return known
    parts = in_order(money.cents, invoices)
    if not parts:
        raise MoreThanPaid
    client = parts[0].invoice.client
    return record_payment(
        carrier=carrier, client=client, money=money, parts=parts, actor=actor, now=now, today=today
    )


def in_order(cents: int, invoices: Iterable[Invoice]) -> list[Part]:
    """How a sum settles these invoices, the earliest due first."""
    rows = with_settlement(Invoice.objects.filter(pk__in=[invoice.pk for invoice in invoices]))
    parts = []
    for invoice in rows.select_related("client").order_by("due_on", "pk"):
        if (part := min(cents, invoice.left)) > 0:
            parts.append(Part(invoice, part))
            cents -= part
    return parts


@transaction.atomic
def refund_credit(
    *, invoice: Invoice, money: Money, actor: Account | None, now: datetime, today: date
) -> Payment:
    """Give back what a credit note made too much on a paid invoice.

    Raises FuturePayment, NothingToRefund, TillWouldOwe, KeyOfAnotherPayment, NoBook, and what the ledger
    refuses.
    """
    carrier, client = invoice.carrier, invoice.client
    if (known := _known(carrier, money)) is not None:
        return known
    if money.on > today:
        raise FuturePayment
    row = _locked(carrier, client, [Part(invoice, money.cents)])[invoice.pk]
    if not 0 < money.cents <= -row.left:
        raise NothingToRefund
    cut = [(row, -money.cents, part_by_rate(-money.cents, rate_parts_left(row)))]
    deed = Deed(carrier=carrier, client=client, money=money, kind=PaymentKind.REFUND, cut=cut)
    return _write(deed, actor=actor, now=now)


@transaction.atomic
def refund_rest(
    *, payment: Payment, money: Money, actor: Account | None, now: datetime, today: date
) -> Payment:
    """Give back what a client paid too much. Raises as `refund_credit`."""
    if (known := _known(payment.carrier, money)) is not None:
        return known
    if money.on > today:
        raise FuturePayment
    payment = locked_payment(payment)
    if payment.kind != PaymentKind.RECEIVED or not 0 < money.cents <= unallocated_cents(payment):
        raise NothingToRefund
    deed = Deed(
        carrier=payment.carrier,
        client=payment.client,
        money=money,
        kind=PaymentKind.REFUND,
        refund_of=payment,
    )
    return _write(deed, actor=actor, now=now)


@transaction.atomic
def allocate_rest(
    *, payment: Payment, invoice: Invoice, cents: int, actor: Account | None, now: datetime, today: date
) -> PaymentAllocation:
    """Use what a client paid too much for another of its invoices.

    Raises InvoiceNotIssued, NotTheSameClient, MoreThanPaid, MoreThanLeft, and what the ledger refuses.
    """
    payment = locked_payment(payment)
    row = _locked(payment.carrier, payment.client, [Part(invoice, cents)])[invoice.pk]
    if not 0 < cents <= unallocated_cents(payment) or payment.kind != PaymentKind.RECEIVED:
        raise MoreThanPaid
    if cents > row.left:
        raise MoreThanLeft
    found = part_by_rate(cents, rate_parts_left(invoice))
    allocation = _allocate(payment, invoice, cents, found, actor=actor, now=now)
    moves = tax_moves(found, axes=_axes(payment.client, invoice)) if _waits(invoice) else []
    if moves:
        new = NewEntry(
            journal=JournalKind.MISC,
            day=today,
            label=f"TVA de {payment} sur {invoice.number}",
            piece_ref=str(payment),
            moves=moves,
            source_type=SOURCE,
            source_id=str(payment.pk),
            key=f"{SOURCE}.allocation.{allocation.pk}",
        )
        ledger.post_entry(book=payment.entry.book, new=new, actor=actor, now=now)
    audit.record(actor=actor, action="sales.payment.allocated", target=payment, at=now)
    letter_if_settled(invoice, actor=actor, now=now)
    return allocation


def locked_payment(payment: Payment) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",)).select_related("client", "carrier", "entry__book")
    return rows.get(pk=payment.pk)


def _known(carrier: Organisation, money: Money) -> Payment | None:
    known = Payment.objects.filter(carrier=carrier, key=money.key).first()
    if known is not None and (known.amount_cents, known.received_on) != (money.cents, money.on):
        raise KeyOfAnotherPayment
    return known


def _locked(carrier: Organisation, client: Client, parts: Iterable[Part]) -> dict[int, Any]:
    """The invoices as they are now, kept for this transaction, with what is left of each."""
    keys = [part.invoice.pk for part in parts]
    if len(set(keys)) != len(keys):
        raise MoreThanPaid
    # Locked first, alone: PostgreSQL does not lock rows that an aggregate reads.
    list(Invoice.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    rows = with_settlement(Invoice.objects.filter(pk__in=keys)).select_related(
        "activity", "client", "carrier"
    )
    found = {invoice.pk: invoice for invoice in rows.order_by("pk")}
    for invoice in found.values():
        if not invoice.is_issued or invoice.is_credit or invoice.carrier_id != carrier.pk:
            raise InvoiceNotIssued
        if invoice.client_id != client.pk:
            raise NotTheSameClient
    return found


Cut = Sequence[tuple[Invoice, int, list[RatePart]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A payment to be written, its parts already cut by rate."""

    carrier: Organisation
    client: Client
    money: Money
    kind: PaymentKind
    cut: Cut = ()
    refund_of: Payment | None = None


def _write(deed: Deed, *, actor: Account | None, now: datetime) -> Payment:
    money = deed.money
    payment = Payment(
        carrier=deed.carrier,
        kpa_id=deed.client.kpa_id,
        client=deed.client,
        kind=deed.kind,
        means=money.means,
        received_on=money.on,
        amount_cents=money.cents,
        reference=money.reference.strip()[:120],
        refund_of=deed.refund_of,
        key=money.key,
        entry=_post(deed, actor=actor, now=now),
        recorded_at=now,
        recorded_by=actor,
        is_example=money.is_example,
    )
    payment.save()
    for invoice, cents, parts in deed.cut:
        _allocate(payment, invoice, cents, parts, actor=actor, now=now)
    chain_receipt(payment, now=now)
    numbers = [invoice.number for invoice, *_rest in deed.cut]
    data = {"amount_cents": money.cents, "kind": deed.kind, "invoices": numbers}
    audit.record(actor=actor, action="sales.payment.recorded", target=payment, at=now, data=data)
    for invoice, *_rest in deed.cut:
        letter_if_settled(invoice, actor=actor, now=now)
    return payment


def _post(deed: Deed, *, actor: Actor | None, now: datetime) -> Entry:
    client, money = deed.client, deed.money
    book = Book.objects.filter(entity=deed.carrier).first()
    if book is None:
        raise NoBook
    if money.means == PaymentMeans.CASH and deed.kind == PaymentKind.REFUND:
        check_till(book, day=money.on, cents=money.cents)
    ledger.ensure_aux(book=book, number=client.reference, label=client.name[:120])
    numbers = ", ".join(invoice.number for invoice, *_rest in deed.cut)
    is_received = deed.kind == PaymentKind.RECEIVED
    words = f"Paiement {french.de(client.name)}" if is_received else f"Remboursement à {client.name}"
    new = NewEntry(
        journal=JournalKind.CASH if money.means == PaymentMeans.CASH else JournalKind.BANK,
        day=money.on,
        label=f"{words} {numbers}".strip()[:200],
        piece_ref=(money.reference.strip() or numbers or client.reference)[:60],
        moves=_moves(client, money, deed.kind, deed.cut),
        source_type=SOURCE,
        source_id=money.key,
        key=f"{SOURCE}.{money.key}",
    )
    return ledger.post_entry(book=book, new=new, actor=actor, now=now)


def _moves(client: Client, money: Money, kind: PaymentKind, cut: Cut) -> list[Move]:
    way = 1 if kind == PaymentKind.RECEIVED else -1
    moves: list[Move] = []
    for invoice, cents, parts in cut:
        moves += payment_moves(
            means=money.means,
            cents=cents,
            parts=parts,
            vat_waits=_waits(invoice),
            axes=_axes(client, invoice),
        )
    rest = way * money.cents - sum(cents for _invoice, cents, _parts in cut)
    if rest:
        axes = Axes(kpa_id=client.kpa_id, aux=client.reference)
        moves += payment_moves(means=money.means, cents=rest, parts=(), vat_waits=False, axes=axes)
    return moves


def _axes(client: Client, invoice: Invoice) -> Axes:
    return Axes(
        kpa_id=client.kpa_id,
        activity=invoice.activity.code if invoice.activity else "",
        order_ref=invoice.order_ref,
        aux=client.reference,
    )


def _waits(invoice: Invoice) -> bool:
    """Whether the tax of this invoice is due when it is paid: services without « débits », deposits."""
    return invoice.photo.vat_point == WAITS_FOR_PAYMENT


def _allocate(
    payment: Payment,
    invoice: Invoice,
    cents: int,
    parts: list[RatePart],
    *,
    actor: Account | None,
    now: datetime,
) -> PaymentAllocation:
    allocation = PaymentAllocation.objects.create(
        payment=payment, invoice=invoice, amount_cents=cents, at=now
    )
    EncashedTax.objects.bulk_create(
        EncashedTax(
            allocation=allocation, vat_bp=part.vat_bp, net_cents=part.net_cents, tax_cents=part.tax_cents
        )
        for part in parts
    )
    tell_cashed(invoice, parts, actor=actor, now=now)
    return allocation
