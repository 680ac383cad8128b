"""How a supplier's invoice is told: its line in a list, its badge, its story."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.interfaces.www.histories import history_of
from kpacite.kernel.money import Euro
from kpacite.platform.templatetags.kpacite import jour

BADGES = {
    PurchaseState.DRAFT: "wait",
    PurchaseState.POSTED: "info",
    PurchaseState.PAID: "done",
    PurchaseState.DISCARDED: "",
    PurchaseState.CANCELLED: "late",
}


def rows_of(invoices: Iterable[SupplierInvoice], today: date) -> list[dict[str, Any]]:
    return [row_of(invoice, today) for invoice in invoices]


def row_of(invoice: SupplierInvoice, today: date) -> dict[str, Any]:
    state = PurchaseState(invoice.state)
    is_partly_paid = state is PurchaseState.POSTED and invoice.paid != 0
    left = _("Reste %(left)s") % {"left": Euro(abs(invoice.left_cents))}
    words = left if is_partly_paid else state.label
    is_late = state is PurchaseState.POSTED and invoice.due_on is not None and invoice.due_on < today
    return {
        "invoice": invoice,
        "title": invoice.supplier or _("Fournisseur à écrire"),
        "detail": _detail(invoice, is_late),
        "left_cents": abs(invoice.left_cents),
        "badge": "late" if is_late else BADGES[state],
        "state": _("En retard") if is_late else words,
        "domain": "alerte" if is_late else "heures" if state is PurchaseState.DRAFT else "argent",
    }


def _detail(invoice: SupplierInvoice, is_late: bool) -> str:  # noqa: FBT001
    number = invoice.number or invoice.reference
    if is_late and invoice.paid:
        number = _("%(number)s, reste %(left)s") % {"number": number, "left": Euro(abs(invoice.left_cents))}
    if invoice.is_credit:
        number = _("Avoir %(number)s") % {"number": number}
    if invoice.due_on is not None and (is_late or invoice.state == PurchaseState.POSTED):
        return _("%(number)s, à payer avant le %(day)s") % {"number": number, "day": jour(invoice.due_on)}
    if invoice.issued_on is not None:
        return _("%(number)s, du %(day)s") % {"number": number, "day": jour(invoice.issued_on)}
    return number


def place_of(invoice: SupplierInvoice) -> str:
    if invoice.kpa is None:
        return _("La structure elle-même")
    name = invoice.kpa.organisation.name
    if invoice.order:
        return f"{name}, {invoice.order.title} ({invoice.order.number})"
    return f"{name}, {invoice.activity}" if invoice.activity else name


def story_of(invoice: SupplierInvoice) -> list[dict[str, Any]]:
    """What happened, the latest first."""
    labels = {
        "received": _("Reçue"),
        "edited": _("Corrigée"),
        "posted": _("Vérifiée et comptabilisée"),
        "paid": _("Paiement noté"),
        "payment_cancelled": _("Paiement annulé"),
        "cancelled": _("Annulée"),
        "discarded": _("Écartée"),
    }
    return history_of(invoice, labels)
