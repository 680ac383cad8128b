from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import ExpenseKind
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.domain.sales.services.expenses.receipts import add_receipt
from kpacite.domain.sales.services.expenses.writing import (
    ExpenseDetails,
    edit_expense,
    note_expense,
    submit_expense,
)
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanFile


@transaction.atomic
def send_expense(
    *,
    kpa: Kpa,
    claimant: Person,
    kind: ExpenseKind,
    receipt: CleanFile | None,
    keep_draft: bool,
    actor: Actor | None,
    now: datetime,
    today: date,
    **details: Unpack[ExpenseDetails],
) -> ExpenseClaim:
    """In one gesture: the note, its receipt, and off to whoever checks. The same `key` twice: one note.

    Raises what `note_expense`, `add_receipt` and `submit_expense` raise; then nothing is written.
    """
    if key := details.get("key", ""):
        known = ExpenseClaim.objects.filter(claimant=claimant, key=key).first()
        if known is not None:
            return known
    claim = note_expense(kpa=kpa, claimant=claimant, kind=kind, actor=actor, now=now, today=today, **details)
    if receipt is not None:
        add_receipt(claim=claim, clean=receipt, actor=actor, now=now)
    if keep_draft:
        return claim
    return submit_expense(claim=claim, by=claimant, actor=actor, now=now, today=today)


@transaction.atomic
def complete_expense(
    *,
    claim: ExpenseClaim,
    version: int,
    kind: ExpenseKind,
    receipt: CleanFile | None,
    actor: Actor | None,
    now: datetime,
    today: date,
    **details: Unpack[ExpenseDetails],
) -> ExpenseClaim:
    """Change a draft, and add a receipt to it when there is one. Raises what these two raise."""
    changed = edit_expense(
        claim=claim, version=version, kind=kind, actor=actor, now=now, today=today, **details
    )
    if receipt is not None:
        add_receipt(claim=changed, clean=receipt, actor=actor, now=now)
    return changed
