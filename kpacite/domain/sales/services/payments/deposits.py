"""Taking cheques, cards and cash to the bank by a numbered slip; a slip undone, a cheque that comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import AccountMapping, Book, Entry, LetteredLine, Lettering, Line
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models.bank import BankAccount, BankLine
from kpacite.domain.sales.models.deposits import BouncedCheque, Deposit, DepositLine
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.rules.deposits import Deposited, bounce_moves, deposit_moves
from kpacite.domain.sales.rules.invoices import number_in
from kpacite.domain.sales.selectors.deposits import standing_lines, waiting_payments
from kpacite.domain.sales.services.invoices.errors import NoBook
from kpacite.domain.sales.services.payments.cancelling import cancel_payment
from kpacite.domain.sales.services.payments.errors import (
    AlreadyCancelled,
    DepositBounced,
    DepositDiffers,
    FuturePayment,
    NothingToDeposit,
    NotOnASlip,
)
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.kernel import french
from kpacite.platform import audit
from kpacite.platform.numbering import next_number

SOURCE = "sales.deposit"
WORDS = {
    PaymentMeans.CHEQUE: "Remise de chèques",
    PaymentMeans.CARD: "Remise de cartes",
    PaymentMeans.CASH: "Remise d’espèces",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What goes to the bank: payments (cheques, cards), or a sum of cash. `key`: the form, counted once."""

    account: BankAccount
    means: PaymentMeans
    on: date
    key: str
    payments: Sequence[int] = ()
    cash_cents: int = 0
    fee_cents: int = 0
    bank_reference: str = ""
    is_example: bool = False


@transaction.atomic
def make_deposit(
    *, carrier: Organisation, slip: Slip, actor: Account | None, now: datetime, today: date
) -> Deposit:
    """Number a slip and post it: the bank gets what waited. The same key twice is one slip.

    Raises FuturePayment, NothingToDeposit, DepositDiffers, TillWouldOwe, NoBook, and what the ledger refuses.
    """
    known = Deposit.objects.filter(carrier=carrier, key=slip.key).first()
    if known is not None:
        return known
    if slip.on > today:
        raise FuturePayment
    book = Book.objects.select_for_update(of=("self",)).filter(entity=carrier).first()
    if book is None:
        raise NoBook
    payments = _payments(carrier, slip)
    total = sum(payment.amount_cents for payment in payments) + slip.cash_cents
    if slip.fee_cents < 0 or total <= slip.fee_cents:
        raise NothingToDeposit
    if slip.means == PaymentMeans.CASH:
        check_till(book, day=slip.on, cents=total)
    series = f"sales.B.{carrier.pk}.{slip.on.year}"
    number = number_in(series, next_number(series))
    deposit = Deposit.objects.create(
        carrier=carrier,
        account=slip.account,
        number=number,
        means=slip.means,
        deposited_on=slip.on,
        amount_cents=total,
        fee_cents=slip.fee_cents,
        bank_reference=slip.bank_reference.strip(),
        key=slip.key,
        entry=_post(book, slip, number, payments, actor=actor, now=now),
        recorded_at=now,
        recorded_by=actor,
        is_example=slip.is_example,
    )
    DepositLine.objects.bulk_create(DepositLine(deposit=deposit, payment=payment) for payment in payments)
    for payment in payments:
        _letter([payment.entry_id, deposit.entry_id], payment, actor=actor, now=now)
    data = {"amount_cents": total, "means": slip.means}
    audit.record(actor=actor, action="sales.deposit.made", target=deposit, at=now, data=data)
    return deposit


def _payments(carrier: Organisation, slip: Slip) -> list[Payment]:
    """Those that still wait, locked. Cash has none."""
    if slip.means == PaymentMeans.CASH:
        if slip.payments:
            raise NothingToDeposit
        return []
    if slip.account.carrier_id != carrier.pk or slip.cash_cents:
        raise NothingToDeposit
    wanted = set(slip.payments)
    list(Payment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    found = list(waiting_payments(carrier, slip.means).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise DepositDiffers
    if any(payment.received_on > slip.on for payment in found):
        raise FuturePayment
    return found


def _post(
    book: Book,
    slip: Slip,
    number: str,
    payments: Sequence[Payment],
    *,
    actor: Account | None,
    now: datetime,
) -> Entry:
    parts = [Deposited(payment.amount_cents, _words(payment), payment.kpa_id) for payment in payments] or [
        Deposited(slip.cash_cents)
    ]
    new = NewEntry(
        journal=JournalKind.BANK,
        day=slip.on,
        label=f"{WORDS[slip.means]} {number}",
        piece_ref=number,
        moves=deposit_moves(slip.means, parts, fee_cents=slip.fee_cents),
        source_type=SOURCE,
        source_id=slip.key,
        key=f"{SOURCE}.{slip.key}",
    )
    return ledger.post_entry(book=book, new=new, actor=actor, now=now)


def _words(payment: Payment) -> str:
    return f"{payment.client.name} {payment.reference}".strip()[:200]


@transaction.atomic
def cancel_deposit(
    *, deposit: Deposit, reason: str, actor: Account | None, now: datetime, today: date
) -> Deposit:
    """A slip noted by mistake: its mirror, dated today; its cheques and its bank line wait again.

    Raises ReasonMissing, AlreadyCancelled, DepositBounced, and what the ledger refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    deposit = _locked(deposit)
    if BouncedCheque.objects.filter(line__deposit=deposit).exists():
        raise DepositBounced
    BankLine.objects.filter(deposit=deposit).update(deposit=None, decided_at=None)
    _unletter(deposit.entry_id, reason=reason, actor=actor, now=now)
    ledger.reverse_entry(entry=deposit.entry, day=today, reason=reason, actor=actor, now=now)
    deposit.cancelled_at, deposit.cancel_reason = now, reason.strip()[:300]
    deposit.save(update_fields=["cancelled_at", "cancel_reason"])
    audit.record(
        actor=actor, action="sales.deposit.cancelled", target=deposit, at=now, reason=deposit.cancel_reason
    )
    return deposit


@transaction.atomic
def note_bounced(
    *, line: DepositLine, on: date, reason: str, actor: Account | None, now: datetime, today: date
) -> BouncedCheque:
    """A cheque came back: the bank takes its sum, its payment is cancelled, the client owes again.

    Raises ReasonMissing, FuturePayment, NotOnASlip, RefundedMeanwhile, and what the ledger refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    if on > today:
        raise FuturePayment
    deposit = _locked(line.deposit)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=line.payment_id)
    if deposit.means != PaymentMeans.CHEQUE or not standing_lines().filter(pk=line.pk).exists():
        raise NotOnASlip
    new = NewEntry(
        journal=JournalKind.BANK,
        day=on,
        label=f"Chèque impayé {french.de(payment.client.name)}, {deposit.number}"[:200],
        piece_ref=deposit.number,
        moves=bounce_moves(payment.amount_cents, label=_words(payment), kpa_id=payment.kpa_id),
        source_type=SOURCE,
        source_id=deposit.key,
        key=f"{SOURCE}.bounced.{line.pk}",
    )
    entry = ledger.post_entry(book=deposit.entry.book, new=new, actor=actor, now=now)
    bounce = BouncedCheque.objects.create(line=line, on=on, reason=reason.strip()[:200], entry=entry, at=now)
    cancel_payment(
        payment=payment, reason=f"Chèque impayé : {bounce.reason}", actor=actor, now=now, today=today
    )
    audit.record(actor=actor, action="sales.deposit.bounced", target=deposit, at=now, reason=bounce.reason)
    return bounce


def _locked(deposit: Deposit) -> Deposit:
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("entry__book", "carrier")
    deposit = rows.get(pk=deposit.pk)
    if deposit.cancelled_at is not None:
        raise AlreadyCancelled
    return deposit


def _letter(entries: Sequence[int], payment: Payment, *, actor: Account | None, now: datetime) -> None:
    """What waited and what left settle each other, in the account of cheques (or cards)."""
    role = {PaymentMeans.CHEQUE: AccountRole.CHEQUES, PaymentMeans.CARD: AccountRole.CARDS}[
        PaymentMeans(payment.means)
    ]
    accounts = AccountMapping.objects.filter(book=payment.entry.book_id, role=role).values("account")
    lines = Line.objects.posted().filter(entry__in=entries, account__in=accounts).unlettered().order_by("pk")
    came = [row for row in lines if row.entry_id == payment.entry_id]
    left = [row for row in lines if row.entry_id != payment.entry_id and row.kpa_id == payment.kpa_id]
    cents = sum(row.debit_cents - row.credit_cents for row in came)
    gone = next((row for row in left if row.credit_cents == cents and row.label == _words(payment)), None)
    is_lettrable = bool(came) and came[0].account.is_lettrable
    if gone is not None and is_lettrable and {row.account_id for row in came} == {gone.account_id}:
        ledger.letter(lines=[*(row.pk for row in came), gone.pk], actor=actor, now=now)


def _unletter(entry: int, *, reason: str, actor: Account | None, now: datetime) -> None:
    active = LetteredLine.objects.active().filter(line__entry=entry)
    for lettering in Lettering.objects.filter(pk__in=active.values("lettering")).order_by("pk"):
        ledger.unletter(lettering=lettering, reason=reason, actor=actor, now=now)
