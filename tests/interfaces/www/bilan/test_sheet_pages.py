"""A coordinator composes her own statistics without JavaScript: lines, conditions, comparing, files."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from kpacite.domain.indicators.models import Sheet, SheetLine, SheetTelling
from kpacite.domain.paths.models import Path
from kpacite.domain.people.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
HERE, NETWORK = "/la-cape/statistiques/", "/reseau/statistiques/"
SHEET = {"title": "Les jeunes", "first": "01/01/2024", "last": "31/12/2024", "share": "network"}


@pytest.fixture
def people(la_cape):
    """36 adults born in 1990, 3 of them in a priority area, 4 of them unknown."""
    persons = Person.objects.bulk_create([Person(first_name="Exemple", created_at=NOW) for _one in range(36)])
    area = {"qpv_method": "declared", "qpv_generation": 2024}
    answers = [{"qpv": "oui"} | area] * 3 + [{}] * 4 + [{"qpv": "non"} | area] * 29
    start = date(2024, 2, 1)
    Path.objects.bulk_create(
        Path(person=person, kpa=la_cape.kpa, start=start, **answer)
        for person, answer in zip(persons, answers, strict=True)
    )


def composed(client, root=HERE, **changes):
    """A sheet with one line, through the screens."""
    client.post(f"{root}nouvelle/", SHEET | changes)
    sheet = Sheet.objects.latest("pk")
    fields = {"label": "En quartier prioritaire", "counted": "persons", "version": sheet.version}
    client.post(f"{root}{sheet.pk}/ligne/", fields)
    return sheet


def line_of(sheet):
    return SheetLine.objects.filter(sheet=sheet).latest("pk")


def ask(client, sheet, field, root=HERE, **answer):
    sheet.refresh_from_db()
    url = f"{root}{sheet.pk}/ligne/{line_of(sheet).pk}/condition/?champ={field}"
    return client.post(url, {"version": sheet.version, "group": ""} | answer)


def press(client, sheet, act, root=HERE, place=""):
    sheet.refresh_from_db()
    url = f"{root}{sheet.pk}/ligne/{line_of(sheet).pk}/geste/"
    return client.post(url, {"act": act, "place": place, "version": sheet.version}, follow=True)


def cells(response):
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_a_line_is_composed_by_plain_posts_and_read_in_plain_words(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    assert ask(client, sheet, "qpv", operator="yes").status_code == 303
    assert ask(client, sheet, "age", operator="at_least", number="26", group="new").status_code == 303
    assert ask(client, sheet, "education", operator="one_of", values=["bac"], group="1").status_code == 303
    page = client.get(f"{HERE}{sheet.pk}/")
    assert (
        "Personnes dont l’adresse à l’entrée est dans un quartier prioritaire et (dont l’âge à l’entrée est "
        "d’au moins 26 ans ou dont le plus haut niveau de formation atteint est « Bac »)."
    ) in text_of(page)
    press(client, sheet, "remove", place="1")
    assert cells(client.get(f"{HERE}{sheet.pk}/")) == [["3", "36", "8 %", "4"]]


def test_all_or_any_is_a_button(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    ask(client, sheet, "qpv", operator="yes")
    ask(client, sheet, "qpv", operator="unknown")
    assert cells(client.get(f"{HERE}{sheet.pk}/"))[0][0] == "0"
    press(client, sheet, "any")
    assert cells(client.get(f"{HERE}{sheet.pk}/"))[0][0] == "7"


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("age", {"operator": "at_least"}, "Écrivez un nombre entier, de 0 à 1000."),
        ("age", {"operator": "at_least", "number": "beaucoup"}, "Écrivez un nombre, par exemple 14."),
        ("start", {"operator": "months_before_end", "number": "0"}, "Écrivez un nombre entier, de 1 à 120."),
        ("education", {"operator": "one_of"}, "Choisissez une réponse au moins."),
        ("education", {"operator": "one_of", "values": ["docteur"]}, "Choisissez une réponse de la liste."),
        ("qpv", {"operator": "__class__"}, "Choisissez une réponse de la liste."),
    ],
)
def test_a_condition_that_makes_no_sense_comes_back_with_a_sentence(as_, chloe, field, answer, sentence):
    client = as_(chloe)
    sheet = composed(client)
    response = ask(client, sheet, field, **answer)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert line_of(sheet).condition == {"all": []}


def test_a_field_that_is_not_offered_cannot_be_asked(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    for field in ("disabled_worker", "kpa", "__init__", ""):
        assert ask(client, sheet, field, operator="yes").status_code == 303
    assert line_of(sheet).condition == {"all": []}


def test_sending_the_same_line_twice_writes_one(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    again = {"label": "En quartier prioritaire", "counted": "persons", "version": "1"}
    response = client.post(f"{HERE}{sheet.pk}/ligne/", again)
    assert response.status_code == 422
    assert "Quelqu’un a changé cette feuille" in text_of(response)
    assert SheetLine.objects.count() == 1


def test_lines_are_moved_and_taken_away_and_strange_buttons_do_nothing(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    sheet.refresh_from_db()
    client.post(
        f"{HERE}{sheet.pk}/ligne/", {"label": "Deuxième", "counted": "hours", "version": sheet.version}
    )
    press(client, sheet, "up")
    assert [line.label for line in sheet.lines.order_by("rank")] == ["Deuxième", "En quartier prioritaire"]
    assert "n’existe plus" in text_of(press(client, sheet, "eval"))
    assert "n’est plus là" in text_of(press(client, sheet, "remove", place="3.1"))
    press(client, sheet, "drop")
    assert sheet.lines.count() == 1


def test_a_sheet_is_compared_with_the_year_before(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    page = BeautifulSoup(client.get(f"{HERE}{sheet.pk}/").content, "html.parser")
    before = page.select_one('a[href^="?first"]')
    assert before is not None
    assert cells(client.get(f"{HERE}{sheet.pk}/{before['href']}")) == [
        ["36 (100 %) sur 36", "0 sur 0", "−36"],
    ]
    wrong = client.get(f"{HERE}{sheet.pk}/?first=31/12/2024&last=01/01/2024")
    assert wrong.status_code == 422
    assert "Le dernier jour vient après le premier" in text_of(wrong)


def test_the_network_sets_two_parts_side_by_side(as_, esther, coop_manau, people):
    client = as_(esther)
    sheet = composed(client, NETWORK, share="team", part="")
    page = client.get(f"{NETWORK}{sheet.pk}/?first=01/01/2024&last=31/12/2024&part=kpa:{coop_manau.kpa.pk}")
    assert cells(page) == [["36 (100 %) sur 36", "0 sur 0", "−36"]]
    heads = [cell.get_text(" ", strip=True) for cell in soup(page).select("thead th")]
    assert heads == [
        "Ligne",
        "Tout le réseau, du 1er janvier 2024 au 31 décembre 2024",
        "Coop’Manau, du 1er janvier 2024 au 31 décembre 2024",
        "Écart",
    ]


def test_the_files_hold_the_condition_in_words_and_the_denominator(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    ask(client, sheet, "qpv", operator="yes")
    answer = client.get(f"{HERE}{sheet.pk}/chiffres/csv/")
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (row["nombre"], row["denominateur"], row["pourcentage"], row["on_ne_sait_pas"]) == (
        "3",
        "36",
        "8",
        "4",
    )
    assert row["condition"] == "Personnes dont l’adresse à l’entrée est dans un quartier prioritaire."
    book = load_workbook(io.BytesIO(client.get(f"{HERE}{sheet.pk}/chiffres/xlsx/").content))
    assert [cell.value for cell in book["Chiffres"][2]][3:5] == [3, 36]
    assert client.get(f"{HERE}{sheet.pk}/chiffres/exe/").status_code == 404


def test_a_name_that_looks_like_a_formula_stays_a_name(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    line = line_of(sheet)
    sheet.refresh_from_db()
    client.post(f"{HERE}{sheet.pk}/ligne/{line.pk}/", {"label": "=1+1", "version": sheet.version})
    book = load_workbook(io.BytesIO(client.get(f"{HERE}{sheet.pk}/chiffres/xlsx/").content))
    assert book["Chiffres"]["A2"].data_type == "s"


def test_whoever_opens_no_file_reads_no_small_group(as_, chloe, bilal, esther, people):
    sheet = composed(as_(chloe))
    ask(as_(chloe), sheet, "qpv", operator="yes")
    for reader, root in ((bilal, HERE), (esther, NETWORK)):
        page = as_(reader).get(f"{root}{sheet.pk}/")
        assert cells(page)[0][0] == "masqué –"
        assert "moins de 5 personnes" in text_of(page)
        file = as_(reader).get(f"{root}{sheet.pk}/chiffres/csv/").getvalue().decode()
        assert ",oui," in file
    assert {telling.number for telling in SheetTelling.objects.all()} == {36}
    assert cells(as_(chloe).get(f"{HERE}{sheet.pk}/"))[0][0] == "3"


def test_a_running_period_is_not_read_by_whoever_opens_no_file(as_, chloe, bilal, people):
    sheet = composed(as_(chloe), last="31/12/2099")
    page = as_(bilal).get(f"{HERE}{sheet.pk}/")
    assert "quand la période est finie" in text_of(page)
    assert not cells(page)
    assert as_(bilal).get(f"{HERE}{sheet.pk}/chiffres/csv/").status_code == 302


def test_a_private_sheet_or_one_of_elsewhere_does_not_exist_for_others(
    as_, chloe, bilal, karim, esther, amina
):
    sheet = composed(as_(chloe), share="private")
    assert as_(bilal).get(f"{HERE}{sheet.pk}/").status_code == 404
    assert as_(esther).get(f"{NETWORK}{sheet.pk}/").status_code == 404
    assert as_(karim).get(f"{HERE}{sheet.pk}/").status_code == 404
    assert as_(karim).get(f"/coop-manau/statistiques/{sheet.pk}/").status_code == 404
    assert as_(amina).get(f"{HERE}{sheet.pk}/").status_code == 403
    assert as_(amina).get(HERE).status_code == 403


def test_a_reader_changes_nothing(as_, chloe, bilal, esther):
    sheet = composed(as_(chloe))
    for reader, root in ((bilal, HERE), (esther, NETWORK)):
        client = as_(reader)
        assert client.get(f"{root}{sheet.pk}/changer/").status_code == 403
        assert client.post(f"{root}{sheet.pk}/geste/", {"act": "archive"}).status_code == 403
        assert press(client, sheet, "drop", root).status_code == 403
    assert sheet.lines.count() == 1


def test_a_sheet_is_copied_put_away_and_taken_back(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    url = f"{HERE}{sheet.pk}/geste/"
    client.post(f"{HERE}{sheet.pk}/copier/")
    copy = Sheet.objects.latest("pk")
    assert (copy.title, copy.share, copy.lines.count()) == ("Les jeunes (copie)", "private", 1)
    client.post(url, {"act": "archive"})
    assert "Cette feuille est rangée" in text_of(client.get(f"{HERE}{sheet.pk}/"))
    assert "rangée" in text_of(client.get(HERE))
    client.post(url, {"act": "restore"})
    assert Sheet.objects.get(pk=sheet.pk).archived_at is None
    assert client.post(url, {"act": "explode"}).status_code == 404


def test_a_title_and_a_period_are_changed_and_a_mistake_keeps_what_was_typed(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    sheet.refresh_from_db()
    url = f"{HERE}{sheet.pk}/changer/"
    wrong = client.post(url, SHEET | {"title": "Un autre", "last": "01/01/2020", "version": sheet.version})
    assert wrong.status_code == 422
    assert 'value="Un autre"' in wrong.content.decode()
    client.post(url, SHEET | {"title": "Un autre", "version": sheet.version})
    assert Sheet.objects.get(pk=sheet.pk).title == "Un autre"
    assert client.post(url, SHEET | {"version": sheet.version}).status_code == 422


def test_the_menu_shows_the_way_to_whom_it_opens(as_, chloe, amina, esther):
    assert f'href="{HERE}"' in as_(chloe).get("/la-cape/").content.decode()
    assert f'href="{HERE}"' not in as_(amina).get("/la-cape/").content.decode()
    assert f'href="{NETWORK}"' in as_(esther).get("/reseau/").content.decode()


def test_the_bilan_pages_show_the_way_to_ones_own_statistics(as_, chloe, amina, esther):
    assert f'href="{HERE}">Composer' in as_(chloe).get("/la-cape/bilan/").content.decode()
    assert f'href="{HERE}">Composer' not in as_(amina).get("/la-cape/bilan/").content.decode()
    assert f'href="{NETWORK}">Mes statistiques' in as_(esther).get("/reseau/bilans/").content.decode()


def condition_url(sheet, place):
    return f"{HERE}{sheet.pk}/ligne/{line_of(sheet).pk}/condition/?place={place}"


def test_a_condition_is_changed_where_it_stands(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    ask(client, sheet, "qpv", operator="yes")
    ask(client, sheet, "age", operator="at_least", number="26", group="new")
    ask(client, sheet, "education", operator="one_of", values=["bac"], group="1")
    line = f"{HERE}{sheet.pk}/ligne/{line_of(sheet).pk}/"
    links = [a["href"].rpartition("=")[2] for a in soup(client.get(line)).select('a[href*="place="]')]
    assert links == ["0", "1.0", "1.1"]
    form = soup(client.get(condition_url(sheet, "1.0")))
    assert form.select_one("input[name=number]")["value"] == "26"
    assert form.select_one("input[name=operator][checked]")["value"] == "at_least"
    assert not form.select("input[name=group]")
    sheet.refresh_from_db()
    answer = {"version": sheet.version, "operator": "at_most", "number": "30"}
    assert client.post(condition_url(sheet, "1.0"), answer).status_code == 303
    checked = soup(client.get(condition_url(sheet, "1.1"))).select("input[name=values][checked]")
    assert [box["value"] for box in checked] == ["bac"]
    assert line_of(sheet).condition == {
        "all": [
            {"field": "qpv", "is": "yes"},
            {
                "any": [
                    {"field": "age", "is": "at_most", "number": 30},
                    {"field": "education", "is": "one_of", "values": ["bac"]},
                ]
            },
        ]
    }


def test_a_condition_changed_by_two_or_already_gone_is_said(as_, chloe):
    client = as_(chloe)
    sheet = composed(client)
    ask(client, sheet, "age", operator="at_least", number="26")
    stale = {"version": "1", "operator": "at_most", "number": "30"}
    assert "Quelqu’un a changé cette feuille" in text_of(client.post(condition_url(sheet, "0"), stale))
    wrong = {"version": Sheet.objects.get(pk=sheet.pk).version, "operator": "at_most"}
    assert client.post(condition_url(sheet, "0"), wrong).status_code == 422
    for place in ("4", "0.2", "", "__class__"):
        response = client.get(condition_url(sheet, place), follow=True)
        assert "Cette condition n’est plus là" in text_of(response)
    assert line_of(sheet).condition == {"all": [{"field": "age", "is": "at_least", "number": 26}]}


def test_the_files_hold_the_other_side_too(as_, chloe, people):
    client = as_(chloe)
    sheet = composed(client)
    query = "?first=01/01/2023&last=31/12/2023"
    page = soup(client.get(f"{HERE}{sheet.pk}/{query}"))
    (address,) = [a["href"] for a in page.select('a[href*="chiffres/csv"]')]
    (row,) = csv.DictReader(io.StringIO(client.get(address).getvalue().decode("utf-8-sig")))
    assert (row["nombre"], row["a_cote_nombre"], row["ecart"], row["a_cote_du"]) == (
        "36",
        "0",
        "-36",
        "2023-01-01",
    )
    book = load_workbook(io.BytesIO(client.get(address.replace("csv", "xlsx")).content))
    assert book["Chiffres"].max_column == 20


def test_the_network_shares_a_sheet_with_a_kpa_whose_team_reads_it_and_takes_a_copy(
    as_, esther, chloe, bilal, karim, amina, la_cape, people
):
    nobody = as_(esther).post(f"{NETWORK}nouvelle/", SHEET | {"share": "kpas", "part": ""})
    assert nobody.status_code == 422
    assert "Choisissez un KPA au moins" in text_of(nobody)
    sheet = composed(as_(esther), NETWORK, share="kpas", part="", readers=[str(la_cape.kpa.pk)])
    ask(as_(esther), sheet, "qpv", NETWORK, operator="yes")
    assert "La Cape" in text_of(as_(esther).get(f"{NETWORK}{sheet.pk}/"))
    for reader in (chloe, bilal):
        page = as_(reader).get(f"{HERE}{sheet.pk}/")
        assert cells(page)[0][0] == "masqué –"
        assert "Ajouter une ligne" not in text_of(page)
        assert as_(reader).get(f"{HERE}{sheet.pk}/changer/").status_code == 403
        assert str(sheet) in text_of(as_(reader).get(HERE))
    assert as_(karim).get(f"/coop-manau/statistiques/{sheet.pk}/").status_code == 404
    assert as_(amina).get(f"{HERE}{sheet.pk}/").status_code == 403
    assert as_(bilal).post(f"{HERE}{sheet.pk}/copier/").status_code == 403
    copied = as_(chloe).post(f"{HERE}{sheet.pk}/copier/", follow=True)
    assert cells(copied)[0][0] == "3", "at home, whoever keeps the files reads exact numbers"
    assert "Changer titre" in text_of(copied)
