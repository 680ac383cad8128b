"""Invented invoices of suppliers, received by the carrier of La Cape; one of them is read from its XML."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PurchaseKind, PurchasePayment, PurchaseState
from kpacite.domain.sales.models import Order, SupplierInvoice
from kpacite.domain.sales.services import purchases
from kpacite.integrations.facturx import read_invoice
from kpacite.kernel.money import Euro
from kpacite.platform.uploads import XML, CleanFile
from kpacite.scenarios.purchases.paper import paper_of
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, read

HERE = Path(__file__).parent


def load(seeding: Seeding) -> Iterator[float]:
    rows = read(HERE / "purchases.toml")["purchase"]
    driss = Account.objects.get(login_name="driss")
    for rank, row in enumerate(rows, start=1):
        _purchase(seeding, row, driss)
        yield rank / len(rows)


def _purchase(seeding: Seeding, row: Row, driss: Account) -> None:
    carrier = organisation(row["carrier"])
    if selectors.supplier_invoice_of_key(carrier, _key(row)) is not None:
        return
    invoice = _received(seeding, row, carrier, driss)
    state = PurchaseState(row["state"])
    if state is PurchaseState.DRAFT:
        return
    by = {"now": seeding.now, "today": seeding.today}
    # Dated today: the months of the demo that are over may be closed.
    invoice = purchases.post_supplier_invoice(invoice=invoice, on=seeding.today, by=driss, **by)
    if state is PurchaseState.PAID:
        _pay(seeding, invoice, row, driss)
    elif "paid" in row:
        _pay(seeding, invoice, row, driss, cents=Euro.parse(row["paid"]).cents)


def _pay(
    seeding: Seeding, invoice: SupplierInvoice, row: Row, driss: Account, *, cents: int | None = None
) -> None:
    paid = purchases.Settlement(
        method=PurchasePayment.TRANSFER,
        on=seeding.today,
        key=f"{_key(row)}.paid",
        cents=cents,
        reference="EXEMPLE",
    )
    purchases.pay_supplier_invoice(
        invoice=invoice, paid=paid, actor=driss, now=seeding.now, today=seeding.today
    )


def _received(seeding: Seeding, row: Row, carrier: Organisation, driss: Account) -> SupplierInvoice:
    kpa = Kpa.objects.get(organisation__slug=row["kpa"]) if "kpa" in row else None
    activity = Activity.objects.get(kpa=kpa, code=row["activity"]) if "activity" in row else None
    order = Order.objects.get(kpa=kpa, title=row["order"]) if "order" in row else None
    net, tax = Euro.parse(row["net"]), Euro.parse(row["tax"])
    issued_on = seeding.today - timedelta(days=row["days_ago"])
    details = chosen(row, "supplier", "number", "is_credit") | {
        "issued_on": issued_on,
        "due_on": seeding.today + timedelta(days=row["due_in"]) if "due_in" in row else None,
        "gross_cents": (net + tax).cents,
        "tax_cents": tax.cents,
    }
    file = None
    if row.get("read"):
        file = _file(paper_of(details))
        told = read_invoice(file.content)
        details |= {
            "supplier": told.seller,
            "number": told.number,
            "issued_on": told.issued_on,
            "gross_cents": told.gross_cents,
            "tax_cents": told.tax_cents,
            "read_from": told.syntax,
        }
    return purchases.receive_supplier_invoice(
        carrier=carrier,
        file=file,
        key=_key(row),
        actor=driss,
        now=seeding.now,
        is_example=True,
        kind=PurchaseKind(row["kind"]),
        kpa=kpa,
        activity=activity,
        order=order,
        **details | {"vat_cents": tax.cents},
    )


def _file(content: bytes) -> CleanFile:
    return CleanFile(content, XML, hashlib.sha256(content).hexdigest())


def _key(row: Row) -> str:
    return f"demo.{row['number']}".lower()
