"""Lettering on screen, years opened and closed, and what members read of the accounts of their KPA."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from kpacite.domain.ledger import services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, LetteredLine, Lettering, Line
from kpacite.domain.ledger.rules import Group, credit, debit, grouped
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.kernel.money import Euro
from tests.domain.ledger.conftest import NOW, Post
from tests.interfaces.www.ledger.test_screens import url, words

pytestmark = pytest.mark.django_db
LETTERS = url("ledger_letters", number="411000")


@pytest.fixture
def invoice_and_payment(book: Book, post: Post, la_cape: Organisation) -> list[int]:
    """The two client lines of an invoice of La Cape and its transfer."""
    services.ensure_aux(book=book, number="C1", label="Mairie exemple")
    sold = credit(AccountRole.SALES_SERVICES, Euro(66_000), kpa_id=la_cape.pk, activity="buffets")
    post(moves=[debit(AccountRole.CLIENTS, Euro(66_000), aux="C1"), sold], piece_ref="F-1")
    paid = [debit(AccountRole.BANK, Euro(66_000)), credit(AccountRole.CLIENTS, Euro(66_000), aux="C1")]
    post(moves=paid, journal=JournalKind.BANK, label="Virement", piece_ref="R-1")
    lines = Line.objects.filter(account__number="411000").order_by("pk")
    return list(lines.values_list("pk", flat=True))


class TestLettering:
    def test_ticked_lines_get_a_letter_and_are_no_longer_shown_as_open(
        self, desk: Client, invoice_and_payment: list[int]
    ) -> None:
        page = desk.get(LETTERS).content.decode()
        assert all(f'value="{line}"' in page for line in invoice_and_payment)
        answer = desk.post(LETTERS, {"line": invoice_and_payment}, follow=True)
        text = words(answer.content)
        assert "Ces lignes portent la lettre AA." in text
        assert "Tout est lettré" in text
        assert "660,00 €" in text

    def test_sums_that_differ_are_told_and_the_ticks_stay(
        self, desk: Client, invoice_and_payment: list[int], post: Post
    ) -> None:
        post(moves=[debit(AccountRole.CLIENTS, Euro(100), aux="C1"), credit(AccountRole.BANK, Euro(100))])
        first, second = Line.objects.filter(account__number="411000").order_by("-pk")[:2]
        answer = desk.post(LETTERS, {"line": [first.pk, second.pk]})
        assert answer.status_code == 422
        assert answer.content.decode().count(" checked") == 2
        assert not Lettering.objects.exists()

    def test_one_third_party_can_be_looked_at_alone(
        self, desk: Client, invoice_and_payment: list[int], post: Post, book: Book
    ) -> None:
        services.ensure_aux(book=book, number="C2", label="Voisine exemple")
        post(moves=[debit(AccountRole.CLIENTS, Euro(100), aux="C2"), credit(AccountRole.BANK, Euro(100))])
        assert "Voisine exemple" not in words(desk.get(f"{LETTERS}?tiers=C1").content)
        assert "Voisine exemple" in words(desk.get(LETTERS).content)

    @pytest.mark.parametrize("sent", ["", "999999", "x", "9" * 30])
    def test_lines_that_are_not_shown_are_not_lettered(
        self, desk: Client, invoice_and_payment: list[int], sent: str
    ) -> None:
        assert desk.post(LETTERS, {"line": [sent]}).status_code == 422

    def test_a_lettering_is_undone_with_a_reason_once(
        self, desk: Client, invoice_and_payment: list[int]
    ) -> None:
        desk.post(LETTERS, {"line": invoice_and_payment})
        address = url("ledger_unletter", lettering=Lettering.objects.get().pk)
        assert "Défaire le lettrage AA" in words(desk.get(address).content)
        assert desk.post(address, {"reason": ""}).status_code == 422
        answer = desk.post(address, {"reason": "Mauvais client"}, follow=True)
        assert "n’ont plus de lettre" in words(answer.content)
        assert not LetteredLine.objects.active().exists()
        assert desk.get(address).status_code == 404

    def test_an_account_that_is_not_lettered_has_no_such_page(self, desk: Client, year: FiscalYear) -> None:
        assert desk.get(url("ledger_letters", number="512000")).status_code == 404
        assert desk.get(url("ledger_letters", number="999999")).status_code == 404

    def test_nobody_undoes_what_is_in_another_book(
        self, as_: Callable[[Account], Client], driss: Account, book: Book, invoice_and_payment: list[int]
    ) -> None:
        lettering = services.letter(lines=invoice_and_payment, actor=None, now=NOW)
        other = Organisation.objects.create(kind="carrier", name="Autre exemple", slug="autre")
        theirs = services.open_book(entity=other, siren="", actor=None, now=NOW)
        services.open_fiscal_year(book=theirs, start=date(2026, 1, 1), actor=None, now=NOW)
        driss.person.hats.create(role=Role.CARRIER_ACCOUNTANT, organisation=other, start=date(2020, 1, 1))
        answer = as_(driss).get(url("ledger_unletter", lettering=lettering.pk, carrier="autre"))
        assert answer.status_code == 404


class TestYears:
    def close_all_months(self, year: FiscalYear) -> None:
        for period in year.periods.order_by("start"):
            services.close_period(period=period, actor=None, now=NOW)

    def test_the_next_year_opens_after_the_last_one(self, desk: Client, book: Book, year: FiscalYear) -> None:
        page = words(desk.get(url("ledger_year_open")).content)
        assert "Il commence le" in page
        assert "Le premier jour" not in page
        answer = desk.post(url("ledger_year_open"), {"months": 12}, follow=True)
        assert "est ouvert" in words(answer.content)
        assert book.fiscal_years.order_by("-start")[0].start == date(2027, 1, 1)

    @pytest.mark.parametrize("months", ["", "0", "25", "x"])
    def test_a_strange_length_is_refused(
        self, desk: Client, book: Book, year: FiscalYear, months: str
    ) -> None:
        assert desk.post(url("ledger_year_open"), {"months": months}).status_code == 422
        assert book.fiscal_years.count() == 1

    def test_a_year_closes_once_its_months_are_and_the_next_one_is_open(
        self, desk: Client, book: Book, year: FiscalYear, invoice_and_payment: list[int]
    ) -> None:
        address = url("ledger_year_close", year=year.pk)
        answer = desk.post(address)
        assert answer.status_code == 422
        assert "Tous les mois de l’exercice ne sont pas clos." in words(answer.content)
        self.close_all_months(year)
        assert "Ouvrez d’abord l’exercice suivant" in words(desk.post(address).content)
        desk.post(url("ledger_year_open"), {"months": 12})
        assert "Clore l’exercice" in words(desk.get(f"{url('ledger_months')}?exercice={year.pk}").content)
        assert "est clos" in words(desk.post(address, follow=True).content)
        assert Entry.objects.posted().filter(journal__kind=JournalKind.OPENING).count() == 1
        assert desk.post(address).status_code == 422

    def test_a_book_without_a_year_chooses_its_first_day(
        self, as_: Callable[[Account], Client], driss: Account, book: Book
    ) -> None:
        driss.person.hats.create(
            role=Role.CARRIER_ACCOUNTANT, organisation=book.entity, start=date(2020, 1, 1)
        )
        client = as_(driss)
        refused = client.post(url("ledger_year_open"), {"start": "2 janvier 2026", "months": 12})
        assert refused.status_code == 422
        assert (
            client.post(url("ledger_year_open"), {"start": "1 janvier 2026", "months": 12}).status_code == 303
        )


class TestAccountsOfAKpa:
    def test_members_read_sums_by_group_and_no_name(
        self,
        as_: Callable[[Account], Client],
        driss: Account,
        la_cape: Organisation,
        invoice_and_payment: list[int],
        post: Post,
    ) -> None:
        spent = debit(AccountRole.TRAVEL, Euro(5_000), kpa_id=la_cape.pk, person="p234567892")
        post(moves=[spent, credit(AccountRole.BANK, Euro(5_000))], journal=JournalKind.BANK)
        driss.person.hats.create(role=Role.COOPERATOR, organisation=la_cape, start=date(2020, 1, 1))
        text = words(as_(driss).get("/la-cape/comptes/").content)
        assert "Ventes et prestations 660,00 €" in text
        assert "Services, déplacements, banque 50,00 €" in text
        assert "Reste 610,00 €" in text
        assert "Mairie exemple" not in text
        assert "p234567892" not in text

    def test_without_any_entry_the_page_says_what_will_come(
        self, as_: Callable[[Account], Client], driss: Account, la_cape: Organisation
    ) -> None:
        driss.person.hats.create(role=Role.COOPERATOR, organisation=la_cape, start=date(2020, 1, 1))
        assert "Pas encore de comptes" in words(as_(driss).get("/la-cape/comptes/").content)

    def test_a_stranger_does_not_find_it(
        self, as_: Callable[[Account], Client], driss: Account, la_cape: Organisation
    ) -> None:
        assert as_(driss).get("/la-cape/comptes/").status_code == 404

    def test_groups_add_up_two_digits_and_leave_out_what_comes_to_nil(self) -> None:
        sums = [("706000", 100), ("707000", 50), ("758000", 5), ("754100", -5), ("606000", 9)]
        assert grouped(sums, first_digit="7") == (Group("70", 150),)
