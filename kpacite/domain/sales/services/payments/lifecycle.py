"""The statuses of an electronic invoice: what its platform said, and what was cashed, by rate."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums.payments import LifecycleCode
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.models.payments import LifecycleEvent, Payment
from kpacite.domain.sales.rules.entries import PAYMENT as WAITS_FOR_PAYMENT
from kpacite.domain.sales.rules.settling import RatePart
from kpacite.domain.sales.services.payments.errors import (
    InvoiceNotIssued,
    LifecycleEnded,
    LifecycleOutOfOrder,
    LifecycleWritesItself,
)
from kpacite.platform import audit

ONCE = frozenset({LifecycleCode.DEPOSITED, LifecycleCode.REFUSED, LifecycleCode.REJECTED})


@transaction.atomic
def note_lifecycle(
    *, invoice: Invoice, code: LifecycleCode, motive: str, actor: Account | None, now: datetime
) -> LifecycleEvent:
    """Note what the platform of electronic invoices said. « Encaissée » writes itself with the payments.

    The same status twice is the first one. Raises InvoiceNotIssued, LifecycleEnded, LifecycleWritesItself,
    LifecycleOutOfOrder, or Refused without a motive where one is due.
    """
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("corrects").get(pk=invoice.pk)
    if not invoice.is_issued or invoice.is_for_lateness:
        raise InvoiceNotIssued
    if code not in ONCE:
        raise LifecycleWritesItself
    if is_rejected(invoice):
        raise LifecycleEnded
    known = LifecycleEvent.objects.filter(invoice=invoice, code=code).first()
    if known is not None:
        return known
    deposited = LifecycleEvent.objects.filter(invoice=invoice, code=LifecycleCode.DEPOSITED)
    if code == LifecycleCode.REFUSED and not deposited.exists():
        raise LifecycleOutOfOrder
    event = LifecycleEvent(invoice=invoice, code=code, motive=motive.strip(), at=now, actor=actor)
    save_checked(event)
    audit.record(actor=actor, action="sales.lifecycle.noted", target=invoice, at=now, data={"code": code})
    return event


def is_rejected(invoice: Invoice) -> bool:
    return LifecycleEvent.objects.filter(invoice=invoice, code=LifecycleCode.REJECTED).exists()


def tell_cashed(
    invoice: Invoice, parts: Iterable[RatePart], *, actor: Account | None, now: datetime, motive: str = ""
) -> LifecycleEvent | None:
    """212, with net and tax by rate, where the tax is due on payment (EINV-06, EINV-07)."""
    if invoice.photo.vat_point != WAITS_FOR_PAYMENT or is_rejected(invoice):
        return None
    told = [
        {"vat_bp": part.vat_bp, "net_cents": part.net_cents, "tax_cents": part.tax_cents} for part in parts
    ]
    return LifecycleEvent.objects.create(
        invoice=invoice, code=LifecycleCode.CASHED, motive=motive[:300], parts=told, at=now, actor=actor
    )


def take_back_cashed(payment: Payment, *, reason: str, actor: Account | None, now: datetime) -> None:
    """A payment that is cancelled was told as cashed: the same amounts are told again, negative."""
    for allocation in payment.allocations.select_related("invoice").order_by("pk"):
        parts = [
            RatePart(row.vat_bp, -row.net_cents, -row.tax_cents)
            for row in allocation.taxes.order_by("vat_bp")
        ]
        tell_cashed(allocation.invoice, parts, actor=actor, now=now, motive=f"Paiement annulé : {reason}")
