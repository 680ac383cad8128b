"""Invoices that come back: each time a draft, never an invoice issued without anybody looking at it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind, InvoicePace
from kpacite.domain.sales.models import Invoice, RecurringInvoice
from kpacite.domain.sales.services.invoices.derived import duplicate_invoice
from kpacite.domain.sales.services.invoices.errors import AlreadyRecurring, NotIssued, OnlyPlainInvoices
from kpacite.domain.sales.services.invoices.locking import locked_invoice, write_event
from kpacite.kernel.period import add_months


@transaction.atomic
def start_recurring(
    *, invoice: Invoice, every: InvoicePace, first_on: date, actor: Account | None, now: datetime
) -> RecurringInvoice:
    """From `first_on` on, write a draft like this invoice at each period.

    Raises NotIssued, OnlyPlainInvoices, AlreadyRecurring.
    """
    invoice = locked_invoice(invoice)
    if not invoice.is_issued:
        raise NotIssued
    if invoice.kind != InvoiceKind.INVOICE:
        raise OnlyPlainInvoices
    if RecurringInvoice.objects.going_on().filter(model=invoice).exists():
        raise AlreadyRecurring
    row = RecurringInvoice(
        model=invoice, every_months=every, first_on=first_on, next_on=first_on, started_at=now, author=actor
    )
    save_checked(row)
    write_event(invoice, "recurring_started", actor=actor, now=now, every_months=int(every))
    return row


@transaction.atomic
def stop_recurring(*, recurring: RecurringInvoice, actor: Account | None, now: datetime) -> RecurringInvoice:
    """No more draft; those that were written stay. Twice changes nothing."""
    row = _locked(recurring)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        write_event(row.model, "recurring_stopped", actor=actor, now=now)
    return row


def write_due_drafts(*, now: datetime, today: date) -> list[Invoice]:
    """Write the drafts whose day has come, one for each period that passed; each once, whoever runs this."""
    due = RecurringInvoice.objects.going_on().filter(next_on__lte=today).order_by("pk")
    return [draft for row in due for draft in _write_due(row, now=now, today=today)]


@transaction.atomic
def _write_due(recurring: RecurringInvoice, *, now: datetime, today: date) -> list[Invoice]:
    row = _locked(recurring)
    drafts = []
    while row.ended_at is None and row.next_on <= today:
        drafts.append(_write_next(row, now=now, today=today))
    return drafts


def _write_next(row: RecurringInvoice, *, now: datetime, today: date) -> Invoice:
    """The draft of the period that ends on `next_on`."""
    start = add_months(row.first_on, (row.written - 1) * row.every_months)
    key = f"recurring.{row.pk}.{row.written}"
    draft = duplicate_invoice(invoice=row.model, actor=None, now=now, today=today, key=key)
    draft.supplied_on, draft.supplied_until = start, row.next_on - timedelta(days=1)
    draft.save(update_fields=["supplied_on", "supplied_until"])
    row.written += 1
    row.next_on = add_months(row.first_on, row.written * row.every_months)
    row.save(update_fields=["written", "next_on"])
    return draft


def _locked(recurring: RecurringInvoice) -> RecurringInvoice:
    rows = RecurringInvoice.objects.select_for_update(of=("self",)).select_related("model__kpa__organisation")
    return rows.get(pk=recurring.pk)
