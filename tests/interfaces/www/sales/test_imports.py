"""Bringing clients and offers from a file: shown first, all or nothing, never twice."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kpacite.domain.activities.models import Offer
from kpacite.domain.sales.models import Client
from kpacite.platform.audit import AuditEvent
from tests.factories.activities import make_offer
from tests.factories.sales import SIRET, make_client
from tests.interfaces.www.activities.test_public import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cuisine")]
PAGE = "/la-cape/clients/importer/"
LOUTY = (
    "Code client;Raison sociale;Type;E-mail;Téléphone;CP;Ville;SIRET;Solde\n"
    f"C1;Les Tilleuls;Association;a@tilleuls.example;353010011;59100;Roubaix;{SIRET};12\n"
    "C2;Mme Exemple;Particulier;;03 53 01 00 14;59100;Roubaix;;0\n"
)
OFFERS = (
    "Activité,Offre,Unité,Prix HT,Minimum\nCUISINE,Buffet froid,personne,14.50,10\ncuisine,Goûter,pièces,,\n"
)


def upload(browser, text, what="clients", name="clients.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post(PAGE, {"what": what, "file": SimpleUploadedFile(name, content)})


def confirm(browser, response):
    return browser.post(PAGE, {"payload": response.context["payload"]})


def test_a_file_of_clients_is_shown_then_added_whole(as_, amina):
    browser = as_(amina)
    shown = upload(browser, LOUTY)
    page = text_of(shown)
    assert "2 lignes seront ajoutées." in page
    assert "Les Tilleuls" in page
    assert not Client.objects.exists()
    assert confirm(browser, shown).status_code == 303
    tilleuls, person = Client.objects.order_by("external_ref")
    assert (tilleuls.siret, tilleuls.phone, tilleuls.kind) == (SIRET, "+33353010011", "association")
    assert (person.name, person.city, person.kind) == ("Mme Exemple", "Roubaix", "person")


def test_a_kind_of_client_that_nobody_knows_is_asked_again(as_, amina):
    """The law asks other words of each kind: a school is never taken for a company because of its SIRET."""
    content = f"nom;type;siret\nCollège exemple;établissement;{SIRET}\nÉcole exemple;École;{SIRET}\n"
    page = text_of(upload(as_(amina), content), 422)
    assert "Ligne 2 : Écrivez personne, association, entreprise ou service public." in page
    assert "Ligne 3" not in page


def test_the_same_file_twice_changes_nothing(as_, amina):
    browser = as_(amina)
    first = upload(browser, LOUTY)
    confirm(browser, first)
    before = AuditEvent.objects.count()
    again = upload(browser, LOUTY)
    assert "Tout est déjà là : rien à ajouter." in text_of(again)
    assert confirm(browser, first).status_code == 303
    assert (Client.objects.count(), AuditEvent.objects.count()) == (2, before)


def test_one_wrong_line_keeps_all_of_them_out_and_is_told_by_its_number(as_, amina, la_cape):
    wrong = LOUTY + "C3;;Association;;;;;;\nC4;Autre;Entreprise;pas une adresse;12;;;732829320;\n"
    page = text_of(upload(as_(amina), wrong), 422)
    assert "Ligne 4 : Écrivez le nom du client." in page
    assert "Ligne 5 : Écrivez une adresse e-mail" in page
    assert "payload" not in page
    wrong_key = "nom;siret\nA;73282932000075\n"
    assert "Ligne 2 : Ce SIRET ne semble pas juste" in text_of(upload(as_(amina), wrong_key), 422)
    assert not Client.objects.exists()


def test_a_client_of_the_book_is_recognised(as_, amina, la_cape):
    make_client(la_cape, "Association LES TILLEULS", city="Roubaix")
    assert "1 est déjà là." in text_of(upload(as_(amina), "nom,ville\nLes Tilleuls,ROUBAIX\nAutre,Lille\n"))


def test_a_spreadsheet_is_read_too(as_, amina):
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Nom", "Ville", "CP"])
    book.active.append(["Les Tilleuls", "Roubaix", 59100])
    book.save(content)
    shown = upload(as_(amina), content.getvalue(), name="clients.xlsx")
    confirm(as_(amina), shown)
    assert Client.objects.get().postal_code == "59100"


def test_offers_come_as_drafts_of_their_activity(as_, amina, cuisine):
    make_offer(cuisine, "Goûter")
    browser = as_(amina)
    shown = upload(browser, OFFERS, what="offres", name="offres.csv")
    assert "1 ligne sera ajoutée. 1 est déjà là." in text_of(shown)
    confirm(browser, shown)
    offer = Offer.objects.get(name="Buffet froid")
    assert (offer.state, offer.price_cents, offer.min_quantity, offer.unit) == ("draft", 1450, 10, "person")
    assert offer.author == amina.person


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Jardinage,Haie,heure,10,", "Cette activité n’existe pas dans ce KPA."),
        ("CUISINE,,heure,10,", "Écrivez le nom de l’offre."),
        ("CUISINE,Pain,litre,10,", "Cette unité n’est pas connue"),
        ("CUISINE,Pain,kg,dix,", "Écrivez un nombre"),
        ("CUISINE,Pain,kg,10,beaucoup", "Écrivez une quantité entière"),
        ("CUISINE,Pain,kg,-1,", "Écrivez un prix plus grand que zéro"),
    ],
)
def test_a_wrong_offer_is_told(as_, amina, line, sentence):
    file = "Activité,Offre,Unité,Prix HT,Minimum\n" + line
    assert sentence in text_of(upload(as_(amina), file, what="offres"), 422)
    assert not Offer.objects.exists()


def test_what_is_no_table_ends_in_a_sentence(as_, amina):
    browser = as_(amina)
    assert "Choisissez un fichier." in text_of(browser.post(PAGE, {"what": "clients"}), 422)
    assert "Ce fichier est vide." in text_of(upload(browser, " \n"), 422)
    assert "Il manque la colonne « nom »" in text_of(upload(browser, "a,b\n1,2\n"), 422)
    many = "nom\n" + "x\n" * 2001
    assert "trop de lignes" in text_of(upload(browser, many), 422)


def test_nobody_slips_a_line_into_what_was_shown(as_, amina, karim, coop_manau, cuisine):
    browser = as_(amina)
    payload = upload(browser, LOUTY).context["payload"]
    assert "trop vieille" in text_of(browser.post(PAGE, {"payload": payload + "x"}, follow=True))
    other = as_(karim).post("/coop-manau/clients/importer/", {"payload": payload}, follow=True)
    assert "pour un autre KPA" in text_of(other)
    assert not Client.objects.exists()


def test_who_may_not_write_clients_imports_none(as_, gaelle):
    assert as_(gaelle).get(PAGE).status_code == 403
