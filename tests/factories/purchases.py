from datetime import date
from itertools import count

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import PurchaseKind, PurchasePayment
from kpacite.domain.sales.models import SupplierInvoice
from tests.factories.people import NOW, TODAY

_keys = count(1)
ISSUED = date(2026, 3, 2)


def make_purchase(carrier: Organisation, who: Account, **fields: object) -> SupplierInvoice:
    """A draft: 105,50 € of flour from an invented wholesaler, 5,50 € of VAT recovered."""
    details = {
        "kind": PurchaseKind.MATERIALS,
        "supplier": "Grossiste (exemple)",
        "siren": "443061841",
        "number": "EX-77",
        "issued_on": ISSUED,
        "due_on": date(2026, 4, 1),
        "gross_cents": 10_550,
        "tax_cents": 550,
        "vat_cents": 550,
        "file": None,
        "key": f"test.{next(_keys)}",
    } | fields
    return services.purchases.receive_supplier_invoice(carrier=carrier, actor=who, now=NOW, **details)


def post(invoice: SupplierInvoice, who: Account, **how: object) -> SupplierInvoice:
    how = {"on": None, "by": who, "now": NOW, "today": TODAY} | how
    return services.purchases.post_supplier_invoice(invoice=invoice, **how)


def pay(invoice: SupplierInvoice, who: Account, **how: object) -> SupplierInvoice:
    details = {"method": PurchasePayment.TRANSFER, "on": TODAY, "key": f"pay.{next(_keys)}"}
    paid = services.purchases.Settlement(**(details | how))
    return services.purchases.pay_supplier_invoice(
        invoice=invoice, paid=paid, actor=who, now=NOW, today=TODAY
    )
