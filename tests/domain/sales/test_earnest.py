"""Arrhes: the client who gives up loses them, the seller who gives up returns them twice."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import CancelledBy, DepositKind, OrderState, QuoteState
from kpacite.domain.sales.models import Order
from kpacite.domain.sales.rules.earnest import Outcome, outcome
from kpacite.domain.sales.services import invoices
from tests.factories.invoices import TODAY
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_quote

BY = {"actor": None, "now": NOW}


@given(st.integers(1, 10**9))
def test_kept_by_the_seller_or_given_back_once_or_twice(cents):
    told = {by: outcome(DepositKind.EARNEST, cents, by) for by in CancelledBy}
    assert told == {
        CancelledBy.CLIENT: Outcome(cents, 0),
        CancelledBy.SELLER: Outcome(0, 2 * cents),
        CancelledBy.NOBODY: Outcome(0, cents),
    }


@pytest.mark.parametrize("kind", [DepositKind.DEPOSIT, None])
def test_nothing_is_computed_for_an_acompte(kind):
    assert [outcome(kind, 5_000, by) for by in CancelledBy] == [None] * 3


def ordered(kpa, kind=DepositKind.EARNEST):
    quote = make_quote(make_client(kpa), QuoteState.ACCEPTED, deposit_kind=kind, deposit_sum=5_000)
    return Order.objects.get(quote=quote)


@pytest.mark.django_db
def test_who_gives_up_is_asked_only_where_arrhes_depend_on_it(la_cape):
    order = ordered(la_cape)
    with pytest.raises(services.WhoGivesUp):
        services.cancel_order(order=order, reason="Pluie", **BY)
    order.refresh_from_db()
    assert order.state == OrderState.CONFIRMED
    done = services.cancel_order(order=order, reason="Pluie", cancelled_by=CancelledBy.SELLER, **BY)
    assert (done.state, done.cancelled_by) == (OrderState.CANCELLED, CancelledBy.SELLER)
    plain = services.cancel_order(order=ordered(la_cape, DepositKind.DEPOSIT), reason="Pluie", **BY)
    assert plain.cancelled_by == ""


@pytest.mark.django_db
def test_arrhes_make_no_deposit_invoice(la_cape, carrier):
    with pytest.raises(invoices.NoDepositAsked):
        invoices.write_deposit_of_order(order=ordered(la_cape), today=TODAY, **BY)


@pytest.mark.django_db
def test_the_client_agrees_to_what_arrhes_mean(la_cape):
    text = services.acceptance_text(ordered(la_cape).quote)
    assert "le KPA les garde. S’il renonce, il me rend le double." in text


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["client", "chat"])
def test_the_database_keeps_an_order_that_goes_on_from_being_given_up(la_cape, value):
    order = ordered(la_cape)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sales_order SET cancelled_by = %s WHERE id = %s", [value, order.pk])
