from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.people.models import Person
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ExpenseKind, ExpenseState
from kpacite.domain.sales.models import ExpenseClaim, Order
from kpacite.domain.sales.rules.expenses import (
    LONGEST_TRIP_KM,
    is_production,
    kilometres_amount,
    may_become,
)
from kpacite.domain.sales.services.errors import ChangedMeanwhile
from kpacite.domain.sales.services.expenses.errors import (
    CannotMoveThere,
    ExpenseOfSomeoneElse,
    FutureExpense,
    KilometresMissing,
    OrderOfAnotherKpa,
    RateMissing,
    ReceiptMissing,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class ExpenseDetails(TypedDict, total=False):
    """`km` for a trip, whose amount is then computed; `amount_cents` for everything else.

    `order` brings its activity with it.
    """

    activity: Activity | None
    order: Order | None
    label: str
    supplier: str
    spent_on: date
    amount_cents: int
    vat_cents: int
    km: int | None
    is_production: bool
    key: str


@transaction.atomic
def note_expense(
    *,
    kpa: Kpa,
    claimant: Person,
    kind: ExpenseKind,
    actor: Actor | None,
    now: datetime,
    today: date,
    is_example: bool = False,
    **details: Unpack[ExpenseDetails],
) -> ExpenseClaim:
    """Write a draft.

    Raises FutureExpense, OrderOfAnotherKpa, KilometresMissing, RateMissing, or Refused for a wrong value.
    """
    claim = ExpenseClaim(
        kpa=kpa,
        claimant=claimant,
        kind=kind,
        created_at=now,
        is_example=is_example,
        **({"is_production": is_production(kind)} | details),
    )
    _complete(claim, today)
    save_checked(claim)
    audit.record(actor=actor, action="sales.expense.noted", target=claim, at=now)
    return claim


@transaction.atomic
def edit_expense(
    *,
    claim: ExpenseClaim,
    version: int,
    kind: ExpenseKind,
    actor: Actor | None,
    now: datetime,
    today: date,
    **details: Unpack[ExpenseDetails],
) -> ExpenseClaim:
    """Change a draft. Raises ChangedMeanwhile, CannotMoveThere, and what `note_expense` raises."""
    claim = locked(claim)
    if claim.version != version:
        raise ChangedMeanwhile
    if claim.state != ExpenseState.DRAFT:
        raise CannotMoveThere
    for name, value in details.items():
        setattr(claim, name, value)
    claim.kind = kind
    _complete(claim, today)
    return save_version(claim, "sales.expense.edited", actor=actor, now=now)


@transaction.atomic
def submit_expense(
    *, claim: ExpenseClaim, by: Person, actor: Actor | None, now: datetime, today: date
) -> ExpenseClaim:
    """Send a draft to whoever checks it. The rate of the kilometres is read again.

    Raises CannotMoveThere, ExpenseOfSomeoneElse, ReceiptMissing, RateMissing.
    """
    claim = locked(claim)
    move(claim, ExpenseState.SUBMITTED)
    if claim.claimant_id != by.pk:
        raise ExpenseOfSomeoneElse
    if claim.kind != ExpenseKind.TRAVEL and not claim.receipts.filter(removed_at=None).exists():
        raise ReceiptMissing
    _complete(claim, today)
    claim.submitted_at = now
    return save_version(claim, "sales.expense.submitted", actor=actor, now=now)


@transaction.atomic
def reopen_expense(*, claim: ExpenseClaim, by: Person, actor: Actor | None, now: datetime) -> ExpenseClaim:
    """Take back what nobody has checked yet, or what was refused: it is a draft again.

    Raises CannotMoveThere, ExpenseOfSomeoneElse.
    """
    claim = locked(claim)
    move(claim, ExpenseState.DRAFT)
    if claim.claimant_id != by.pk:
        raise ExpenseOfSomeoneElse
    claim.submitted_at = claim.checked_at = claim.refused_at = None
    claim.checked_by = claim.refused_by = None
    claim.refusal = ""
    return save_version(claim, "sales.expense.reopened", actor=actor, now=now)


def locked(claim: ExpenseClaim) -> ExpenseClaim:
    """The note as it is now, kept for this transaction."""
    rows = ExpenseClaim.objects.select_for_update(of=("self",))
    return rows.select_related("claimant", "activity", "order", "kpa").get(pk=claim.pk)


def move(claim: ExpenseClaim, wanted: ExpenseState) -> None:
    if not may_become(ExpenseState(claim.state), wanted):
        raise CannotMoveThere
    claim.state = wanted


def _complete(claim: ExpenseClaim, today: date) -> None:
    """What follows from what was written: the activity of its order, the amount of a trip at its rate."""
    if claim.spent_on > today:
        raise FutureExpense
    if claim.order is not None:
        if claim.order.kpa_id != claim.kpa_id:
            raise OrderOfAnotherKpa
        claim.activity = claim.order.deal.activity or claim.activity
    claim.label, claim.supplier = claim.label.strip(), claim.supplier.strip()
    if claim.kind != ExpenseKind.TRAVEL:
        claim.km = claim.rate_1000_cents = None
        claim.rate_source = ""
        return
    if not claim.km or claim.km > LONGEST_TRIP_KM:
        raise KilometresMissing
    rate = selectors.kilometre_rate(claim.kpa_id, claim.spent_on)
    if rate is None:
        raise RateMissing
    claim.rate_1000_cents, claim.rate_source = rate.cents, rate.source
    claim.amount_cents, claim.vat_cents = kilometres_amount(claim.km, rate.cents).cents, 0
