"""Drafts on the home of whoever finishes them: always there, whatever else waits."""

import pytest

from kpacite.domain.sales.services import invoices as services
from tests.factories.invoices import BY, make_buyer, make_draft
from tests.factories.people import NOW
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
HOME = "/la-cape/"


def drafts_of(page):
    """What the card says, in order; nothing without a card."""
    cards = [card for card in page.context["main_cards"] if card.template == "billing/parts/_home_card.html"]
    return [draft.title for card in cards for draft in card.context["rows"]]


def test_three_drafts_have_a_place_of_their_own_and_the_rest_waits_in_the_list(as_, bilal, la_cape, cuisine):
    for name in ("Ancien", "Arbre", "Tilleuls", "Érables"):
        make_draft(la_cape, make_buyer(la_cape, name=name), activity=cuisine)
    page = as_(bilal).get(HOME)

    assert drafts_of(page) == [
        "Finir la facture d’Érables",
        "Finir la facture de Tilleuls",
        "Finir la facture d’Arbre",
    ]
    assert [to_do.title for to_do in page.context["to_dos"]] == ["Finir la facture d’Ancien"]
    every = text_of(as_(bilal).get(f"{HOME}a-faire/"))
    assert every.count("Finir la facture") == 4


def test_a_draft_sent_back_comes_first_with_its_reason(as_, bilal, la_cape, cuisine):
    back = make_draft(la_cape, make_buyer(la_cape, name="Ancien"), activity=cuisine)
    services.submit_invoice(invoice=back, **BY)
    back.refresh_from_db()
    services.send_back_invoice(invoice=back, reason="Le jour manque.", actor=None, now=NOW)
    make_draft(la_cape, make_buyer(la_cape, name="Luc"), activity=cuisine)
    page = as_(bilal).get(HOME)

    assert drafts_of(page) == ["Corriger la facture d’Ancien", "Finir la facture de Luc"]
    assert "Le jour manque." in text_of(page)


def test_nobody_else_is_asked_to_finish_them(as_, chloe, amina, la_cape, cuisine):
    make_draft(la_cape, make_buyer(la_cape, name="Arbre"), activity=cuisine)
    assert drafts_of(as_(chloe).get(HOME)) == []
    assert drafts_of(as_(amina).get(HOME)) == []
