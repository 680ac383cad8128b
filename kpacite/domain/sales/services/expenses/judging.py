from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import ExpenseState, RepaymentMethod
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.domain.sales.rules.expenses import accepted_moves, reimbursed_moves
from kpacite.domain.sales.services.expenses.errors import CannotMoveThere, CarrierMissing, SamePerson
from kpacite.domain.sales.services.expenses.writing import locked, move
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.platform.audit import Actor

SOURCE = "sales.expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayment:
    """How and when the carrier paid back. `reference`: what the bank or the cheque says."""

    method: RepaymentMethod
    on: date
    reference: str = ""


@transaction.atomic
def check_expense(
    *, claim: ExpenseClaim, by: Person, is_production: bool, actor: Actor | None, now: datetime
) -> ExpenseClaim:
    """Someone of the group says: this was bought, and it was for us. Raises CannotMoveThere, SamePerson."""
    claim = locked(claim)
    move(claim, ExpenseState.CHECKED)
    if claim.claimant_id == by.pk:
        raise SamePerson
    claim.checked_by, claim.checked_at, claim.is_production = by, now, is_production
    return save_version(claim, "sales.expense.checked", actor=actor, now=now)


@transaction.atomic
def refuse_expense(
    *, claim: ExpenseClaim, by: Person, reason: str, actor: Actor | None, now: datetime
) -> ExpenseClaim:
    """Say no, and why; the person may correct and send again.

    Raises CannotMoveThere, SamePerson, or Refused without a reason.
    """
    claim = locked(claim)
    move(claim, ExpenseState.REFUSED)
    if claim.claimant_id == by.pk:
        raise SamePerson
    claim.refused_by, claim.refused_at, claim.refusal = by, now, reason.strip()
    return save_version(claim, "sales.expense.refused", actor=actor, now=now, reason=claim.refusal)


@transaction.atomic
def accept_expense(
    *,
    claim: ExpenseClaim,
    carrier: Organisation,
    vat_cents: int,
    by: Person,
    actor: Actor | None,
    now: datetime,
    today: date,
) -> ExpenseClaim:
    """The carrier owes it: posted in its book, dated `today`. `vat_cents`: what it recovers.

    Raises CannotMoveThere, SamePerson, CarrierMissing, Refused, and what the ledger refuses.
    """
    claim = locked(claim)
    move(claim, ExpenseState.ACCEPTED)
    if claim.claimant_id == by.pk:
        raise SamePerson
    book = _book_of(carrier, claim, today)
    claim.carrier, claim.accepted_by, claim.accepted_at = carrier, by, now
    claim.vat_cents = vat_cents
    save_version(
        claim, "sales.expense.accepted", actor=actor, now=now, data={"amount_cents": claim.amount_cents}
    )
    facts = claim.facts
    ledger.ensure_aux(book=book, number=facts.aux, label=facts.aux)
    ledger.post_entry(
        book=book,
        new=NewEntry(
            journal=JournalKind.PURCHASES,
            day=today,
            label=f"{claim.get_kind_display()} : {claim.label}"[:200],
            piece_ref=claim.reference,
            piece_date=claim.spent_on,
            source_type=SOURCE,
            source_id=str(claim.pk),
            key=f"{SOURCE}.{claim.pk}.accepted",
            moves=accepted_moves(facts),
        ),
        actor=actor,
        now=now,
    )
    return claim


@transaction.atomic
def reimburse_expenses(
    *,
    claims: Iterable[ExpenseClaim],
    carrier: Organisation,
    repayment: Repayment,
    actor: Actor | None,
    now: datetime,
) -> list[ExpenseClaim]:
    """Note that these were paid back, all or none, one entry each. Sent twice, it pays once.

    Raises CannotMoveThere, CarrierMissing, and what the ledger refuses (a closed month…).
    """
    wanted = sorted({claim.pk for claim in claims})
    if not wanted:
        raise CannotMoveThere
    return [_reimburse(ExpenseClaim(pk=key), carrier, repayment, actor=actor, now=now) for key in wanted]


def _reimburse(
    claim: ExpenseClaim, carrier: Organisation, paid: Repayment, *, actor: Actor | None, now: datetime
) -> ExpenseClaim:
    claim = locked(claim)
    move(claim, ExpenseState.REIMBURSED)
    if claim.carrier_id != carrier.pk:
        raise CarrierMissing
    if paid.method == RepaymentMethod.CASH:
        book = Book.objects.select_for_update(of=("self",)).get(entity=carrier)
        check_till(book, day=paid.on, cents=claim.amount_cents)
    claim.reimbursed_on, claim.reimbursed_by, claim.reimbursement_ref = paid.on, paid.method, paid.reference
    save_version(
        claim, "sales.expense.reimbursed", actor=actor, now=now, data={"method": paid.method, "on": paid.on}
    )
    ledger.post_entry(
        book=Book.objects.get(entity=carrier),
        new=NewEntry(
            journal=JournalKind.CASH if paid.method == RepaymentMethod.CASH else JournalKind.BANK,
            day=paid.on,
            label=f"Remboursement : {claim.label}"[:200],
            piece_ref=paid.reference or claim.reference,
            source_type=SOURCE,
            source_id=str(claim.pk),
            key=f"{SOURCE}.{claim.pk}.reimbursed",
            moves=reimbursed_moves(claim.facts, paid.method),
        ),
        actor=actor,
        now=now,
    )
    return claim


def _book_of(carrier: Organisation, claim: ExpenseClaim, today: date) -> Book:
    carries = carried_kpas(carrier, today).filter(pk=claim.kpa_id).exists()
    book = Book.objects.filter(entity=carrier).first() if carries else None
    if book is None:
        raise CarrierMissing
    return book
