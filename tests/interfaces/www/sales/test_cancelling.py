"""Cancelling an order: what happens to its arrhes is said before, and after."""

import pytest

from kpacite.domain.sales.enums import CancelledBy, DepositKind, OrderState, QuoteState
from kpacite.domain.sales.models import Order
from kpacite.kernel.typography import SPACES
from tests.factories.sales import make_client, make_quote
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(la_cape, cuisine):
    quote = make_quote(
        make_client(la_cape),
        QuoteState.ACCEPTED,
        activity=cuisine,
        deposit_kind=DepositKind.EARNEST,
        deposit_sum=5_000,
    )
    return Order.objects.get(quote=quote)


def at(order, page="annuler/"):
    return f"/la-cape/commandes/{order.pk}/{page}"


def plain(response, status=200):
    return text_of(response, status).translate({ord(space): " " for space in SPACES})


AFTER = {
    CancelledBy.CLIENT: "vous gardez 50,00 €",
    CancelledBy.SELLER: "rendez-lui 100,00 €",
    CancelledBy.NOBODY: "rendez-lui 50,00 €",
}


@pytest.mark.parametrize("who", AFTER)
def test_the_fate_of_arrhes_is_said_before_and_after(as_, amina, order, who):
    page = plain(as_(amina).get(at(order)))
    assert "Si vous renoncez, vous rendez 100,00 €" in page
    assert "Qui renonce ?" in page
    assert as_(amina).post(at(order), {"reason": "Pluie", "cancelled_by": who}).status_code == 303
    assert AFTER[who] in plain(as_(amina).get(at(order, "")))
    twice = as_(amina).post(at(order), {"reason": "Pluie", "cancelled_by": who})
    assert "déjà changé d’état" in plain(twice, 422)


def test_without_an_answer_nothing_is_cancelled_and_what_was_typed_stays(as_, amina, order):
    page = plain(as_(amina).post(at(order), {"reason": "Pluie de mars"}), 422)
    assert "les arrhes en dépendent" in page
    assert "Pluie de mars" in page
    order.refresh_from_db()
    assert order.state == OrderState.CONFIRMED


def test_an_order_without_arrhes_asks_only_why(as_, amina, la_cape, cuisine):
    quote = make_quote(make_client(la_cape), QuoteState.ACCEPTED, activity=cuisine)
    order = Order.objects.get(quote=quote)
    assert "Qui renonce" not in plain(as_(amina).get(at(order)))
    assert as_(amina).post(at(order), {"reason": "Pluie"}).status_code == 303


def test_strangers_cancel_nothing(as_, fanny, order):
    assert as_(fanny).post(at(order), {"reason": "x", "cancelled_by": "client"}).status_code == 404
