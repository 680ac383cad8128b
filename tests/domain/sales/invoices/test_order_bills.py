"""From an order to its invoices: the deposit, the rest, once each; and the order that closes."""

from datetime import timedelta

import pytest

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import DepositKind, InvoiceKind, OrderState, QuoteState
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.services import invoices
from kpacite.platform import audit
from tests.factories.activities import make_activity
from tests.factories.invoices import make_buyer
from tests.factories.people import NOW, TODAY
from tests.factories.sales import line_input, make_quote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book")]
BY = {"actor": None, "now": NOW}
DATED = BY | {"today": TODAY}
ASKED = {"deposit_kind": DepositKind.DEPOSIT, "deposit_bp": 3000}
TWO_RATES = {"lines": [line_input(), line_input("Vaisselle", unit_price_cents=60, vat_bp=2000)]}


def ordered(la_cape, **words):
    """A done order of 462 € (with one rate), whose client may be invoiced."""
    activity = make_activity(la_cape, "Cuisine", code="CUISINE")
    quote = make_quote(make_buyer(la_cape), QuoteState.ACCEPTED, activity=activity, **words)
    return quote.order


def done(order):
    return services.finish_order(order=order, **BY)


def issued(draft):
    return invoices.issue_invoice(invoice=draft, **DATED)


def test_a_done_order_becomes_one_draft_with_all_that_the_quote_says(la_cape):
    order = done(ordered(la_cape, payment_days=15))
    draft = invoices.write_invoice_of_order(order=order, **DATED)
    assert invoices.write_invoice_of_order(order=order, **DATED) == draft
    assert Invoice.objects.count() == 1
    said = (draft.client, draft.activity, draft.order_ref, draft.quote_number, draft.kind)
    assert said == (order.client, order.deal.activity, order.number, order.quote.number, InvoiceKind.INVOICE)
    assert (draft.gross_cents, draft.due_on) == (46_200, TODAY + timedelta(days=15))
    assert [line.label for line in draft.lines.all()] == ["Buffet"]
    assert list(selectors.invoices_of_order(order)) == [draft]
    assert selectors.order_of_invoice(draft) == order
    trace = [event.action.rpartition(".")[2] for event in audit.for_target(order)]
    assert trace.count("billed") == 1


def test_the_order_closes_when_its_invoice_is_issued_not_before(la_cape):
    order = done(ordered(la_cape))
    draft = invoices.write_invoice_of_order(order=order, **DATED)
    order.refresh_from_db()
    assert order.state == OrderState.DONE
    issued(draft)
    order.refresh_from_db()
    assert order.state == OrderState.CLOSED
    assert invoices.write_invoice_of_order(order=order, **DATED) == draft
    issued(draft)


@pytest.mark.parametrize("words", [{}, {"discount_bp": 1000}, {"discount_cents": 2000}, TWO_RATES])
def test_the_deposit_comes_first_and_the_balance_takes_it_off(la_cape, words):
    order = ordered(la_cape, **ASKED, **words)
    deposit = invoices.write_deposit_of_order(order=order, **DATED)
    assert invoices.write_deposit_of_order(order=order, **DATED) == deposit
    assert (deposit.kind, deposit.order_ref) == (InvoiceKind.DEPOSIT, order.number)
    assert abs(deposit.gross_cents - order.quote.deposit_cents) <= 1
    order = done(order)
    with pytest.raises(invoices.DepositWaits):
        invoices.write_invoice_of_order(order=order, **DATED)
    issued(deposit)
    order.refresh_from_db()
    assert order.state == OrderState.DONE
    balance = issued(invoices.write_invoice_of_order(order=order, **DATED))
    assert balance.kind == InvoiceKind.BALANCE
    assert abs(deposit.gross_cents + balance.gross_cents - order.gross_cents) <= 1
    order.refresh_from_db()
    assert order.state == OrderState.CLOSED


def test_a_deposit_is_asked_by_the_quote_and_not_after_the_invoice(la_cape):
    with pytest.raises(invoices.NoDepositAsked):
        invoices.write_deposit_of_order(order=ordered(la_cape), **DATED)


def test_after_the_invoice_it_is_too_late_for_a_deposit(la_cape):
    order = done(ordered(la_cape, **ASKED))
    invoices.write_invoice_of_order(order=order, **DATED)
    with pytest.raises(invoices.TooLateForDeposit):
        invoices.write_deposit_of_order(order=order, **DATED)


def test_what_is_not_done_is_not_invoiced(la_cape):
    order = ordered(la_cape)
    with pytest.raises(invoices.OrderNotDone):
        invoices.write_invoice_of_order(order=order, **DATED)
    services.cancel_order(order=order, reason="Le client renonce", **BY)
    with pytest.raises(invoices.OrderNotDone):
        invoices.write_invoice_of_order(order=order, **DATED)


def test_a_draft_thrown_away_may_be_written_again(la_cape):
    order = done(ordered(la_cape))
    invoices.discard_invoice(invoice=invoices.write_invoice_of_order(order=order, **DATED), **BY)
    assert invoices.write_invoice_of_order(order=order, **DATED).gross_cents == 46_200


def test_a_direct_order_gives_a_draft_without_lines(la_cape):
    activity = make_activity(la_cape)
    order = services.confirm_order(
        kpa=la_cape.kpa,
        client=make_buyer(la_cape),
        activity=activity,
        title="Repassage",
        submission="x",
        client_reference="BC-7",
        **BY,
    )
    draft = invoices.write_invoice_of_order(order=done(order), **DATED)
    assert (draft.lines.count(), draft.client_order_number) == (0, "BC-7")


def test_an_order_not_said_done_stays_open(la_cape):
    order = done(ordered(la_cape))
    draft = invoices.write_invoice_of_order(order=order, **DATED)
    type(order).objects.filter(pk=order.pk).update(state=OrderState.PLANNED, done_at=None)
    issued(draft)
    order.refresh_from_db()
    assert order.state == OrderState.PLANNED
