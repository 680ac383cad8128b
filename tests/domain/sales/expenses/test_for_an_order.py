"""What is bought for an order is counted on it, in its activity and in the books."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger.models import Book, Line
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import selectors
from kpacite.domain.sales import services as sales
from kpacite.domain.sales.enums import ExpenseState, OrderState, QuoteState
from kpacite.domain.sales.models import ExpenseClaim, Order
from kpacite.domain.sales.selectors.costs import LATE_TICKET
from kpacite.domain.sales.services import expenses
from tests.domain.sales.expenses.test_expenses import accept, repay
from tests.factories.activities import make_activity
from tests.factories.expenses import make_expense
from tests.factories.people import NOW
from tests.factories.purchases import make_purchase, post
from tests.factories.sales import make_client, make_quote

pytestmark = pytest.mark.django_db


def ordered(kpa: Organisation, activity: Activity) -> Order:
    return make_quote(make_client(kpa), QuoteState.ACCEPTED, activity=activity).order


@pytest.fixture
def order(la_cape: Organisation, cuisine: Activity) -> Order:
    return ordered(la_cape, cuisine)


@pytest.fixture
def checked(la_cape: Organisation, order: Order, book: Book, amina: Account, bilal: Account) -> ExpenseClaim:
    """A note of Amina for the order, that waits for the accountants."""
    return make_expense(la_cape, amina, order=order, state=ExpenseState.CHECKED, checker=bilal)


def test_each_line_of_the_books_bears_the_order(
    la_cape: Organisation,
    cuisine: Activity,
    order: Order,
    checked: ExpenseClaim,
    carrier: Organisation,
    driss: Account,
):
    assert checked.activity == cuisine
    claim = accept(checked, carrier, driss, vat=133)
    repay([claim], carrier, driss)
    places = set(Line.objects.posted().values_list("kpa", "activity", "order_ref"))
    assert places == {(la_cape.pk, "CUISINE", order.number)}


def test_what_it_cost_counts_both_ways_to_buy_without_the_tax_recovered(
    la_cape: Organisation,
    order: Order,
    checked: ExpenseClaim,
    carrier: Organisation,
    amina: Account,
    driss: Account,
):
    """25,50 € with 1,33 € of VAT recovered, 10 € not judged yet, a draft; 105,50 € with 5,50 €."""
    accept(checked, carrier, driss, vat=133)
    make_expense(la_cape, amina, order=order, cents=1_000)
    make_expense(la_cape, amina, order=order, state=ExpenseState.DRAFT)
    invoice = make_purchase(carrier, driss, order=order)
    assert selectors.costs_of(order).total_cents == 2_417 + 1_000
    invoice = post(invoice, driss)
    costs = selectors.costs_of(order)
    assert (costs.claims_cents, costs.supplier_cents, costs.total_cents) == (3_417, 10_000, 13_417)
    assert (invoice.kpa_id, invoice.activity) == (la_cape.pk, order.deal.activity)
    assert set(invoice.entry.lines.values_list("order_ref", flat=True)) == {order.number}
    post(make_purchase(carrier, driss, order=order, number="AV-1", is_credit=True), driss)
    assert selectors.costs_of(order).supplier_cents == 0


def test_the_order_of_another_kpa_is_refused_by_the_service_and_by_the_database(
    la_cape: Organisation, coop_manau: Organisation, order: Order, carrier: Organisation, amina: Account
):
    elsewhere = ordered(coop_manau, make_activity(coop_manau, code="JARDIN"))
    with pytest.raises(expenses.OrderOfAnotherKpa):
        make_expense(la_cape, amina, order=elsewhere)
    claim = make_expense(la_cape, amina, order=order)
    bought = make_purchase(carrier, amina, order=order)
    for table, row in (("sales_expenseclaim", claim), ("sales_supplierinvoice", bought)):
        with (
            pytest.raises(IntegrityError, match="own KPA"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET order_id = %s WHERE id = %s", [elsewhere.pk, row.pk])


def test_an_accepted_note_keeps_its_order(checked: ExpenseClaim, carrier: Organisation, driss: Account):
    accept(checked, carrier, driss)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ExpenseClaim.objects.update(order=None)


def test_an_order_is_proposed_while_a_ticket_may_still_be_found(
    la_cape: Organisation, coop_manau: Organisation, order: Order
):
    ordered(coop_manau, make_activity(coop_manau, code="JARDIN"))
    assert selectors.orders_to_buy_for([la_cape.pk], NOW) == [order]
    sales.finish_order(order=order, actor=None, now=NOW)
    closed = sales.close_order(order=order, actor=None, now=NOW)
    assert closed.state == OrderState.CLOSED
    assert selectors.orders_to_buy_for([la_cape.pk], NOW + LATE_TICKET) == [order]
    assert selectors.orders_to_buy_for([la_cape.pk], NOW + 2 * LATE_TICKET) == []
