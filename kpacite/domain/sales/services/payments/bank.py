"""Statements of the bank: read elsewhere, kept once, matched by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.models.bank import BankAccount, BankLine, BankStatement
from kpacite.domain.sales.models.deposits import Deposit
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.rules.matching import fingerprints
from kpacite.domain.sales.services.payments.errors import (
    LineAlreadyDecided,
    MoreThanPaid,
    OtherAccount,
    WrongAmount,
)
from kpacite.domain.sales.services.payments.recording import Money, settle_invoices
from kpacite.platform import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A movement as the statement tells it."""

    booked_on: date
    amount_cents: int
    value_on: date | None = None
    label: str = ""
    counterparty: str = ""
    iban: str = ""
    reference: str = ""
    bank_id: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        words = (self.bank_id,) if self.bank_id else (self.label, self.counterparty, self.reference)
        return (self.booked_on, self.amount_cents, *words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatement:
    """A file read whole: its SHA-256, its format, the account it names, its movements."""

    sha256: str
    format: str
    account: str
    lines: Sequence[NewLine]


@dataclass(frozen=True, slots=True)
class Imported:
    new: int
    known: int


@transaction.atomic
def open_bank_account(
    *, carrier: Organisation, name: str, iban: str, actor: Account | None, now: datetime
) -> BankAccount:
    """Raises Refused for a name that is taken."""
    account = BankAccount(carrier=carrier, name=name.strip(), iban=iban)
    save_checked(account)
    audit.record(actor=actor, action="sales.bank_account.opened", target=account, at=now)
    return account


@transaction.atomic
def remember_mapping(
    *, account: BankAccount, mapping: dict[str, Any], actor: Account | None, now: datetime
) -> BankAccount:
    """Keep what the columns of this bank's CSV mean."""
    account = BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    account.mapping = mapping
    account.save(update_fields=["mapping"])
    audit.record(actor=actor, action="sales.bank_account.mapped", target=account, at=now)
    return account


@transaction.atomic
def import_statement(
    *, account: BankAccount, statement: NewStatement, actor: Account | None, now: datetime
) -> Imported:
    """Keep the movements that are new; the same file, or another that overlaps, adds nothing twice.

    Raises OtherAccount when the file names another IBAN.
    """
    account = BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if account.iban and statement.account and statement.account != account.iban:
        raise OtherAccount
    marks = fingerprints(line.identity for line in statement.lines)
    known = set(account.lines.filter(fingerprint__in=marks).values_list("fingerprint", flat=True))
    fresh = [(mark, line) for mark, line in zip(marks, statement.lines, strict=True) if mark not in known]
    kept, _created = BankStatement.objects.get_or_create(
        account=account,
        sha256=statement.sha256,
        defaults={"format": statement.format, "imported_at": now, "imported_by": actor},
    )
    BankLine.objects.bulk_create(
        BankLine(
            account=account,
            statement=kept,
            fingerprint=mark,
            booked_on=line.booked_on,
            value_on=line.value_on,
            amount_cents=line.amount_cents,
            label=line.label,
            counterparty=line.counterparty,
            iban=line.iban,
            reference=line.reference,
            bank_id=line.bank_id,
        )
        for mark, line in fresh
    )
    data = {"new": len(fresh), "known": len(known)}
    audit.record(actor=actor, action="sales.bank_statement.imported", target=kept, at=now, data=data)
    return Imported(len(fresh), len(marks) - len(fresh))


@transaction.atomic
def confirm_line(
    *, line: BankLine, invoices: Sequence[Invoice], actor: Account | None, now: datetime, today: date
) -> Payment:
    """This movement pays these invoices, in this order; what is more stays to the client's credit.

    Raises LineAlreadyDecided, MoreThanPaid without invoice, and what `record_payment` raises.
    """
    line = locked_line(line)
    if line.amount_cents <= 0:
        raise MoreThanPaid
    # A line taken back and matched again is another gesture.
    again = audit.for_target(line).count()
    money = Money(
        means=PaymentMeans.TRANSFER,
        on=line.booked_on,
        cents=line.amount_cents,
        key=f"bank.{line.pk}.{again}",
        reference=line.reference or line.label,
    )
    payment = settle_invoices(
        carrier=line.account.carrier, invoices=invoices, money=money, actor=actor, now=now, today=today
    )
    return _link(line, payment, actor=actor, now=now)


@transaction.atomic
def link_line(*, line: BankLine, payment: Payment, actor: Account | None, now: datetime) -> Payment:
    """This movement is a payment noted by hand already. Raises LineAlreadyDecided, WrongAmount."""
    line = locked_line(line)
    if payment.cancelled_at is not None or payment.signed_cents != line.amount_cents:
        raise WrongAmount
    if BankLine.objects.filter(payment=payment).exists() or payment.carrier_id != line.account.carrier_id:
        raise LineAlreadyDecided
    return _link(line, payment, actor=actor, now=now)


@transaction.atomic
def link_deposit(*, line: BankLine, deposit: Deposit, actor: Account | None, now: datetime) -> Deposit:
    """This movement is that slip, arrived. Raises LineAlreadyDecided, WrongAmount."""
    line = locked_line(line)
    deposit = Deposit.objects.select_for_update(of=("self",)).get(pk=deposit.pk)
    if deposit.cancelled_at is not None or deposit.arrived_cents != line.amount_cents:
        raise WrongAmount
    if BankLine.objects.filter(deposit=deposit).exists() or deposit.carrier_id != line.account.carrier_id:
        raise LineAlreadyDecided
    line.deposit, line.decided_at = deposit, now
    line.save(update_fields=["deposit", "decided_at"])
    audit.record(actor=actor, action="sales.bank_line.matched", target=line, at=now)
    return deposit


@transaction.atomic
def ignore_line(*, line: BankLine, reason: str, actor: Account | None, now: datetime) -> BankLine:
    """This movement pays none of the invoices. Raises LineAlreadyDecided, ReasonMissing."""
    line = locked_line(line)
    if not reason.strip():
        raise ReasonMissing
    line.ignored_reason, line.decided_at = reason.strip()[:200], now
    line.save(update_fields=["ignored_reason", "decided_at"])
    audit.record(actor=actor, action="sales.bank_line.ignored", target=line, at=now, reason=reason.strip())
    return line


def locked_line(line: BankLine) -> BankLine:
    """As it is now, kept for this transaction. Raises LineAlreadyDecided."""
    rows = BankLine.objects.select_for_update(of=("self",)).select_related("account__carrier")
    line = rows.get(pk=line.pk)
    if not line.is_waiting:
        raise LineAlreadyDecided
    return line


def _link(line: BankLine, payment: Payment, *, actor: Account | None, now: datetime) -> Payment:
    line.payment, line.decided_at = payment, now
    line.save(update_fields=["payment", "decided_at"])
    audit.record(actor=actor, action="sales.bank_line.matched", target=line, at=now)
    return payment
