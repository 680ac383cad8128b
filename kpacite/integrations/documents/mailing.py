"""An issued invoice leaves by mail, after the commit. A mail server that is down loses nothing."""

import logging
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import SendingState
from kpacite.domain.sales.models import Invoice, InvoiceSending
from kpacite.domain.sales.services.invoices import queue_sending, settle_sending
from kpacite.integrations.documents.compiler import DocumentNotDrawn
from kpacite.integrations.documents.invoices import invoice_pdf, money, title_of
from kpacite.platform import mail

logger = logging.getLogger(__name__)


@transaction.atomic
def send_invoice(*, invoice: Invoice, email: str, actor: Account | None, now: datetime) -> InvoiceSending:
    """Note the sending; once it is committed, a task sends the mail. Raises what `queue_sending` raises."""
    sending = queue_sending(invoice=invoice, email=email, actor=actor, now=now)
    transaction.on_commit(partial(_enqueue, sending.pk), robust=True)
    return sending


def _enqueue(sending: int) -> None:
    deliver_invoice.enqueue(sending=sending)


@task()
def deliver_invoice(*, sending: int, failures: int = 0) -> None:
    """Draw, send, and say how it ended. A server that is down is asked again, as for any mail; after the last
    try, the invoice is to be sent again by someone."""
    rows = InvoiceSending.objects.select_related("invoice__kpa__organisation")
    row = rows.get(pk=sending)
    if row.state != SendingState.QUEUED:
        return
    try:
        _message(row).send()
        is_sent = True
    except (SMTPException, OSError, DocumentNotDrawn) as error:
        # The number says what was lost; the address is personal and stays out of the log.
        logger.exception("Invoice %s was not sent (try %d).", row.invoice.number, failures + 1)
        may_pass = not isinstance(error, DocumentNotDrawn)
        if may_pass and mail.try_again(deliver_invoice, failures=failures, sending=sending):
            return
        is_sent = False
    settle_sending(sending=row, is_sent=is_sent, now=timezone.now())


def _message(row: InvoiceSending) -> EmailMultiAlternatives:
    invoice, photo = row.invoice, row.invoice.photo
    if invoice.issued_at is None:
        raise ValueError(invoice.pk)
    words = mail.render(
        template="billing/invoice",
        context={
            "title": title_of(photo),
            "number": photo.number,
            "kpa": photo.on_behalf,
            "seller": photo.seller.name,
            "client": photo.buyer.name,
            "amount": money(photo.due_cents),
            "due_on": photo.due_on,
            "is_credit": photo.is_credit,
        },
    )
    message = EmailMultiAlternatives(
        subject=words["subject"],
        body=words["text"],
        to=[row.email],
        reply_to=[invoice.kpa.organisation.contact_email] if invoice.kpa.organisation.contact_email else None,
        headers={**mail.HEADERS, "Content-Language": words["language"]},
    )
    message.attach_alternative(words["html"], "text/html")
    content = invoice_pdf(photo, issued_at=invoice.issued_at)
    message.attach(f"{photo.number}.pdf", content, "application/pdf")
    return message
