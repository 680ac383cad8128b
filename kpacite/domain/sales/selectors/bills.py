"""The invoices of an order, and what its client may read of them."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import Client, Deal, Invoice, InvoiceLine, Order
from kpacite.domain.sales.selectors.payments import with_settlement

WHOLE = (InvoiceKind.INVOICE, InvoiceKind.BALANCE)
"""What closes an order; a deposit does not."""


def invoices_of_order(order: Order) -> QuerySet[Invoice]:
    """Drafts and issued, deposits and credit notes with them, in the order they were written."""
    rows = Invoice.objects.filter(kpa=order.kpa_id, order_ref=order.number)
    return rows.select_related("kpa__organisation").order_by("pk")


def order_of_invoice(invoice: Invoice) -> Order | None:
    if not invoice.order_ref:
        return None
    return Order.objects.filter(kpa=invoice.kpa_id, number=invoice.order_ref).first()


def client_invoices(deal: Deal) -> Any:
    """A query set: what was issued for the orders of this file and to its client, with `left` to pay."""
    clients = Client.objects.filter(Q(orders__deal=deal) | Q(duplicates__orders__deal=deal))
    rows = Invoice.objects.issued().filter(
        kpa=deal.kpa_id, order_ref__in=deal.orders.values("number"), client__in=clients.values("pk")
    )
    return with_settlement(rows).order_by("issued_on", "pk")


def client_invoice(deal: Deal, pk: int) -> Invoice | None:
    """One of them; None for every other invoice."""
    found: Invoice | None = client_invoices(deal).filter(pk=pk).first()
    return found


def given_quantities(note: Invoice) -> dict[int, Decimal]:
    """How many of each line of the invoice (by its key) a credit note gives back."""
    if note.corrects is None:
        return {}
    waiting = list(note.lines.order_by("position"))
    given: dict[int, Decimal] = {}
    for row in note.corrects.lines.order_by("position"):
        # Its lines are copies, in the same order, some left out.
        if waiting and _same(row, waiting[0]):
            given[row.pk] = waiting.pop(0).quantity
    return given


def _same(row: InvoiceLine, copy: InvoiceLine) -> bool:
    names = ("label", "detail", "unit", "unit_price_cents", "vat_bp", "discount_bp", "deposit_id")
    return all(getattr(row, name) == getattr(copy, name) for name in names)
