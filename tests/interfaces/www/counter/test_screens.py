"""A stall on a phone: quantities, cash, the ticket, and the way back."""

import pytest
import time_machine

from kpacite.domain.activities.enums import OfferState, SupplyMode
from kpacite.domain.sales.models import CounterSale
from tests.factories.activities import make_offer, make_rate
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
DAYS, SELL = "/la-cape/comptoir/", "/la-cape/comptoir/vendre/"


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def quiche(cuisine):
    offer = make_offer(cuisine, "Quiche", OfferState.PUBLISHED, price_cents=318)
    make_rate(offer, 1000)
    return offer


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def words(offer, quantity="3", **changes):
    return {
        f"n{offer.pk}": quantity,
        "mode": "on_the_spot",
        "means": "10",
        "on": "12/03/2026",
        "place": "Marché du samedi",
        "key": "0f8fad5b-d9cb-469f-a165-70867728950e",
    } | changes


def test_counted_cashed_printed_and_found_again(as_, amina, driss, cuisine, carrier, book, quiche):
    browser = as_(amina)
    assert "3,50 €" in text_of(browser.get(SELL))
    assert "Total : 10,50 €." in text_of(browser.post(SELL, words(quiche, count="1")))
    assert not CounterSale.objects.exists()
    response = browser.post(SELL, words(quiche, sell="1"))
    sale = CounterSale.objects.get()
    assert (response.status_code, response.url) == (303, f"{DAYS}{sale.pk}/")
    page = text_of(browser.get(response.url))
    for told in ("Quiche", "10,50 €", "TVA à 10 %", "0,95 €", "Reçu n° 1 de la caisse", "Opteos"):
        assert told in page
    assert browser.post(SELL, words(quiche, sell="1")).url == response.url
    assert CounterSale.objects.count() == 1
    assert "Marché du samedi" in text_of(browser.get(DAYS))
    assert f"{sale}" in text_of(browser.get("/la-cape/ventes/", {"quoi": "comptoir"}))
    assert f"{sale}" not in text_of(
        browser.get("/la-cape/ventes/", {"quoi": "comptoir", "etat": "cancelled"})
    )
    page = text_of(as_(driss).get("/cae/opteos/recus/"))
    assert "10,50 € reçus depuis la dernière clôture du jour." in page
    page = text_of(as_(driss).get(f"/cae/opteos/paiements/{sale.payment_id}/"))
    assert f"Ticket {sale}" in page
    assert "Rendre le trop-payé" not in page


def test_no_paper_is_made_out_to_the_till(as_, amina, cuisine, carrier, book, quiche):
    """Its client stands for nobody: an invoice names who pays."""
    browser = as_(amina)
    browser.post(SELL, words(quiche, sell="1"))
    for page in ("devis/nouveau/", "commandes/nouvelle/", "factures/nouvelle/"):
        assert "Vente au comptoir" not in text_of(browser.get(f"/la-cape/{page}")), page


def test_a_mistake_is_cancelled_in_the_open(as_, amina, cuisine, carrier, book, quiche):
    as_(amina).post(SELL, words(quiche, sell="1"))
    sale = CounterSale.objects.get()
    there = f"{DAYS}{sale.pk}/annuler/"
    assert text_of(as_(amina).post(there, {"reason": ""}), 422)
    assert as_(amina).post(there, {"reason": "Deux fois le même client"}).status_code == 303
    page = text_of(as_(amina).get(f"{DAYS}{sale.pk}/"))
    assert "Vente annulée :" in page
    assert "Annuler cette vente" not in page
    assert f"{sale}" in text_of(as_(amina).get("/la-cape/ventes/", {"quoi": "comptoir", "etat": "cancelled"}))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quantity": ""}, "Écrivez combien vous vendez"),
        ({"quantity": "beaucoup"}, "Écrivez un nombre, par exemple 30 ou 2,5."),
        ({"means": "30"}, "Choisissez une réponse de la liste."),
        ({"on": "13/03/2026"}, "Cette date n’est pas encore passée."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_cashed(
    as_, amina, cuisine, carrier, book, quiche, wrong, sentence
):
    quantity = wrong.pop("quantity", "3")
    assert sentence in text_of(as_(amina).post(SELL, words(quiche, quantity, sell="1", **wrong)), 422)
    assert not CounterSale.objects.exists()


def test_a_rate_that_is_not_noted_is_told_beside_its_offer(as_, amina, cuisine, carrier, book, quiche):
    tart = make_offer(cuisine, "Tarte", OfferState.PUBLISHED, price_cents=200)
    make_rate(tart, 550, mode=SupplyMode.TO_KEEP)
    page = text_of(as_(amina).post(SELL, words(tart, sell="1")), 422)
    assert "Le taux de TVA n’est pas noté pour cette façon." in page


def test_without_an_offer_free_lines_are_open_at_once(as_, amina, cuisine, carrier, book):
    page = text_of(as_(amina).get(SELL))
    assert "Aucune offre en ligne" in page
    assert "<details open>" in page


def free(rank=1, **words):
    told = {"label": "Pot de confiture", "quantity": "2", "price": "4,20", "rate": "550"} | words
    return {f"libre-{rank}-{name}": value for name, value in told.items()}


def test_something_outside_the_catalogue_is_sold_beside_it(as_, amina, cuisine, carrier, book, quiche):
    assert "Autre chose, hors catalogue" in text_of(as_(amina).get(SELL))
    response = as_(amina).post(SELL, words(quiche, "1", sell="1", **free()))
    sale = CounterSale.objects.get()
    assert (response.status_code, sale.gross_cents) == (303, 350 + 840)
    told = [(line.label, line.vat_bp, line.offer_id) for line in sale.lines.order_by("position")]
    assert told == [("Quiche", 1000, quiche.pk), ("Pot de confiture", 550, None)]
    page = text_of(as_(amina).get(response.url))
    assert "TVA à 5,5 %" in page
    assert "Total hors taxes" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label": ""}, "Écrivez ce que vous vendez sur cette ligne."),
        ({"price": "gratuit"}, "Écrivez un nombre, par exemple 14,50."),
        ({"price": "0"}, "Écrivez un montant plus grand que zéro."),
        ({"quantity": "beaucoup"}, "Écrivez un nombre, par exemple 30 ou 2,5."),
        ({"rate": ""}, "Choisissez le taux de TVA."),
        ({"rate": "1234"}, "Choisissez une réponse de la liste."),
    ],
)
def test_a_free_line_that_is_wrong_is_told_beside_its_field(
    as_, amina, cuisine, carrier, book, quiche, wrong, sentence
):
    page = text_of(as_(amina).post(SELL, words(quiche, "1", sell="1", **free(**wrong))), 422)
    assert sentence in page[page.index('for="id_libre-1-label"') - 300 :]
    assert "<details open>" in page
    assert 'value="Pot de confiture"' in page or wrong == {"label": ""}
    assert not CounterSale.objects.exists()


def test_from_25_euros_of_services_the_ticket_is_a_note(as_, amina, cuisine, carrier, book, quiche):
    small = as_(amina).post(SELL, words(quiche, "7", sell="1")).url
    assert "Nom du client" not in text_of(as_(amina).get(small))
    large = as_(amina).post(SELL, words(quiche, "8", sell="1", key="another")).url
    page = text_of(as_(amina).get(large))
    for words_ in ("Note et ticket", "Nom du client, s’il veut bien :", "Hors taxes, à 10 %", "28,00 €"):
        assert words_ in page


def test_who_is_in_no_group_reads_and_does_not_sell(
    as_, amina, gaelle, fanny, cuisine, carrier, book, quiche
):
    as_(amina).post(SELL, words(quiche, sell="1"))
    sale = CounterSale.objects.get()
    assert as_(gaelle).get(f"{DAYS}{sale.pk}/").status_code == 200
    assert as_(gaelle).get(SELL).status_code == 403
    assert as_(gaelle).get(f"{DAYS}{sale.pk}/annuler/").status_code == 403
    assert as_(fanny).get(DAYS).status_code == 404
