from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim, ExpenseReceipt
from kpacite.domain.sales.services.expenses.errors import (
    CannotMoveThere,
    ExpenseOfSomeoneElse,
    ReceiptAlreadyUsed,
    SameReceipt,
    TooManyReceipts,
)
from kpacite.domain.sales.services.expenses.writing import locked
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanFile

MOST_RECEIPTS = 10


@transaction.atomic
def add_receipt(
    *, claim: ExpenseClaim, clean: CleanFile, actor: Actor | None, now: datetime
) -> ExpenseReceipt:
    """Join a photo or a PDF to a draft. `clean`: what `platform.uploads.clean_file` made of it.

    Raises CannotMoveThere, SameReceipt, ReceiptAlreadyUsed, TooManyReceipts.
    """
    claim = locked(claim)
    if claim.state != ExpenseState.DRAFT:
        raise CannotMoveThere
    kept = claim.receipts.filter(removed_at=None)
    if kept.filter(sha256=clean.sha256).exists():
        raise SameReceipt
    if kept.count() >= MOST_RECEIPTS:
        raise TooManyReceipts
    elsewhere = ExpenseReceipt.objects.filter(
        sha256=clean.sha256, removed_at=None, claim__kpa=claim.kpa_id
    ).exclude(claim__state=ExpenseState.REFUSED)
    if elsewhere.exclude(claim=claim).exists():
        raise ReceiptAlreadyUsed
    receipt = ExpenseReceipt(
        claim=claim,
        file=_stored(f"frais/{clean.name}", clean.content),
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=clean.sha256,
        added_at=now,
    )
    save_checked(receipt)
    audit.record(actor=actor, action="sales.expense.receipt_added", target=claim, at=now)
    return receipt


def _stored(name: str, content: bytes) -> str:
    """The name of the file. It comes from its bytes: writing it again after a failure makes no second one."""
    if default_storage.exists(name):
        return name
    return default_storage.save(name, ContentFile(content))


@transaction.atomic
def remove_receipt(
    *, receipt: ExpenseReceipt, by: Person, actor: Actor | None, now: datetime
) -> ExpenseReceipt:
    """Take a receipt off a draft; its row stays. Raises CannotMoveThere, ExpenseOfSomeoneElse."""
    claim = locked(receipt.claim)
    if claim.state != ExpenseState.DRAFT:
        raise CannotMoveThere
    if claim.claimant_id != by.pk:
        raise ExpenseOfSomeoneElse
    if receipt.removed_at is None:
        receipt.removed_at = now
        receipt.save(update_fields=["removed_at"])
        audit.record(actor=actor, action="sales.expense.receipt_removed", target=claim, at=now)
    return receipt
