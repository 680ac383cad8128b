"""Invoices of suppliers, received by the carrier."""

from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment
from tests.areas import CARRIER, everywhere, first


def _purchase(name: str) -> object:
    ours = SupplierInvoice.objects.filter(carrier__slug=CARRIER).order_by("pk")
    if name == "purchase_file":
        return ours.exclude(sha256="")[0].pk
    if name == "purchase_payment_undo":
        return _paid().parts.order_by("pk")[0].invoice_id
    return ours.filter(state="draft" if name == "purchase_discard" else "posted")[0].pk


def _paid() -> SupplierPayment:
    return SupplierPayment.objects.filter(carrier__slug=CARRIER).order_by("pk")[0]


ARGUMENTS = {"purchase": _purchase, "paid": lambda _name: _paid().pk}
VISITOR_BY_ACCESS = {"supplier_invoice": "Driss", "supplier_payment": "Driss"}


def _one(state: str) -> dict[str, object]:
    return {
        "carrier": CARRIER,
        "purchase": first(SupplierInvoice.objects, carrier__slug=CARRIER, state=state),
    }


SAMPLES = {
    "purchase": [_one("draft")],
    "purchase_pay": [_one("posted")],
    "purchase_discard": [_one("draft")],
    "purchase_undo": [_one("posted")],
    "purchase_advance": [_one("posted")],
    "purchase_payment_undo": [
        _one("paid") | {"paid": first(SupplierPayment.objects, parts__invoice__state="paid")}
    ],
    **everywhere("carrier", CARRIER, "purchases", "purchase_new"),
}
NOT_PAGES = {
    "purchases_csv": "a file",
    "purchase_file": "a file",
}
