"""The net of pay as transfers: each request in one file, once. The file itself is written by its standard."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing.models import PayBatch, PayRequest, TransferFile
from kpacite.domain.sharing.selectors.transfers import payable_in
from kpacite.domain.sharing.services.errors import NoDebtorAccount, NothingToTransfer, StepNotOpen
from kpacite.platform import audit
from kpacite.platform.audit import Actor

KEPT = timedelta(days=31)
"""How long a file that nobody said sent keeps its account numbers: a choice, the time of one pay."""


@dataclass(frozen=True, slots=True)
class Order:
    """One transfer: to whom, how much, under which reference of ours."""

    holder: str
    iban: str
    cents: int
    reference: str


Write = Callable[[str, BankAccount, Sequence[Order], date, datetime], bytes]
"""Message id, the account that pays, the transfers, their day, the hour: the bytes of the file."""


@transaction.atomic
def make_transfer_file(
    *, batch: PayBatch, account: BankAccount, on: date, write: Write, actor: Actor | None, now: datetime
) -> TransferFile:
    """Put the nets that no file holds yet in one; a request is transferred once.

    Raises NothingToTransfer, NoDebtorAccount, and what `write` raises.
    """
    kept = PayBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not account.iban or account.carrier_id != kept.carrier_id:
        raise NoDebtorAccount
    requests = list(payable_in(kept))
    if not requests:
        raise NothingToTransfer
    number = TransferFile.objects.filter(batch=kept).count() + 1
    message_id = f"{kept.reference}-{number}"
    content = write(message_id, account, [_order(one) for one in requests], on, now)
    file = TransferFile(
        batch=kept,
        number=number,
        message_id=message_id,
        on=on,
        cents=sum(one.net_cents or 0 for one in requests),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        made_at=now,
    )
    save_checked(file)
    PayRequest.objects.filter(pk__in=[one.pk for one in requests]).update(transfer=file)
    data = {"message_id": message_id, "transfers": len(requests), "cents": file.cents, "sha256": file.sha256}
    audit.record(actor=actor, action="sharing.transfers.made", target=kept, at=now, data=data)
    return file


def _order(request: PayRequest) -> Order:
    account = request.person.bank_account
    return Order(account.holder, account.iban, request.net_cents or 0, f"V-{request.pk}")


@transaction.atomic
def empty_transfer_file(*, file: TransferFile, actor: Actor | None, now: datetime) -> TransferFile:
    """The bank has it: its account numbers are no longer kept here. Raises StepNotOpen."""
    kept = TransferFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if kept.emptied_at is not None:
        raise StepNotOpen
    _empty(kept, now)
    audit.record(actor=actor, action="sharing.transfers.sent", target=kept.batch, at=now)
    return kept


def empty_old_transfer_files(*, now: datetime) -> int:
    """Empty what was left full for too long; how many files."""
    old = TransferFile.objects.filter(emptied_at=None, made_at__lte=now - KEPT).order_by("pk")
    files = list(old)
    for file in files:
        _empty(file, now)
    return len(files)


def _empty(file: TransferFile, now: datetime) -> None:
    file.content, file.emptied_at = b"", now
    file.save(update_fields=["content", "emptied_at"])
