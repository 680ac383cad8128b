"""Who an issued invoice was sent to. The mail itself leaves after the commit, by a task."""

from datetime import datetime, timedelta

from django.db import transaction

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, SendingChannel, SendingState
from kpacite.domain.sales.models import Invoice, InvoiceSending
from kpacite.domain.sales.services.invoices.errors import (
    AlreadySending,
    IssuedElsewhere,
    NoEmail,
    NotForPortal,
    NotIssued,
)
from kpacite.domain.sales.services.invoices.locking import locked_invoice, write_event
from kpacite.platform import mail

LONGEST = timedelta(minutes=2 * sum(mail.RETRY_AFTER_MINUTES))
"""Twice what the tries of a mail take: nothing works on it any more."""


@transaction.atomic
def queue_sending(*, invoice: Invoice, email: str, actor: Account | None, now: datetime) -> InvoiceSending:
    """Note that an issued invoice is to leave.

    Raises NotIssued, IssuedElsewhere, NoEmail, AlreadySending, or `Refused`.
    """
    invoice = locked_invoice(invoice)
    if not invoice.is_issued:
        raise NotIssued
    if invoice.is_taken_over:
        raise IssuedElsewhere
    if not email.strip():
        raise NoEmail
    if InvoiceSending.objects.filter(invoice=invoice, state=SendingState.QUEUED).exists():
        raise AlreadySending
    sending = InvoiceSending(invoice=invoice, email=email.strip(), queued_at=now, sender=actor)
    save_checked(sending)
    write_event(invoice, "sending_queued", actor=actor, now=now)
    return sending


@transaction.atomic
def note_portal_deposit(*, invoice: Invoice, actor: Account | None, now: datetime) -> InvoiceSending:
    """Note that somebody deposited it on Chorus Pro, as the law wants for a public body (CPRO-01).

    Twice is the first time. Raises NotIssued, IssuedElsewhere or NotForPortal.
    """
    invoice = locked_invoice(invoice)
    if not invoice.is_issued:
        raise NotIssued
    if invoice.is_taken_over:
        raise IssuedElsewhere
    if invoice.client.kind != ClientKind.PUBLIC:
        raise NotForPortal
    known = InvoiceSending.objects.filter(invoice=invoice, channel=SendingChannel.PORTAL).first()
    if known is not None:
        return known
    sending = InvoiceSending(
        invoice=invoice,
        channel=SendingChannel.PORTAL,
        state=SendingState.SENT,
        queued_at=now,
        done_at=now,
        sender=actor,
    )
    save_checked(sending)
    write_event(invoice, "deposited", actor=actor, now=now)
    return sending


@transaction.atomic
def settle_sending(*, sending: InvoiceSending, is_sent: bool, now: datetime) -> InvoiceSending:
    """Say how a sending ended: gone, or to be sent again. The first answer stays."""
    rows = InvoiceSending.objects.select_for_update(of=("self",)).select_related("invoice")
    sending = rows.get(pk=sending.pk)
    if sending.state != SendingState.QUEUED:
        return sending
    sending.state = SendingState.SENT if is_sent else SendingState.FAILED
    sending.done_at = now
    sending.save(update_fields=["state", "done_at"])
    write_event(sending.invoice, "sent" if is_sent else "sending_failed", actor=None, now=now)
    return sending


def give_up_stuck_sendings(now: datetime) -> int:
    """Each hour: what a worker left in the middle when it was killed is to be sent again by someone.

    Nobody knows whether that mail left: a person decides, so that no client gets it twice unseen.
    """
    stuck = InvoiceSending.objects.filter(state=SendingState.QUEUED, queued_at__lt=now - LONGEST)
    found = list(stuck.order_by("pk"))
    for sending in found:
        settle_sending(sending=sending, is_sent=False, now=now)
    return len(found)
