"""What a client sees and does: the catalogue, and the way to an order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.activities.enums import OfferState, OfferUnit
from kpacite.domain.organisations.models import ContactMessage
from tests.factories.activities import make_offer, make_option, make_rate

pytestmark = pytest.mark.django_db
SERVICES = "/kpa/la-cape/services/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_client_sees_what_is_online_and_nothing_else(client, cuisine):
    for state in OfferState:
        make_offer(cuisine, f"Offre {state.value}", state)
    page = text_of(client.get(SERVICES))
    assert "Offre published" in page
    assert not [state for state in ("draft", "proposed", "retired") if f"Offre {state}" in page]


def test_an_offer_tells_its_price_quantities_options_and_what_the_client_pays(client, online):
    make_option(online, "Boissons", 150)
    make_option(online, "Service", None)
    make_rate(online, 1000)
    page = text_of(client.get(SERVICES))
    for words in (
        "12,00 € par personne, HT",
        "Quantité : de 4 à 30 personnes",
        "En option : Boissons, + 1,50 € HT",
        "En option : Service, sur devis",
        "13,20 € TTC, sur place (TVA 10 %)",
    ):
        assert words in page


def test_without_a_price_the_offer_is_on_quote_and_an_invented_price_says_so(client, cuisine):
    make_offer(cuisine, "Mobilier", OfferState.PUBLISHED, price_cents=None, unit=OfferUnit.PIECE)
    assert "Prix sur devis" in text_of(client.get(SERVICES))
    assert "exemple" not in text_of(client.get(SERVICES))
    make_offer(cuisine, "Buffet", OfferState.PUBLISHED, is_example=True)
    assert "exemple" in text_of(client.get(SERVICES))


@pytest.mark.usefixtures("la_cape")
def test_an_empty_catalogue_says_what_to_do(client):
    assert "Pas encore de service en ligne" in text_of(client.get(SERVICES))


@pytest.mark.usefixtures("db")
def test_a_kpa_that_does_not_exist_has_no_catalogue(client):
    assert client.get("/kpa/nulle-part/services/").status_code == 404


def test_the_page_of_the_kpa_leads_to_the_catalogue_when_something_is_online(client, proposed):
    assert SERVICES not in text_of(client.get("/kpa/la-cape/"))
    make_offer(proposed.activity, "Buffet", OfferState.PUBLISHED)
    assert SERVICES in text_of(client.get("/kpa/la-cape/"))


def test_ordering_keeps_the_name_of_the_offer_in_the_message(client, online):
    order = f"/kpa/la-cape/commander/?offre={online.pk}"
    assert order in client.get(SERVICES).content.decode()
    assert client.get(order).context["form"]["offer"].value() == str(online.pk)
    link = f"/kpa/la-cape/contact/?pour=commander&offre={online.pk}"
    page = client.get(link)
    form = page.context["form"]
    assert form["message"].value() == "Je voudrais commander\u00a0: Buffet froid.\n"
    sent = {"purpose": form["purpose"].value(), "message": form["message"].value()}
    client.post(link, {"name": "Sami", "email": "sami@exemple.fr", **sent})
    message = ContactMessage.objects.get()
    assert (message.purpose, "Buffet froid" in message.message) == ("order", True)


@pytest.mark.parametrize("number", ["", "0", "x", "²", "9" * 40, "-1"])
def test_an_impossible_offer_number_leaves_the_form_empty(client, online, number):
    page = client.get("/kpa/la-cape/contact/", {"pour": "commander", "offre": number})
    assert page.status_code == 200
    assert not page.context["form"]["message"].value()


def test_an_offer_that_is_not_online_tells_nothing_in_the_contact_form(client, proposed):
    page = client.get("/kpa/la-cape/contact/", {"pour": "commander", "offre": proposed.pk})
    assert "Plateaux" not in text_of(page)


def test_the_catalogue_costs_the_same_at_three_and_at_thirty_offers(client, cuisine):
    counts = []
    for number in (3, 27):
        for _rank in range(number):
            offer = make_offer(cuisine, state=OfferState.PUBLISHED)
            make_option(offer)
            make_rate(offer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(SERVICES)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
