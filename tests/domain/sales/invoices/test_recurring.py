"""The laundry of the hotel comes back each month, as a draft that somebody checks."""

from datetime import date, timedelta

import pytest

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import InvoicePace, InvoiceState
from kpacite.domain.sales.models import Invoice, RecurringInvoice
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import Sale
from kpacite.platform import tasks
from tests.factories.invoices import BY, buffet, make_buyer, make_draft, make_issued
from tests.factories.people import NOW

ACTS = {"actor": None, "now": NOW}


def start(invoice: Invoice, first_on: date, every: InvoicePace = InvoicePace.MONTH) -> RecurringInvoice:
    return services.start_recurring(invoice=invoice, every=every, first_on=first_on, **ACTS)


def drafts() -> list[tuple[date, date]]:
    rows = Invoice.objects.filter(state=InvoiceState.DRAFT).order_by("pk")
    return list(rows.values_list("supplied_on", "supplied_until"))


def test_each_month_gives_one_draft_whoever_asks_and_catches_up(la_cape: Organisation, book: Book) -> None:
    start(make_issued(la_cape), date(2026, 3, 31))
    assert services.write_due_drafts(now=NOW, today=date(2026, 3, 30)) == []
    for _ in range(2):
        services.write_due_drafts(now=NOW, today=date(2026, 3, 31))
    assert drafts() == [(date(2026, 2, 28), date(2026, 3, 30))]
    services.write_due_drafts(now=NOW, today=date(2026, 5, 31))
    assert drafts()[1:] == [(date(2026, 3, 31), date(2026, 4, 29)), (date(2026, 4, 30), date(2026, 5, 30))]


def test_a_draft_of_a_period_is_issued_with_its_period(la_cape: Organisation, book: Book) -> None:
    start(make_issued(la_cape), date(2026, 4, 1))
    (draft,) = services.write_due_drafts(now=NOW, today=date(2026, 4, 1))
    photo = services.issue_invoice(invoice=draft, **BY | {"today": date(2026, 4, 2)}).photo
    assert (photo.supplied_on, photo.supplied_until) == (date(2026, 3, 1), date(2026, 3, 31))


def test_what_is_stopped_writes_no_more(la_cape: Organisation, book: Book) -> None:
    recurring = start(make_issued(la_cape), date(2026, 4, 1), InvoicePace.QUARTER)
    for _ in range(2):
        services.stop_recurring(recurring=recurring, **ACTS)
    assert services.write_due_drafts(now=NOW, today=date(2027, 1, 1)) == []


def test_only_an_issued_plain_invoice_comes_back_and_once(la_cape: Organisation, book: Book) -> None:
    with pytest.raises(services.NotIssued):
        start(make_draft(la_cape), date(2026, 4, 1))
    sale = Sale(kpa=la_cape.kpa, client=make_buyer(la_cape), lines=buffet())
    deposit = services.issue_invoice(invoice=services.write_deposit(sale=sale, cents=10_000, **BY), **BY)
    with pytest.raises(services.OnlyPlainInvoices):
        start(deposit, date(2026, 4, 1))
    invoice = make_issued(la_cape)
    start(invoice, date(2026, 4, 1))
    with pytest.raises(services.AlreadyRecurring):
        start(invoice, date(2026, 4, 1))


def test_the_job_of_the_day_writes_them(la_cape: Organisation, book: Book) -> None:
    start(make_issued(la_cape), NOW.date())
    assert any(name.endswith("write_recurring_drafts") for name in tasks.run_due(NOW + timedelta(minutes=1)))
    assert len(drafts()) == 1
