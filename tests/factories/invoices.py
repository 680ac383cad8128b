"""A carrier ready to invoice, and invoices through the services; amounts that one can check with a pencil."""

from datetime import date
from decimal import Decimal
from typing import Any

from kpacite.domain.ledger import services as ledger
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import ClientKind, VatRegime
from kpacite.domain.sales.models import BillingProfile, Client, Invoice
from kpacite.domain.sales.services import billing
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import LineInput, Sale
from tests.factories.people import NOW
from tests.factories.sales import OTHER_SIRET, SIRET, make_client

TODAY = date(2026, 3, 9)
BY: dict[str, Any] = {"actor": None, "now": NOW, "today": TODAY}


def make_profile(
    entity: Organisation, regime: VatRegime = VatRegime.TAXABLE, **details: object
) -> BillingProfile:
    facts: dict[str, Any] = {
        "legal_name": f"{entity.name} (exemple)",
        "siren": SIRET[:9],
        "siret": SIRET,
        "vat_key": "FR44732829320" if regime == VatRegime.TAXABLE else "",
        "legal_details": "SCOP à capital variable",
        "street": "12 rue de l’Atelier",
        "postal_code": "59100",
        "city": "Roubaix",
        "email": "compta@example.org",
        "iban": "FR76 3000 6000 0112 3456 7890 189",
        "regime": regime,
    }
    return billing.set_billing_profile(
        entity=entity, valid_from=date(2024, 1, 1), actor=None, now=NOW, **facts | details
    )


def ready_to_invoice(carrier: Organisation, regime: VatRegime = VatRegime.TAXABLE, **details: object) -> None:
    """A book open for 2026 and a profile."""
    make_profile(carrier, regime, **details)
    book = ledger.open_book(entity=carrier, siren=SIRET[:9], actor=None, now=NOW)
    ledger.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=None, now=NOW)


def make_buyer(kpa: Kpa | Organisation, kind: ClientKind = ClientKind.ASSOCIATION, **details: Any) -> Client:
    """A client to whom an invoice may be issued at once."""
    facts: dict[str, Any] = {"address_line_1": "3 place", "postal_code": "59100", "city": "Roubaix"}
    if kind != ClientKind.PERSON:
        facts |= {"siret": OTHER_SIRET}
    return make_client(kpa, kind=kind, **facts | {"email": "client@example.org"} | details)


def row(label: str, quantity: str, price: int, vat_bp: int = 1_000, **details: Any) -> LineInput:
    return LineInput(
        label=label, quantity=Decimal(quantity), unit_price_cents=price, vat_bp=vat_bp, **details
    )


def buffet() -> list[LineInput]:
    """The mock-up's: 660 € without tax, 727,80 € to pay."""
    return [
        row("Buffet salé, cuisine du monde", "30", 1_400),
        row("Pâtisseries orientales", "60", 150),
        row("Service sur place", "6", 2_200),
        row("Location de vaisselle", "30", 60, 2_000),
    ]


def make_draft(
    kpa: Kpa | Organisation, client: Client | None = None, lines: list[LineInput] | None = None, **facts: Any
) -> Invoice:
    book = kpa.kpa if isinstance(kpa, Organisation) else kpa
    sale = Sale(
        kpa=book, client=client or make_buyer(book), lines=lines or buffet(), key=facts.pop("key", "")
    )
    return services.write_invoice(sale=sale, **BY | {"supplied_on": TODAY} | facts)


def make_issued(kpa: Kpa | Organisation, client: Client | None = None, **facts: Any) -> Invoice:
    return services.issue_invoice(invoice=make_draft(kpa, client, **facts), **BY)
