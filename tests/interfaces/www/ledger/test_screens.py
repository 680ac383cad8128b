"""The accountant's pages: what they show, their exports, and who is turned away."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kpacite.domain.ledger import services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, Period
from kpacite.domain.ledger.rules import credit, debit
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.ledger import exports
from kpacite.kernel.money import Euro
from tests.domain.ledger.conftest import NOW, Post, sale

pytestmark = pytest.mark.django_db
LISTS = ("ledger_balance", "ledger_journal", "ledger_receivables", "ledger_months", "ledger_fec")
EXPORTED = ("ledger_balance", "ledger_journal", "ledger_receivables")


def url(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"carrier": "cae-exemple", **kwargs})


def words(html: bytes) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").replace("\u202f", " ").split())


def month(year: FiscalYear, number: int) -> Period:
    return year.periods.get(start__month=number)


@pytest.fixture
def told(book: Book, post: Post, la_cape: Organisation) -> Entry:
    """An invoice that a client of La Cape owes, and 60 small sales after it."""
    services.ensure_aux(book=book, number="C1", label="Mairie exemple")
    owed = debit(AccountRole.CLIENTS, Euro(123_456), aux="C1", due_date=date(2026, 3, 5))
    earned = credit(AccountRole.SALES_SERVICES, Euro(123_456), kpa_id=la_cape.pk, activity="buffets")
    entry = post(moves=[owed, earned], label="=Buffet de printemps")
    for _ in range(60):
        post(sale(600, piece_ref="F-2", day=date(2026, 4, 2)))
    return entry


@pytest.mark.parametrize("name", LISTS)
def test_a_page_without_a_book_says_what_will_come(
    name: str, as_: Callable[[Account], Client], driss: Account, carrier: Organisation
) -> None:
    driss.person.hats.create(role="carrier_accountant", organisation=carrier, start=date(2020, 1, 1))
    answer = as_(driss).get(url(name))
    assert answer.status_code == 200
    assert "ici" in words(answer.content)


@pytest.mark.parametrize("name", LISTS)
def test_an_open_year_without_entries_is_shown(desk: Client, name: str) -> None:
    assert desk.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_gets_a_404_and_nobody_a_sign_in_page(
    client: Client, book: Book, as_: Callable[[Account], Client], driss: Account, name: str
) -> None:
    assert client.get(url(name)).status_code == 302
    assert as_(driss).get(url(name)).status_code == 404


def test_the_balance_adds_up(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_balance")).content)
    assert "411000 Clients" in text
    assert "1 594,56 €" in text


def test_the_balance_of_one_kpa_and_of_one_month(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_balance"), {"kpa": "la-cape"}).content)
    assert "1 234,56 €" in text
    assert "411000" not in text
    april = words(desk.get(url("ledger_balance"), {"du": "01/04/2026", "au": "30/04/2026"}).content)
    assert "360,00 €" in april
    assert "1 234,56" not in april


def test_a_date_that_cannot_be_read_is_said_and_hides_nothing(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_balance"), {"du": "hier"}).content)
    assert "Écrivez une date" in text
    assert "1 594,56 €" in text


def test_an_account_is_read_page_by_page_with_its_running_balance(desk: Client, told: Entry) -> None:
    first = desk.get(url("ledger_account", number="411000"))
    link = BeautifulSoup(first.content, "html.parser").find("a", rel="next")["href"]
    assert "1 234,56 €" in words(first.content)
    second = words(desk.get(url("ledger_account", number="411000") + link).content)
    assert "Solde avant cette page" in second
    assert "1 594,56 €" in second
    assert "Lignes suivantes" not in second


def test_an_account_is_searched(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_account", number="411000"), {"q": "printemps"}).content)
    assert "VE-1" in text
    assert "VE-2 " not in text
    assert "Aucune ligne" in words(desk.get(url("ledger_account", number="411000"), {"q": "zzz"}).content)


def test_the_journal_is_read_page_by_page_and_filtered(desk: Client, told: Entry) -> None:
    first = desk.get(url("ledger_journal"))
    link = BeautifulSoup(first.content, "html.parser").find("a", rel="next")["href"]
    assert "VE-61" in words(desk.get(url("ledger_journal") + link).content)
    assert "Aucune écriture" in words(desk.get(url("ledger_journal"), {"journal": "BQ"}).content)
    only = words(desk.get(url("ledger_journal"), {"kpa": "la-cape"}).content)
    assert ("VE-1 " in only, "VE-2 " in only) == (True, False)


def test_an_entry_shows_its_lines_and_who_posted_it(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_entry", entry=told.pk)).content)
    assert "Validée par Driss" in text
    assert "706000 Prestations de services" in text
    assert "La Cape" in text


def test_an_entry_of_another_book_is_unknown(desk: Client, told: Entry, driss: Account) -> None:
    other = Organisation.objects.create(kind="carrier", name="Autre", slug="autre-cae")
    book = services.open_book(entity=other, actor=driss, now=NOW)
    services.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=driss, now=NOW)
    theirs = services.post_entry(book=book, new=sale(), actor=driss, now=NOW)
    for page in ("ledger_entry", "ledger_reverse"):
        assert desk.get(url(page, entry=theirs.pk)).status_code == 404
    foreign = theirs.period_id
    assert desk.get(url("ledger_close", period=foreign)).status_code == 404
    assert desk.get(url("ledger_fec_file", year=theirs.fiscal_year_id)).status_code == 404


def test_an_entry_is_reversed_with_a_reason(desk: Client, told: Entry) -> None:
    page = url("ledger_reverse", entry=told.pk)
    assert desk.get(page).status_code == 200
    empty = desk.post(page, {"date": "10/03/2026", "reason": ""})
    assert empty.status_code == 422
    done = desk.post(page, {"date": "10/03/2026", "reason": "Facturé deux fois"})
    assert done.status_code == 303
    assert "Annule l’écriture VE-1" in words(desk.get(done["Location"]).content)
    again = desk.post(page, {"date": "10/03/2026", "reason": "Facturé deux fois"})
    assert again.status_code == 422
    assert "déjà contre-passée" in words(again.content)
    assert Entry.objects.filter(reversal_of=told).count() == 1


def test_a_month_is_closed_after_a_confirmation_then_opened_with_a_reason(
    desk: Client, year: FiscalYear
) -> None:
    january, february = month(year, 1), month(year, 2)
    assert "Clore janvier 2026" in words(desk.get(url("ledger_close", period=january.pk)).content)
    assert desk.post(url("ledger_close", period=february.pk)).status_code == 422
    assert desk.post(url("ledger_close", period=january.pk)).status_code == 303
    assert "Rouvrir ce mois" in words(desk.get(url("ledger_months")).content)
    page = url("ledger_reopen", period=january.pk)
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"reason": " "}).status_code == 422
    assert desk.post(page, {"reason": "Facture oubliée"}).status_code == 303
    assert desk.post(page, {"reason": "Encore"}).status_code == 422


def test_what_clients_owe_is_shown_by_age_and_line_by_line(desk: Client, told: Entry) -> None:
    text = words(desk.get(url("ledger_receivables")).content)
    assert "Mairie exemple" in text
    assert "Sans client nommé" in text
    detail = words(desk.get(url("ledger_client", aux="C1")).content)
    assert "1 234,56 €" in detail
    assert desk.get(url("ledger_client", aux="C9")).status_code == 404


@pytest.mark.parametrize("name", EXPORTED)
def test_a_list_comes_as_csv_and_as_xlsx(desk: Client, told: Entry, name: str) -> None:
    csv = b"".join(desk.get(url(name), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    sheet = load_workbook(BytesIO(b"".join(desk.get(url(name), {"format": "xlsx"}).streaming_content))).active
    assert sheet.max_row == len(csv.splitlines())
    assert csv.splitlines()[0].split(",")[0] == sheet.cell(1, 1).value


def test_an_exported_account_keeps_text_as_text(desk: Client, told: Entry) -> None:
    page = url("ledger_account", number="411000")
    csv = b"".join(desk.get(page, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert "'=Buffet" in csv
    sheet = load_workbook(BytesIO(b"".join(desk.get(page, {"format": "xlsx"}).streaming_content))).active
    assert (sheet.cell(2, 5).value, sheet.cell(2, 5).data_type) == ("=Buffet de printemps", "s")
    assert sheet.cell(2, 10).value == 1234.56


def test_the_fec_is_downloaded_with_its_description(desk: Client, told: Entry, year: FiscalYear) -> None:
    answer = desk.get(url("ledger_fec_file", year=year.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="999999998FEC20261231.txt"'
    assert b"".join(answer.streaming_content).count(b"\r\n") == 1 + 2 + 60 * 3
    assert "JournalCode" in desk.get(url("ledger_fec_notice", year=year.pk)).content.decode()


def test_a_missing_siren_is_said(desk: Client, year: FiscalYear) -> None:
    Book.objects.update(siren="")
    for name in ("ledger_fec_file", "ledger_fec_notice"):
        answer = desk.get(url(name, year=year.pk))
        assert answer.status_code == 422
        assert "SIREN" in words(answer.content)


def test_lists_cost_the_same_number_of_queries_whatever_their_length(
    desk: Client, post: Post, django_assert_max_num_queries
) -> None:
    post()
    pages = [*map(url, LISTS), url("ledger_account", number="411000")]
    counts = [_queries(desk, page) for page in pages]
    for days in range(30):
        post(day=date(2026, 3, 1) + timedelta(days=days), journal=JournalKind.MISC)
    assert [_queries(desk, page) for page in pages] == counts


def _queries(client: Client, page: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as context:
        client.get(page)
    return len(context)


def test_the_entries_of_one_month_leave_from_the_list_of_months(
    desk: Client, book: Book, year: FiscalYear
) -> None:
    page = BeautifulSoup(desk.get(url("ledger_months")).content, "html.parser")
    link = next(
        one for one in page.find_all("a") if "format=xlsx" in one.get("href", "") and "mars" in one.text
    )
    file = desk.get(link["href"])
    assert file["Content-Type"] == exports.XLSX
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert f"du=01%2F03%2F{year.start.year}" in link["href"] or f"du=01/03/{year.start.year}" in link["href"]
