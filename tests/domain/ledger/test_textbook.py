"""More textbook cases, told like `test_stories.py`: what an accountant does with the rest of a year."""

from datetime import date

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import FiscalYear
from kpacite.domain.ledger.rules import credit, debit
from tests.domain.ledger.test_posting import problems
from tests.domain.ledger.test_stories import (
    BANK,
    CLIENT,
    MISC,
    PURCHASES,
    Ledger,
    euros,
    ledger,
    opening,
    pytestmark,
    sale_with_vat,
    transfer,
)

__all__ = ["ledger", "pytestmark"]


def purchase(ledger: Ledger) -> None:
    """Vegetables for 120 € and their VAT at 5.5 %."""
    ledger.write(
        PURCHASES,
        date(2026, 3, 5),
        "Légumes du marché",
        "A-17",
        debit(AccountRole.PURCHASES_SUPPLIES, euros("120,00")),
        debit(AccountRole.VAT_DEDUCTIBLE, euros("6,60")),
        credit(AccountRole.SUPPLIERS, euros("126,60")),
    )


def test_a_purchase_is_owed_to_the_supplier_then_paid(ledger: Ledger, year: FiscalYear) -> None:
    opening(ledger)
    purchase(ledger)
    assert ledger.balances(year)["401000"] == "-126.60"
    ledger.write(
        BANK,
        date(2026, 3, 30),
        "Virement au marché",
        "R-03",
        debit(AccountRole.SUPPLIERS, euros("126,60")),
        credit(AccountRole.BANK, euros("126,60")),
    )
    assert ledger.balances(year) == {
        "110000": "-5000.00",
        "445660": "6.60",
        "512000": "4873.40",
        "606000": "120.00",
    }


def test_the_vat_declared_is_what_was_collected_less_what_was_paid_to_suppliers(
    ledger: Ledger, year: FiscalYear
) -> None:
    # 60 € collected on a buffet, 6,60 € paid on vegetables: 53,40 € are due, in whole euros 53.
    sale_with_vat(ledger)
    purchase(ledger)
    ledger.write(
        MISC,
        date(2026, 3, 31),
        "TVA de mars",
        "CA3-03",
        debit(AccountRole.VAT_COLLECTED, euros("60,00")),
        credit(AccountRole.VAT_DEDUCTIBLE, euros("6,60")),
        credit(AccountRole.VAT_DUE, euros("53,00")),
        credit(AccountRole.ROUNDING_GAIN, euros("0,40")),
    )
    told = ledger.balances(year)
    assert told["445510"] == "-53.00"
    assert told["758000"] == "-0.40"
    assert not {"445710", "445660"} & told.keys()


def test_vat_on_services_waits_until_the_client_pays(ledger: Ledger, year: FiscalYear) -> None:
    # CGI 269-2-c: for services, VAT is due when the money comes, not when the invoice leaves.
    ledger.write(
        MISC,
        date(2026, 3, 2),
        "Facture F-2026-0003, TVA sur les encaissements",
        "F-2026-0003",
        debit(AccountRole.CLIENTS, euros("120,00"), aux=CLIENT),
        credit(AccountRole.SALES_SERVICES, euros("100,00")),
        credit(AccountRole.VAT_PENDING, euros("20,00")),
    )
    assert ledger.balances(year)["445740"] == "-20.00"
    # Half of it comes: half of the VAT becomes due.
    transfer(ledger, date(2026, 3, 20), "60,00")
    ledger.write(
        MISC,
        date(2026, 3, 20),
        "TVA devenue exigible",
        "F-2026-0003",
        debit(AccountRole.VAT_PENDING, euros("10,00")),
        credit(AccountRole.VAT_COLLECTED, euros("10,00")),
    )
    told = ledger.balances(year)
    assert (told["445740"], told["445710"]) == ("-10.00", "-10.00")


def test_a_client_who_will_not_pay_becomes_doubtful_then_a_loss(ledger: Ledger, year: FiscalYear) -> None:
    sale_with_vat(ledger)
    ledger.write(
        MISC,
        date(2026, 6, 30),
        "Créance douteuse",
        "F-2026-0001",
        debit(AccountRole.CLIENTS_DOUBTFUL, euros("660,00"), aux=CLIENT),
        credit(AccountRole.CLIENTS, euros("660,00"), aux=CLIENT),
    )
    assert ledger.balances(year)["416000"] == "660.00"
    # Declared lost for good: the 600 € are a loss, the VAT of 60 € comes back (CGI 272-1).
    ledger.write(
        MISC,
        date(2026, 11, 30),
        "Créance perdue",
        "F-2026-0001",
        debit(AccountRole.BAD_DEBTS, euros("600,00")),
        debit(AccountRole.VAT_COLLECTED, euros("60,00")),
        credit(AccountRole.CLIENTS_DOUBTFUL, euros("660,00"), aux=CLIENT),
    )
    assert ledger.balances(year) == {"654000": "600.00", "706000": "-600.00"}


def test_wages_and_contributions_are_owed_then_paid(ledger: Ledger, year: FiscalYear) -> None:
    # Gross pay 1 000 €, of which 220 € are withheld; the employer adds 300 €.
    opening(ledger)
    ledger.write(
        MISC,
        date(2026, 3, 31),
        "Paie de mars (exemple)",
        "PAIE-03",
        debit(AccountRole.PAYROLL, euros("1000,00")),
        debit(AccountRole.SOCIAL_CHARGES, euros("300,00")),
        credit(AccountRole.PAY_DUE, euros("780,00")),
        credit(AccountRole.SOCIAL_BODIES, euros("520,00")),
    )
    told = ledger.balances(year)
    assert (told["421000"], told["431000"]) == ("-780.00", "-520.00")
    ledger.write(
        BANK,
        date(2026, 4, 5),
        "Virement de la paie",
        "R-04",
        debit(AccountRole.PAY_DUE, euros("780,00")),
        credit(AccountRole.BANK, euros("780,00")),
    )
    assert "421000" not in ledger.balances(year)


def test_a_members_expense_is_owed_to_her_until_it_is_paid_back(ledger: Ledger, year: FiscalYear) -> None:
    ledger.write(
        MISC,
        date(2026, 3, 6),
        "Essence du marché",
        "NF-4",
        debit(AccountRole.TRAVEL, euros("31,20")),
        credit(AccountRole.EXPENSES_OWED, euros("31,20"), person="p234567892"),
    )
    assert ledger.balances(year) == {"468100": "-31.20", "625100": "31.20"}
    ledger.write(
        BANK,
        date(2026, 3, 20),
        "Remboursement",
        "R-03",
        debit(AccountRole.EXPENSES_OWED, euros("31,20")),
        credit(AccountRole.BANK, euros("31,20")),
    )
    assert ledger.balances(year) == {"512000": "-31.20", "625100": "31.20"}
    assert problems() == []


def test_money_taken_from_the_till_to_the_bank_passes_through_a_transfer_account(
    ledger: Ledger, year: FiscalYear
) -> None:
    # Two statements tell it, days apart: the account in between is nil when both have come.
    moves = (
        ("Sortie de caisse", AccountRole.TRANSFERS, AccountRole.CASH),
        ("Remise en banque", AccountRole.BANK, AccountRole.TRANSFERS),
    )
    waiting = []
    for label, into, out_of in moves:
        ledger.write(
            MISC,
            date(2026, 3, 9),
            label,
            "CAISSE-9",
            debit(into, euros("85,50")),
            credit(out_of, euros("85,50")),
        )
        waiting.append(ledger.balances(year).get("580000", "0"))
    assert waiting == ["85.50", "0"]
    assert ledger.balances(year) == {"512000": "85.50", "530000": "-85.50"}
