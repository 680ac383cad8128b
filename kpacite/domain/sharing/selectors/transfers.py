"""Of a batch, what may be transferred, and who is paid otherwise."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing.enums import PayState
from kpacite.domain.sharing.models import PayBatch, PayRequest


def _with_net(batch: PayBatch) -> QuerySet[PayRequest]:
    """Paid, and in no file yet: before, nobody knows the net."""
    rows = PayRequest.objects.filter(batch=batch, state=PayState.PAID, net_cents__gt=0, transfer=None)
    return rows.select_related("person__bank_account").order_by("person__first_name", "pk")


def payable_in(batch: PayBatch) -> QuerySet[PayRequest]:
    """Those who wrote a bank account. `last_transfer_at`: when a file last paid her, on whatever account."""
    hers = PayRequest.objects.filter(person=OuterRef("person"), transfer__isnull=False).order_by()
    last = hers.values("person").annotate(at=Max("transfer__made_at")).values("at")
    return _with_net(batch).exclude(person__bank_account=None).annotate(last_transfer_at=Subquery(last))


def paid_otherwise_in(batch: PayBatch) -> QuerySet[PayRequest]:
    """Those who have none: a cheque, or a number that they give to pay themselves."""
    return _with_net(batch).filter(person__bank_account=None)


def count_without_net(batch: PayBatch) -> int:
    """Requests for which pay has not answered, or answered without the net."""
    waiting = PayRequest.objects.filter(batch=batch).exclude(state=PayState.REJECTED)
    return waiting.exclude(state=PayState.PAID, net_cents__gt=0).count()


def paying_accounts(carrier: Organisation) -> QuerySet[BankAccount]:
    """The accounts of the carrier that a transfer may leave from."""
    return BankAccount.objects.filter(carrier=carrier).exclude(iban="").order_by("name", "pk")
