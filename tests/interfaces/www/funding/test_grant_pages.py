"""The coordination of the network notes agreements; a bilan of one follows its KPAs and its dates."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup

from kpacite.domain.funding.models import Grant
from kpacite.domain.indicators.models import Report
from kpacite.domain.organisations.enums import OrganisationKind, Role
from tests.factories.organisations import make_organisation, wear
from tests.factories.people import make_account
from tests.interfaces.www.bilan.reading import crowd

pytestmark = pytest.mark.django_db
LIST = "/reseau/conventions/"
NEW = f"{LIST}noter/"
HERE = f"{LIST}jeunes-2025/"


@pytest.fixture
def said(la_cape, network):
    carrier = make_organisation("Asso", OrganisationKind.ASSOCIATION)
    return {
        "title": "Jeunes 2025",
        "funder": "Le Département (exemple)",
        "carrier": str(carrier.pk),
        "first": "1/1/2025",
        "last": "31/12/2025",
        "kpas": [str(la_cape.pk)],
        "amount": "12 500,50",
    }


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_an_agreement_is_noted_read_mended_and_closed(as_, esther, said):
    browser = as_(esther)
    assert "Pas encore de convention" in text_of(browser.get(LIST))
    response = browser.post(NEW, said)
    assert (response.status_code, response.url) == (303, HERE)
    page = text_of(browser.get(HERE))
    assert "Le Département (exemple)" in page
    assert "12\u202f500,50\xa0€" in BeautifulSoup(browser.get(HERE).content, "html.parser").get_text()
    edit = f"{HERE}modifier/"
    assert 'value="12' in browser.get(edit).content.decode()
    assert browser.post(edit, said | {"amount": "", "version": "1"}).status_code == 303
    assert "on ne sait pas" in text_of(browser.get(HERE))
    assert browser.post(edit, said | {"version": "1"}).status_code == 422
    assert browser.post(f"{HERE}fermer/").status_code == 303
    assert browser.post(f"{HERE}fermer/").status_code == 303
    assert browser.get(edit).status_code == 303
    assert "elle ne change plus" in text_of(browser.get(HERE))
    assert browser.get(f"{LIST}inconnue/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kpas": []}, "Choisissez au moins un KPA"),
        ({"last": "1/1/2024"}, "Le dernier jour vient après le premier"),
        ({"amount": "0"}, "plus grand que zéro"),
        ({"carrier": "999999"}, "Choisissez une réponse de la liste"),
        ({"title": ""}, "Écrivez le titre"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_what_was_typed_stays(as_, esther, said, changes, sentence):
    response = as_(esther).post(NEW, said | changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Le Département (exemple)" in response.content.decode()
    assert not Grant.objects.exists()


def test_the_same_button_twice_notes_one_agreement(as_, esther, said):
    browser = as_(esther)
    assert browser.post(NEW, said).status_code == 303
    again = browser.post(NEW, said)
    assert (again.status_code, "porte déjà ce titre" in again.content.decode()) == (422, True)
    assert Grant.objects.count() == 1


def test_the_list_is_searched_and_kept_as_a_table(as_, esther, said):
    browser = as_(esther)
    browser.post(NEW, said | {"amount": ""})
    assert "Jeunes 2025" in text_of(browser.get(f"{LIST}?q=département"))
    assert "Rien ne porte ces mots" in text_of(browser.get(f"{LIST}?q=montagne"))
    content = b"".join(browser.get(f"{LIST}liste.csv").streaming_content).decode()
    row = next(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert (row["convention"], row["euros"], row["du"]) == ("Jeunes 2025", "", "2025-01-01")


def test_a_bilan_of_an_agreement_takes_its_dates_and_names_its_funder_for_the_link(
    as_, esther, said, la_cape
):
    crowd(la_cape.kpa, 40, date(2025, 2, 1))
    browser = as_(esther)
    browser.post(NEW, said)
    new = "/reseau/bilans/preparer/"
    page = BeautifulSoup(browser.get(f"{new}?convention=jeunes-2025").content, "html.parser")
    assert page.select_one("[name=first]")["value"] == "01/01/2025"
    assert page.select_one("[name=part] option[selected]").get_text(strip=True).startswith("Jeunes 2025")
    part = f"grant:{Grant.objects.get().pk}"
    asked = {"title": "Bilan jeunes", "first": "", "last": "", "part": part, "age_on": "entry"}
    assert browser.post(new, asked | {"part": ""}).status_code == 422
    assert browser.post(new, asked).status_code == 303
    report = Report.objects.get()
    assert (report.first, report.last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert "40 coopérant·es" in text_of(browser.get("/reseau/bilans/bilan-jeunes/"))
    assert "Bilan jeunes" in text_of(browser.get(HERE))
    browser.post("/reseau/bilans/bilan-jeunes/figer/")
    links = BeautifulSoup(browser.get("/reseau/bilans/bilan-jeunes/liens/").content, "html.parser")
    assert links.select_one("[name=given_to]")["value"] == "Le Département (exemple)"
    assert links.select_one("[name=audience][checked]")["value"] == "funder"


@pytest.mark.parametrize("page", [LIST, NEW, HERE, f"{HERE}modifier/", f"{HERE}fermer/", f"{LIST}liste.csv"])
def test_a_stranger_a_member_another_coordination_and_a_funder_open_nothing(
    as_, client, amina, fanny, chloe, page
):
    funder = make_account("Olga")
    wear(funder, Role.FUNDER, make_organisation("Un financeur", OrganisationKind.PARTNER))
    for somebody in (amina, fanny, chloe, funder):
        assert as_(somebody).get(page).status_code == 403
    client.logout()
    assert client.get(page).status_code == 302
