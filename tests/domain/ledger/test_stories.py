"""Textbook cases, to be read by an accountant. Amounts are euros; a balance is debit positive.

The figures are examples. The accounts are those of the proposed chart, to be checked by the accountant.
"""

from datetime import date, datetime

import pytest

from kpacite.domain.ledger import selectors, services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, Line
from kpacite.domain.ledger.rules import Move, NewEntry, credit, debit
from kpacite.domain.people.models import Account as PersonalAccount
from kpacite.kernel.money import Euro
from tests.domain.ledger.conftest import NOW
from tests.domain.ledger.test_posting import problems

pytestmark = pytest.mark.django_db
SALES, BANK, MISC = JournalKind.SALES, JournalKind.BANK, JournalKind.MISC
PURCHASES = JournalKind.PURCHASES
CLIENT = "C0001"


class Ledger:
    """The gestures of an accountant, in her words: the tests below read like her book."""

    def __init__(self, book: Book, accountant: PersonalAccount) -> None:
        self.book, self.accountant = book, accountant
        services.ensure_aux(book=book, number=CLIENT, label="Mairie exemple")

    def write(self, journal: JournalKind, day: date, label: str, piece: str, *moves: Move) -> Entry:
        new = NewEntry(journal=journal, day=day, label=label, piece_ref=piece, moves=moves)
        return services.post_entry(book=self.book, new=new, actor=self.accountant, now=NOW)

    def balances(self, year: FiscalYear) -> dict[str, str]:
        """Account number → balance, of the accounts that are not nil."""
        rows = selectors.trial_balance(year).rows
        told = {row.number: Euro(row.debit_cents - row.credit_cents) for row in rows}
        return {number: plain(amount) for number, amount in told.items() if not amount.is_zero}

    def client_lines(self) -> list[int]:
        lines = Line.objects.posted().filter(aux__number=CLIENT, account__number="411000")
        return list(lines.order_by("pk").values_list("pk", flat=True))


def plain(amount: Euro) -> str:
    return f"{amount.cents / 100:.2f}"


def euros(text: str) -> Euro:
    return Euro.parse(text)


@pytest.fixture
def ledger(book: Book, year: FiscalYear, driss: PersonalAccount) -> Ledger:
    return Ledger(book, driss)


def opening(ledger: Ledger) -> None:
    ledger.write(
        JournalKind.OPENING,
        date(2026, 1, 1),
        "Reprise des soldes",
        "AN-2025",
        Move(number="512000", debit_cents=500_000),
        Move(number="110000", credit_cents=500_000),
    )


def sale_with_vat(ledger: Ledger) -> None:
    ledger.write(
        SALES,
        date(2026, 3, 2),
        "Facture F-2026-0001, buffet de 30 personnes",
        "F-2026-0001",
        debit(AccountRole.CLIENTS, euros("660,00"), aux=CLIENT, due_date=date(2026, 4, 1)),
        credit(AccountRole.SALES_SERVICES, euros("600,00")),
        credit(AccountRole.VAT_COLLECTED, euros("60,00")),
    )


def transfer(ledger: Ledger, day: date, amount: str) -> None:
    ledger.write(
        BANK,
        day,
        "Virement Mairie exemple",
        f"Relevé {day:%m/%Y}",
        debit(AccountRole.BANK, euros(amount)),
        credit(AccountRole.CLIENTS, euros(amount), aux=CLIENT),
    )


def test_opening_the_balances_of_the_former_tool_come_in(ledger: Ledger, year: FiscalYear) -> None:
    opening(ledger)
    assert ledger.balances(year) == {"110000": "-5000.00", "512000": "5000.00"}


def test_a_sale_with_vat_then_a_payment_in_two_transfers(
    ledger: Ledger, year: FiscalYear, driss: PersonalAccount
) -> None:
    # The invoice: the client owes 660, of which 600 are earned and 60 belong to the State.
    sale_with_vat(ledger)
    assert ledger.balances(year) == {"411000": "660.00", "445710": "-60.00", "706000": "-600.00"}

    # A first transfer: 400 are in the bank, the client still owes 260. Nothing is lettered yet.
    transfer(ledger, date(2026, 3, 20), "400,00")
    assert ledger.balances(year)["411000"] == "260.00"
    with pytest.raises(services.LettersNotBalanced):
        services.letter(lines=ledger.client_lines(), actor=driss, now=NOW)
    aged = selectors.aged_receivables(ledger.book, today=date(2026, 5, 10))
    # The invoice is 39 days late; the transfer, dated 20 March, is set against what is 51 days old.
    assert [(row.number, plain(Euro(row.total_cents))) for row in aged.rows] == [(CLIENT, "260.00")]

    # The second transfer: the client owes nothing, the three lines are lettered AA.
    transfer(ledger, date(2026, 4, 3), "260,00")
    lettering = services.letter(lines=ledger.client_lines(), actor=driss, now=NOW)
    assert lettering.code == "AA"
    assert ledger.balances(year) == {"445710": "-60.00", "512000": "660.00", "706000": "-600.00"}
    assert selectors.aged_receivables(ledger.book, today=date(2026, 5, 10)).rows == ()
    assert problems() == []


def test_a_credit_note_takes_back_a_third_of_the_sale(ledger: Ledger, year: FiscalYear) -> None:
    sale_with_vat(ledger)
    ledger.write(
        SALES,
        date(2026, 3, 9),
        "Avoir A-2026-0001 sur F-2026-0001, 10 personnes de moins",
        "A-2026-0001",
        debit(AccountRole.SALES_SERVICES, euros("200,00")),
        debit(AccountRole.VAT_COLLECTED, euros("20,00")),
        credit(AccountRole.CLIENTS, euros("220,00"), aux=CLIENT),
    )
    assert ledger.balances(year) == {"411000": "440.00", "445710": "-40.00", "706000": "-400.00"}


def test_a_deposit_is_owed_to_the_client_until_the_balance_invoice(ledger: Ledger, year: FiscalYear) -> None:
    # 200 € received before the work: they are the client's until it is done (4191).
    ledger.write(
        BANK,
        date(2026, 2, 10),
        "Acompte Mairie exemple",
        "F-2026-0001",
        debit(AccountRole.BANK, euros("200,00")),
        credit(AccountRole.CLIENTS_DEPOSITS, euros("200,00"), aux=CLIENT),
    )
    assert ledger.balances(year)["419100"] == "-200.00"
    # The balance invoice: 660 in all, 200 of which are already there.
    ledger.write(
        SALES,
        date(2026, 3, 2),
        "Facture de solde F-2026-0002",
        "F-2026-0002",
        debit(AccountRole.CLIENTS, euros("460,00"), aux=CLIENT),
        debit(AccountRole.CLIENTS_DEPOSITS, euros("200,00"), aux=CLIENT),
        credit(AccountRole.SALES_SERVICES, euros("600,00")),
        credit(AccountRole.VAT_COLLECTED, euros("60,00")),
    )
    assert ledger.balances(year) == {
        "411000": "460.00",
        "445710": "-60.00",
        "512000": "200.00",
        "706000": "-600.00",
    }


def test_shares_are_owed_to_cooperators_before_they_are_paid(ledger: Ledger, year: FiscalYear) -> None:
    services.ensure_aux(book=ledger.book, number="P-amina", label="Coopérante p234567892")
    ledger.write(
        MISC,
        date(2026, 3, 31),
        "Partage du buffet",
        "Partage 1",
        debit(AccountRole.PAYROLL, euros("397,44")),
        credit(AccountRole.SHARES_OWED, euros("397,44"), aux="P-amina", person="p234567892"),
    )
    assert ledger.balances(year) == {"467000": "-397.44", "641000": "397.44"}


def test_closing_a_year_carries_the_balances_and_the_result_over(
    ledger: Ledger, year: FiscalYear, driss: PersonalAccount
) -> None:
    opening(ledger)
    sale_with_vat(ledger)
    transfer(ledger, date(2026, 3, 20), "400,00")
    ledger.write(
        JournalKind.PURCHASES,
        date(2026, 6, 1),
        "Fournitures du buffet",
        "FA-12",
        debit(AccountRole.PURCHASES_SUPPLIES, euros("150,00")),
        credit(AccountRole.SUPPLIERS, euros("150,00")),
    )
    following = services.open_fiscal_year(book=ledger.book, start=date(2027, 1, 1), actor=driss, now=NOW)
    with pytest.raises(services.MonthsStillOpen):
        services.close_fiscal_year(year=year, actor=driss, now=NOW)
    for month in selectors.months_of(year):
        services.close_period(period=month, actor=driss, now=NOW)
    services.close_fiscal_year(year=year, actor=driss, now=datetime.fromisoformat("2027-04-15T10:00+02:00"))

    # What the entity owns and owes goes on; the result, 600 − 150 = 450, joins its own funds.
    assert ledger.balances(following) == {
        "110000": "-5000.00",
        "120000": "-450.00",
        "401000": "-150.00",
        "411000": "260.00",
        "445710": "-60.00",
        "512000": "5400.00",
    }
    # The year that ends keeps its charges and products: nothing empties them (LPF A47 A-1).
    assert ledger.balances(year)["706000"] == "-600.00"
    # The client still owes 260, once: what is carried over is not counted again.
    aged = selectors.aged_receivables(ledger.book, today=date(2027, 5, 1))
    assert [plain(Euro(row.total_cents)) for row in aged.rows] == ["260.00"]
    with pytest.raises(services.PeriodClosed):
        sale_with_vat(ledger)
    assert problems() == []


def test_a_year_with_more_charges_than_products_carries_a_loss(
    ledger: Ledger, year: FiscalYear, driss: PersonalAccount
) -> None:
    ledger.write(
        JournalKind.PURCHASES,
        date(2026, 6, 1),
        "Fournitures",
        "FA-13",
        debit(AccountRole.PURCHASES_SUPPLIES, euros("80,00")),
        credit(AccountRole.BANK, euros("80,00")),
    )
    following = services.open_fiscal_year(book=ledger.book, start=date(2027, 1, 1), actor=driss, now=NOW)
    for month in selectors.months_of(year):
        services.close_period(period=month, actor=driss, now=NOW)
    services.close_fiscal_year(year=year, actor=driss, now=NOW)
    assert ledger.balances(following) == {"129000": "80.00", "512000": "-80.00"}
