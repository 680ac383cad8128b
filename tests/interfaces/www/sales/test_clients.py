"""The book of clients on screen: reading, adding, changing, making two sheets one, exporting."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.interfaces.www.sales import gates
from kpacite.platform.access import Verdict
from tests.factories.people import NOW
from tests.factories.sales import SIRET, make_client
from tests.interfaces.www.activities.test_public import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cuisine")]
LIST = "/la-cape/clients/"
WORDS = {"yes": Verdict.YES, "403": Verdict.FORBIDDEN, "404": Verdict.NOT_FOUND}
PEOPLE = ("amina", "bilal", "gaelle", "chloe", "hugo", "driss", "esther", "ines", "fanny", "karim")
# Amina and Bilal are in the group of the kitchen, which Bilal leads.
TABLE = {
    "client_reader": (gates.CLIENT_READER, "yes yes yes yes yes yes 404 404 404 404"),
    "clients_writer": (gates.CLIENTS_WRITER, "yes yes 403 403 403 404 404 404 404 404"),
    "client_writer": (gates.CLIENT_WRITER, "yes yes 403 403 403 404 404 404 404 404"),
}


def at(client, page=""):
    return f"{LIST}{client.pk}/{page}"


def ask(gate, client, user=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return gate.verdict(request, {"kpa": "la-cape", "client": client.pk})


@pytest.mark.usefixtures("carrier", "network")
@pytest.mark.parametrize("code", TABLE)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_gate_answers_each_person_as_the_table_says(code, name, request, la_cape):
    gate, verdicts = TABLE[code]
    expected = dict(zip(PEOPLE, verdicts.split(), strict=True))[name]
    assert ask(gate, make_client(la_cape), request.getfixturevalue(name)) is WORDS[expected]
    assert gate.code == code
    assert str(gate.words)


@pytest.mark.parametrize("code", TABLE)
def test_a_client_of_another_kpa_is_not_found_and_nobody_signed_in_is_asked_to(code, amina, coop_manau):
    elsewhere = make_client(coop_manau)
    assert ask(TABLE[code][0], elsewhere) is Verdict.SIGN_IN
    if code != "clients_writer":
        assert ask(TABLE[code][0], elsewhere, amina) is Verdict.NOT_FOUND


def test_the_coordination_writes_where_no_group_has_a_referent(chloe, la_cape, cuisine):
    client = make_client(la_cape)
    assert ask(gates.CLIENT_WRITER, client, chloe) is Verdict.FORBIDDEN
    cuisine.memberships.update(is_referent=False)
    assert ask(gates.CLIENT_WRITER, client, chloe) is Verdict.YES


def typed(**changes):
    return {
        "kind": "association",
        "name": "Les Tilleuls",
        "phone": "03 53 01 00 11",
        "siret": "732 829 320 00074",
        "city": "Roubaix",
        "may_contact": "on",
    } | changes


def test_a_member_of_a_group_adds_a_client_and_reads_it(as_, amina):
    response = as_(amina).post(LIST + "nouveau/", typed())
    client = Client.objects.get()
    assert (response.status_code, response.url) == (303, at(client))
    assert (client.siret, client.phone, client.consent_at is not None) == (SIRET, "+33353010011", True)
    page = text_of(as_(amina).get(at(client)))
    assert "Le client est ajouté." in page
    assert "732 829 320 00074" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom du client."),
        ({"kind": ""}, "Dites quelle sorte de client c’est."),
        ({"siret": "732 829 320 00075"}, "vérifiez ses 14 chiffres"),
        ({"vat_number": "FR00"}, "Ce numéro de TVA ne semble pas juste"),
        ({"phone": "12"}, "Écrivez un numéro de téléphone"),
    ],
)
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(as_, amina, changes, sentence):
    page = text_of(as_(amina).post(LIST + "nouveau/", typed(**changes)), 422)
    assert sentence in page
    assert "Roubaix" in page
    assert not Client.objects.exists()


def test_what_a_person_cannot_have_is_left_out(as_, amina):
    as_(amina).post(LIST + "nouveau/", typed(kind="person", service_code="S1"))
    client = Client.objects.get()
    assert (client.siret, client.siren, client.service_code) == ("", "", "")


def test_a_client_that_looks_known_is_shown_before_it_is_added_again(as_, amina, la_cape):
    known = make_client(la_cape, "ASSO LES TILLEULS")
    page = text_of(as_(amina).post(LIST + "nouveau/", typed()), 422)
    assert "Ce client est peut-être déjà là." in page
    assert f'href="{at(known)}"' in page
    assert as_(amina).post(LIST + "nouveau/", typed(anyway="1")).status_code == 303
    assert Client.objects.count() == 2


def test_who_edits_too_late_is_told_and_keeps_her_words(as_, amina, la_cape):
    client = make_client(la_cape, "Les Tilleuls", email="a@b.example")
    form = as_(amina).get(at(client, "modifier/")).context["form"]
    words = {name: form[name].value() or "" for name in form.fields if name != "may_contact"}
    services.edit_client(client=client, version=1, city="Lille", actor=None, now=NOW)
    page = text_of(as_(amina).post(at(client, "modifier/"), words | {"city": "Croix"}), 422)
    assert "Une autre personne a changé cette fiche" in page
    assert "Croix" in page
    response = as_(amina).post(at(client, "modifier/"), words | {"city": "Croix", "version": 2})
    assert response.status_code == 303
    client.refresh_from_db()
    assert (client.city, client.email) == ("Croix", "a@b.example")


def test_a_contact_is_noted_then_taken_away(as_, amina, la_cape):
    client = make_client(la_cape)
    assert as_(amina).post(at(client, "contacts/"), {"name": "Zoé"}).status_code == 303
    assert "déjà notée" in text_of(as_(amina).post(at(client, "contacts/"), {"name": "Zoé"}), 422)
    contact = client.contacts.get()
    away = at(client, f"contacts/{contact.pk}/enlever/")
    assert "Enlever Zoé ?" in text_of(as_(amina).get(away))
    as_(amina).post(away)
    assert "Personne n’est noté" in text_of(as_(amina).get(at(client)))
    assert as_(amina).get(at(make_client(la_cape), f"contacts/{contact.pk}/enlever/")).status_code == 404


def test_two_sheets_become_one_after_a_look_at_both(as_, amina, la_cape):
    kept, twin = make_client(la_cape, "Les Tilleuls"), make_client(la_cape, "Association Les Tilleuls")
    assert at(kept, f"reunir/{twin.pk}/") in text_of(as_(amina).get(at(kept)))
    assert at(kept, f"reunir/{twin.pk}/") in text_of(as_(amina).get(LIST + "doublons/"))
    assert twin.reference in text_of(as_(amina).get(at(kept, f"reunir/{twin.pk}/")))
    assert as_(amina).post(at(kept, f"reunir/{twin.pk}/")).status_code == 303
    assert "Réuni avec : Association Les Tilleuls." in text_of(as_(amina).get(at(kept)))
    assert as_(amina).get(at(twin)).url == at(kept)
    assert "déjà réuni" in text_of(as_(amina).post(at(kept, f"reunir/{twin.pk}/")), 422)
    assert as_(amina).get(at(kept, f"reunir/{kept.pk}/")).status_code == 404
    assert "Aucun doublon" in text_of(as_(amina).get(LIST + "doublons/"))


def test_a_client_of_elsewhere_cannot_be_merged_in(as_, amina, la_cape, coop_manau):
    page = at(make_client(la_cape), f"reunir/{make_client(coop_manau).pk}/")
    assert as_(amina).post(page).status_code == 404


def test_the_list_is_searched_filtered_and_read_by_pages(as_, gaelle, la_cape):
    make_client(la_cape, "Collège Zola", ClientKind.PUBLIC)
    for rank in range(51):
        make_client(la_cape, f"Client {rank:02d}")
    browser = as_(gaelle)

    def names(**asked):
        return [row["name"] for row in browser.get(LIST, asked).context["rows"]]

    assert names(q="college") == ["Collège Zola"]
    assert names(sorte="public") == ["Collège Zola"]
    assert len(names(sorte="nimporte")) == 50
    first = browser.get(LIST).context
    assert [row["name"] for row in browser.get(first["next_url"]).context["rows"]] == [
        "Client 50",
        "Collège Zola",
    ]
    assert "Aucun client ne correspond" in text_of(browser.get(LIST, {"q": "violon"}))
    assert LIST + "nouveau/" not in text_of(browser.get(LIST))


def test_the_part_and_the_page_agree(as_, amina, la_cape):
    make_client(la_cape, "Les Tilleuls")
    part = text_of(as_(amina).get(LIST, {"q": "tilleuls"}, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="pile" id="clients">')
    assert part in text_of(as_(amina).get(LIST, {"q": "tilleuls"}))


def test_the_export_says_what_the_list_says_and_disarms_formulas(as_, driss, la_cape):
    make_client(la_cape, "=2+3", ClientKind.COMPANY, siret=SIRET)
    make_client(la_cape, "Mme Exemple", ClientKind.PERSON)
    lines = b"".join(as_(driss).get(LIST + "clients.csv", {"sorte": "company"})).decode().splitlines()
    assert len(lines) == 2
    assert f",'=2+3,Entreprise,,,,,,,{SIRET}," in lines[1]


def test_the_list_costs_the_same_at_three_and_at_thirty_clients(as_, amina, la_cape):
    browser, counts = as_(amina), []
    browser.get(LIST)
    for number in (3, 27):
        for _rank in range(number):
            make_client(la_cape)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
