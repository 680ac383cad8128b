"""From the page of an order to a note of expenses, and back; then to the sharing."""

import pytest
import time_machine

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ExpenseState, QuoteState
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.domain.sharing.selectors import gathering
from kpacite.interfaces.www.sharing.forms import StartForm
from tests.domain.sales.expenses.test_expenses import accept
from tests.factories.expenses import make_expense
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_quote
from tests.interfaces.www.expenses.test_screens import NEW, at, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def order(la_cape, cuisine):
    return make_quote(make_client(la_cape), QuoteState.ACCEPTED, activity=cuisine, title="Buffet").order


def of(order):
    return f"/la-cape/commandes/{order.pk}/"


def test_a_purchase_noted_from_the_order_is_counted_on_it(as_, amina, bilal, chloe, gaelle, order, cuisine):
    page = text_of(as_(amina).get(of(order)))
    assert "Rien n’est encore acheté pour cette commande." in page
    assert f"{NEW}?commande={order.pk}" in page
    form = text_of(as_(amina).get(f"{NEW}?commande={order.pk}"))
    assert f'<option value="{order.pk}" selected>Buffet ({order.number})</option>' in form
    assert as_(amina).post(NEW, words(order=str(order.pk))).status_code == 303
    claim = ExpenseClaim.objects.get()
    assert (claim.order, claim.activity) == (order, cuisine)
    page = text_of(as_(amina).get(at(claim)))
    assert "Pour la commande" in page
    assert of(order) in page
    page = text_of(as_(bilal).get(of(order)))
    assert "1 note de frais" in page
    assert "25,50 €" in page
    assert at(claim) in page
    other = text_of(as_(gaelle).get(of(order)))
    assert "25,50 €" in other, "the total is everyone's"
    assert at(claim) not in other, "the note is not"


def test_without_an_open_order_the_form_asks_for_the_activity_alone(as_, amina, cuisine):
    page = text_of(as_(amina).get(NEW))
    assert "Pour quelle activité ?" in page
    assert "Pour quelle commande ?" not in page
    assert as_(amina).post(NEW, words(order="999")).status_code == 303
    assert ExpenseClaim.objects.get().order is None


def test_an_order_that_is_not_of_this_kpa_is_refused_beside_its_field(as_, amina, order):
    page = text_of(as_(amina).post(NEW, words(order="999999")), 422)
    assert "Farine" in page
    assert not ExpenseClaim.objects.exists()


def test_a_draft_keeps_an_order_that_is_over(as_, la_cape, amina, order):
    claim = make_expense(la_cape, amina, order=order, state=ExpenseState.DRAFT)
    services.finish_order(order=order, actor=None, now=NOW)
    services.close_order(order=order, actor=None, now=NOW)
    with time_machine.travel(NOW.replace(year=NOW.year + 1), tick=False):
        assert f'<option value="{order.pk}" selected>' in text_of(as_(amina).get(at(claim, "modifier/")))


def test_a_sharing_about_an_order_begins_with_its_own_purchases(
    as_, la_cape, carrier, book, amina, bilal, driss, order
):
    own = make_expense(la_cape, amina, order=order, state=ExpenseState.CHECKED, checker=bilal)
    other = make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal)
    for claim in (own, other):
        accept(claim, carrier, driss)
    form = StartForm(None, cash=[], jobs=[], expenses=gathering.expenses_to_share(la_cape), order=order)
    assert form.initial["expenses"] == [str(own.pk)]
    assert f"pour «\u00a0{order.title}\u00a0»" in dict(form.fields["expenses"].choices)[str(own.pk)]
    assert form.initial["title"] == "Buffet"
    assert "Commencer un partage" in text_of(
        as_(amina).get(f"/la-cape/partages/nouveau/?commande={order.pk}")
    )
