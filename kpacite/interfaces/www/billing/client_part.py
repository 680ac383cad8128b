"""What a client reads of invoices behind their link: those of their orders, and what is left to pay."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kpacite.domain.sales import selectors
from kpacite.domain.sales.models import Deal
from kpacite.interfaces.www.sales.client_parts import ClientPart
from kpacite.kernel.money import Euro


def client_parts(_request: HttpRequest, deal: Deal, token: str) -> list[ClientPart]:
    rows = [_row(invoice, token) for invoice in selectors.client_invoices(deal)]
    return [ClientPart("billing/parts/_client.html", {"rows": rows})] if rows else []


def _row(invoice: Any, token: str) -> dict[str, Any]:
    """A credit note gives money back: nothing is left to pay on it."""
    return {
        "invoice": invoice,
        "url": reverse("client_invoice_pdf", kwargs={"token": token, "invoice": invoice.pk}),
        "left": Euro(0) if invoice.is_credit else Euro(invoice.left),
    }
