"""From an order that is done to its invoice, in one tap."""

import pytest

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import services as sales
from kpacite.domain.sales.enums import InvoiceKind, QuoteState
from kpacite.domain.sales.models import Invoice, Order
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import Sale
from tests.factories.activities import make_activity
from tests.factories.invoices import BY, buffet, make_buyer
from tests.factories.people import NOW
from tests.factories.sales import make_quote


@pytest.fixture
def order(la_cape: Organisation) -> Order:
    activity = make_activity(la_cape, "Cuisine")
    return make_quote(make_buyer(la_cape), QuoteState.ACCEPTED, activity=activity).order


def test_the_draft_repeats_what_was_agreed_once_the_work_is_done(
    order: Order, book: Book, driss: Account
) -> None:
    with pytest.raises(services.OrderNotDone):
        services.write_invoice_of_order(order=order, **BY)
    order = sales.finish_order(order=order, actor=None, now=NOW)
    first, second = (services.write_invoice_of_order(order=order, **BY) for _ in range(2))
    assert first == second
    assert Invoice.objects.count() == 1
    assert (first.gross_cents, first.order_ref) == (order.gross_cents, order.number)
    assert first.activity == order.deal.activity
    assert [line.label for line in first.lines.order_by("position")] == [
        line.label for line in order.quote.lines.order_by("position")
    ]


def test_the_deposits_of_the_order_are_taken_off(order: Order, book: Book) -> None:
    sale = Sale(kpa=order.kpa, client=order.client, lines=buffet())
    draft = services.write_deposit(sale=sale, cents=1_100, order_ref=order.number, **BY)
    deposit = services.issue_invoice(invoice=draft, **BY)
    order = sales.finish_order(order=order, actor=None, now=NOW)
    balance = services.write_invoice_of_order(order=order, **BY)
    assert balance.kind == InvoiceKind.BALANCE
    assert balance.net_cents == order.quote.net_cents - deposit.net_cents
