"""Who reads which figures: everybody, a funder, a member, the coordination of the network."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportText
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths.models import Path
from tests.domain.indicators.published import PUBLISHED
from tests.factories.organisations import make_organisation, wear
from tests.factories.people import make_account
from tests.interfaces.www.bilan.reading import BY, NOW, OPEN, STAFF, crowd, figures, soup, text_of, whole
from tests.loaded import loaded_once

pytestmark = pytest.mark.django_db
django_db_setup = loaded_once("bilan-2023")


@pytest.fixture
def coordinator(db):
    """Who sits in the coordination of the seeded network."""
    account = make_account("Esther")
    wear(account, Role.NETWORK_COORDINATION, Organisation.objects.network())
    return account


@pytest.fixture
def olga(db):
    account = make_account("Olga")
    wear(account, Role.FUNDER, make_organisation("Un financeur", OrganisationKind.PARTNER))
    return account


def test_the_screen_of_the_coordination_prints_every_published_figure(as_, coordinator):
    found = figures(as_(coordinator).get(f"{STAFF}2022-2023/"))
    for code, (number, denominator, percent) in PUBLISHED.items():
        count, base, share = found[code]
        assert number is None or whole(count) == number, code
        assert denominator is None or whole(base) == denominator, code
        assert percent is None or whole(share) == percent, code


def test_everybody_reads_the_public_figures_only(client):
    response = client.get(OPEN)
    page = text_of(response)
    assert "267 coopérant·es ont essayé." in page
    assert "presque 3 personnes sur 4 ont un travail" in page
    assert "98 personnes sont parties. 72 d’entre elles ont trouvé une suite." in page
    assert "La suite de 20 personnes sur 98 n’est pas connue." in page
    assert "Les âges font 99 % : c’est l’arrondi." in page
    assert "274\u202f027\xa0€" in soup(response).get_text()
    found = figures(response)
    assert found["I06"][0] == "masqué"
    assert found["I15d"][0] == "6"
    assert "I13d" not in found
    assert len(soup(response).select(".points i")) == 98


def test_every_chart_has_its_values_in_words(client):
    page = soup(client.get(OPEN))
    for bar in page.select(".barres li"):
        assert bar.select_one("b").get_text(strip=True)
        assert bar.select_one(".trait-b")["aria-hidden"] == "true"
    legend = [int(count.get_text()) for count in page.select(".legende b")]
    assert sum(legend) == 98
    assert page.select(".t-inconnu")


def test_the_files_of_everybody_hold_the_public_figures(client):
    rows = csv.DictReader(
        io.StringIO(client.get(f"{OPEN}chiffres/csv/").content.decode().removeprefix("\ufeff"))
    )
    counts = {row["code"]: row["nombre"] for row in rows}
    assert (counts["I00"], counts["I06"], counts["I13d"]) == ("267", "", "")
    told = json.loads(client.get(f"{OPEN}chiffres/json/").content)
    assert told["audience"] == "public"
    assert client.get(f"{OPEN}chiffres/pdf/").content.startswith(b"%PDF")
    assert client.get(f"{OPEN}chiffres/xlsx/").content.startswith(b"PK")
    assert client.get(f"{OPEN}chiffres/exe/").status_code == 404


def test_a_bilan_that_is_not_open_does_not_exist_for_others(client, as_, olga):
    report = services.prepare_report(title="Fermé", frame=Frame(date(2022, 3, 1), date(2022, 12, 31)), **BY)
    services.freeze_report(report=report, author=None, today=NOW.date(), **BY)
    assert client.get("/reseau/bilan/ferme/").status_code == 404
    assert as_(olga).get("/financeur/bilans/ferme/").status_code == 404
    assert "Fermé" not in text_of(client.get("/reseau/bilan/"))


def test_a_funder_reads_what_was_opened_to_funders(as_, olga):
    browser = as_(olga)
    assert "Bilan du réseau, mars 2022" in text_of(browser.get("/financeur/bilans/"))
    found = figures(browser.get("/financeur/bilans/2022-2023/"))
    assert found["I06"][0] == "5", "five people, and a funder's threshold is five"
    assert found["I17a"][0] == "masqué"
    told = json.loads(browser.get("/financeur/bilans/2022-2023/chiffres/json/").content)
    assert told["audience"] == "funder"


def test_a_frozen_page_does_not_change_with_the_people(client):
    before = figures(client.get(OPEN))
    Path.objects.filter(end=None).delete()
    crowd(Path.objects.order_by("pk")[0].kpa, 40, date(2023, 1, 1))
    assert figures(client.get(OPEN)) == before


def test_a_bilan_is_looked_at_before_it_is_open_for_ever(client, as_, coordinator, olga):
    """What a reader outside will see, story and masks included; nothing is open by looking."""
    report = services.prepare_report(
        title="Mon bilan", frame=Frame(date(2022, 3, 1), date(2023, 12, 31)), **BY
    )
    services.freeze_report(report=report, author=None, today=NOW.date(), **BY)
    page = f"{STAFF}mon-bilan/1/apercu/public/"
    browser = as_(coordinator)
    assert page in browser.get(f"{STAFF}mon-bilan/").content.decode()
    assert page in browser.get(f"{STAFF}mon-bilan/1/publier/public/").content.decode()
    seen = browser.get(page)
    assert "Voici la version 1, comme la liront : tout le monde." in text_of(seen)
    assert figures(seen)["I06"][0] == "masqué"
    assert "les financeurs" in text_of(browser.get(f"{STAFF}mon-bilan/1/apercu/funder/"))
    assert browser.get(f"{STAFF}mon-bilan/1/apercu/internal/").status_code == 404
    assert as_(olga).get(page).status_code == 403
    client.logout()
    assert client.get("/reseau/bilan/mon-bilan/").status_code == 404


def test_a_file_says_who_froze_its_figures(client):
    content = client.get(f"{OPEN}chiffres/xlsx/").content
    sheet = load_workbook(io.BytesIO(content))["Lire ces chiffres"]
    words = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert words[2] == "Chiffres pour tout le monde"
    assert words[-1].startswith("Version 1, figée le ")


def test_a_new_version_is_explained(as_, coordinator):
    browser = as_(coordinator)
    refused = browser.post(f"{STAFF}2022-2023/figer/", {"reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    unchanged = browser.post(f"{STAFF}2022-2023/figer/", {"reason": "Pour voir."})
    assert "Les chiffres n’ont pas changé" in unchanged.content.decode()


def compared_cells(page: BeautifulSoup, label: str) -> list[str]:
    """The words of the row that bears this label: here, there, and how it moved."""
    row = next(each for each in page.select("main tbody tr") if each.th.get_text(" ", strip=True) == label)
    return [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("td")]


def test_two_bilans_stand_side_by_side(as_, coordinator):
    services.prepare_report(title="Une année", frame=Frame(date(2022, 3, 1), date(2023, 2, 28)), **BY)
    page = soup(as_(coordinator).get(f"{STAFF}2022-2023/comparer/?avec=une-annee"))
    assert "Une année" in page.get_text()
    here, there, more = compared_cells(page, "Femmes")
    assert here == "195 (73 %) sur 267, on ne sait pas : 1"
    assert " sur " in there, "a number is never without its denominator"
    assert re.fullmatch(r"[+−]?\d+ points?", more)
    people = compared_cells(page, "Coopérant·es sur l’ensemble de la période")
    assert people[0] == "267"
    assert people[2].startswith("−")


def test_what_the_kpas_sold_stands_side_by_side_too(as_, coordinator):
    """A KPA whose figure covers other days has none in the other bilan: never a zero."""
    services.prepare_report(title="Une année", frame=Frame(date(2022, 3, 1), date(2023, 2, 28)), **BY)
    page = soup(as_(coordinator).get(f"{STAFF}2022-2023/comparer/?avec=une-annee"))
    assert compared_cells(page, "La Cape") == ["15 213 €", "pas de chiffre –", "–"]


def test_the_parts_of_the_network_are_under_what_they_are(as_, coordinator):
    page = soup(as_(coordinator).get(f"{STAFF}preparer/"))
    groups = [group["label"] for group in page.select("#id_part optgroup")]
    assert groups == ["Un KPA", "Champ de développement", "Territoire"]


def test_a_page_of_masks_is_not_printed(client, as_, coordinator):
    """Figures by KPA of which nothing is told have no table; a sentence says that numbers are kept."""
    title = "Âge de la plus jeune personne"
    page = text_of(client.get(OPEN))
    assert title not in page
    assert "Les groupes de moins de 5 personnes ne sont pas montrés." in page
    assert "Quand la loi protège l’information, c’est moins de 11." in page
    assert "Le quartier manque pour 7 % des personnes." in page
    assert title in text_of(as_(coordinator).get(f"{STAFF}2022-2023/"))


def test_the_same_title_twice_is_said_beside_it(as_, coordinator):
    words = {"title": "2022 2023", "first": "1/3/2022", "last": "31/12/2023", "age_on": "entry"}
    response = as_(coordinator).post(f"{STAFF}preparer/", words)
    assert response.status_code == 422
    assert "porte déjà ce titre" in response.content.decode()
    assert Report.objects.count() == 1


def test_a_frozen_page_is_three_queries_for_its_figures_whatever_their_number(
    client, django_assert_max_num_queries
):
    client.get(OPEN)
    with django_assert_max_num_queries(12):
        client.get(OPEN)


def publish_many(many, after=0):
    """So many bilans opened to everybody and to funders, with two versions of each."""
    figures = ReportFreeze.objects.get(number=1, report__slug="2022-2023")
    for rank in range(after, after + many):
        day = date(2000, 1, 1) + timedelta(days=rank)
        report = Report.objects.create(
            slug=f"essai-{rank}", title=f"Essai {rank}", scope_kind="network", first=day, last=day
        )
        for number in (1, 2):
            version = ReportFreeze.objects.create(
                report=report,
                number=number,
                content=figures.content,
                releases=figures.releases,
                content_hash=figures.content_hash,
                reason="Une correction",
                frozen_at=NOW,
            )
            for audience in Outside:
                version.publications.create(audience=audience, published_at=NOW)


def queries_and_links(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(page)
    main = soup(answer).find("main")
    return len(found), [link["href"] for link in main.find_all("a", href=True)]


@pytest.mark.parametrize("page", [OPEN, "/reseau/bilan/"])
def test_pages_of_the_public_ask_as_much_of_the_database_at_3_bilans_as_at_30(client, page):
    publish_many(3)
    few, _links = queries_and_links(client, page)
    publish_many(27, after=3)
    assert queries_and_links(client, page)[0] == few


def test_a_bilan_offers_a_few_others_and_the_list_of_all(client):
    publish_many(9)
    links = queries_and_links(client, OPEN)[1]
    others = [link for link in links if link.startswith("/reseau/bilan/essai-")]
    assert others == [f"/reseau/bilan/essai-{rank}/" for rank in (8, 7, 6, 5, 4, 3)]
    assert OPEN not in links
    assert "/reseau/bilan/" in links


@pytest.mark.parametrize(("page", "reader"), [("/reseau/bilan/", None), ("/financeur/bilans/", "olga")])
def test_the_lists_hold_each_bilan_once_over_their_pages(as_, client, request, page, reader):
    if reader:
        as_(request.getfixturevalue(reader))
    publish_many(50)
    first, second = (queries_and_links(client, f"{page}?page={number}")[1] for number in (1, 2))
    told = [link for link in first + second if link.startswith(f"{page}essai-")]
    assert len(told) == len(set(told)) == 50
    assert len([link for link in first if link.startswith(page) and link != page]) <= 30


def test_a_publication_names_its_audience():
    audiences = ReportFreeze.objects.get().publications.values_list("audience", flat=True)
    assert set(audiences) == set(Outside.values)


def test_the_story_is_written_around_the_figures(as_, coordinator, client):
    browser = as_(coordinator)
    new = f"{STAFF}2022-2023/recit/ecrire/"
    nobody_s = {"section": "closing", "kind": "quote", "body": "On a appris."}
    assert browser.post(new, nobody_s).status_code == 422
    kpa = str(Organisation.objects.get(slug="kpa-touraine").pk)
    said = nobody_s | {"kpa": kpa}
    assert browser.post(new, said).status_code == 303
    text = ReportText.objects.get(kind="quote")
    page = f"{STAFF}2022-2023/recit/{text.pk}/"
    assert browser.post(page, said | {"body": "On a beaucoup appris.", "version": "1"}).status_code == 303
    assert browser.post(page, said | {"version": "1"}).status_code == 422
    shown = soup(client.get(OPEN)).find("blockquote")
    assert "On a beaucoup appris." in shown.get_text()
    assert "KPA Touraine" in shown.get_text()
    assert client.get(f"{OPEN}chiffres/pdf/").content.startswith(b"%PDF")
    assert browser.post(f"{page}enlever/").status_code == 303
    assert soup(client.get(OPEN)).find("blockquote") is None
