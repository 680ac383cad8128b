"""A year of invoices of La Cape and Moulins Coop, through the services. Every name and amount is invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger import selectors as ledger_selectors
from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import FiscalYear
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import InvoiceKind, LineNature, LineUnit, PaymentMeans, VatRegime
from kpacite.domain.sales.models import BillingProfile, Client, Invoice, Order
from kpacite.domain.sales.services import billing
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import LineInput, Sale
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent
DETAILS = ("discount_bp", "client_order_number", "remark")


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "invoices.toml")
    for row in data["carrier"]:
        _carrier(seeding, row)
    for rank, row in enumerate(data["invoice"], start=1):
        _invoice(seeding, row)
        yield rank / len(data["invoice"])


def carriers_sell(seeding: Seeding) -> None:
    """How each carrier calls itself on its papers: before quotes, which name it (docs/decisions/0010)."""
    for row in read(HERE / "invoices.toml")["carrier"]:
        _profile(seeding, row)


def _carrier(seeding: Seeding, row: Row) -> None:
    _years(seeding, _profile(seeding, row), row["siren"])


def _profile(seeding: Seeding, row: Row) -> Organisation:
    entity = Organisation.objects.get(slug=row["slug"])
    if not BillingProfile.objects.filter(entity=entity).exists():
        billing.set_billing_profile(
            entity=entity,
            valid_from=date(2023, 1, 1),
            regime=VatRegime(row["regime"]),
            **chosen(row, "legal_name", "siren", "siret", "vat_key", "legal_details", "street"),
            **chosen(row, "postal_code", "city", "email", "iban"),
            **seeding.by,
        )
    return entity


def _years(seeding: Seeding, entity: Organisation, siren: str) -> None:
    """Calendar years, from a year ago to the present one."""
    book = ledger_selectors.book_of(entity) or ledger.open_book(entity=entity, siren=siren, **seeding.by)
    last = FiscalYear.objects.filter(book=book).order_by("-end").first()
    first = last.end.year if last else (seeding.today - timedelta(days=365)).year
    for number in range(first, seeding.today.year + 1):
        ledger.open_fiscal_year(book=book, start=date(number, 1, 1), **seeding.by)


def _invoice(seeding: Seeding, row: Row) -> None:
    kpa = Kpa.objects.get(organisation__slug=row["kpa"])
    order = Order.objects.filter(kpa=kpa, title=row.get("order", "")).first()
    written = Invoice.objects.filter(kpa=kpa, key=_key(row["key"]))
    if (selectors.invoices_of_order(order) if order else written).exists():
        return
    day = seeding.today - timedelta(days=row["days_ago"])
    by: dict[str, Any] = {
        "actor": None,
        "now": seeding.now - timedelta(days=row["days_ago"]),
        "today": day,
    }
    invoice = _written(kpa, row, by | {"actor": Account.objects.get(login_name=row["author"])})
    state = row.get("state", "issued")
    if state == "to_validate":
        services.submit_invoice(invoice=invoice, **by)
    if state == "issued":
        invoice = services.issue_invoice(invoice=invoice, **by)
    del by["today"]
    if "deposited" in row:
        services.note_portal_deposit(invoice=invoice, **by)
    if "sent" in row:
        sending = services.queue_sending(invoice=invoice, email=invoice.client.email, **by)
        services.settle_sending(sending=sending, is_sent=row["sent"], now=by["now"])


def _written(kpa: Kpa, row: Row, by: dict[str, Any]) -> Invoice:
    if "credits" in row:
        wrong = Invoice.objects.get(kpa=kpa, key=_key(row["credits"]))
        given = {line.pk: Decimal(row["quantities"].get(line.label, 0)) for line in wrong.lines.all()}
        return services.write_credit_note(
            invoice=wrong, reason=row["reason"], quantities=given, key=_key(row["key"]), **by
        )
    if "order" in row:
        return services.write_deposit_of_order(order=Order.objects.get(kpa=kpa, title=row["order"]), **by)
    sale = Sale(
        kpa=kpa,
        client=Client.objects.get(kpa=kpa, name=row["client"]),
        lines=[_line(line) for line in row["lines"]],
        key=_key(row["key"]),
    )
    details: dict[str, Any] = {
        "activity": Activity.objects.get(kpa=kpa, code=row["activity"]),
        "supplied_on": by["today"] - timedelta(days=row.get("supplied", 2)),
        "means": PaymentMeans[row.get("means", "TRANSFER")],
        "is_example": True,
        **chosen(row, *DETAILS),
        **by,
    }
    if "due_in" in row:
        details["due_on"] = by["today"] + timedelta(days=row["due_in"])
    if "deposit" in row:
        return services.write_deposit(sale=sale, cents=row["deposit"], **details)
    if "deducts" in row:
        deposits = Invoice.objects.filter(kpa=kpa, key__in=[_key(key) for key in row["deducts"]])
        return services.write_balance(sale=sale, deposits=list(deposits.order_by("pk")), **details)
    return services.write_invoice(sale=sale, kind=InvoiceKind.INVOICE, **details)


def _key(name: str) -> str:
    return f"demo.{name}"


def _line(row: Row) -> LineInput:
    return LineInput(
        label=row["label"],
        quantity=Decimal(str(row["quantity"])),
        unit=LineUnit(row.get("unit", "piece")),
        unit_price_cents=row["price"],
        vat_bp=row.get("vat", 1_000),
        nature=LineNature(row.get("nature", "services")),
    )
