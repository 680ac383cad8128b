"""How money is told: the line of an invoice that waits, its state, a choice of invoices."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpacite.domain.sales.enums.payments import SettlementState
from kpacite.domain.sales.models import Invoice, LifecycleEvent, SupplierInvoice
from kpacite.domain.sales.rules.matching import Proposal, Reason
from kpacite.domain.sales.selectors import Unpaid
from kpacite.integrations.documents.invoices import percent
from kpacite.kernel.money import Euro

BADGES = {
    SettlementState.TO_PAY: "info",
    SettlementState.PARTLY_PAID: "wait",
    SettlementState.OVERDUE: "late",
    SettlementState.PAID: "done",
    SettlementState.CREDITED: "",
    SettlementState.OVERPAID: "late",
}
REASONS = {
    Reason.NUMBER: gettext_lazy("le numéro y est"),
    Reason.AMOUNT: gettext_lazy("la somme est la même"),
    Reason.NAME: gettext_lazy("le nom y est"),
}


def lateness(row: Unpaid) -> str:
    if row.days_late <= 0:
        return _("pas encore due")
    words = ngettext("%(n)d jour de retard", "%(n)d jours de retard", row.days_late)
    return words % {"n": row.days_late}


def rows_of(found: Iterable[Unpaid]) -> list[dict[str, Any]]:
    return [{"row": row, "late": lateness(row), "is_late": row.days_late > 0} for row in found]


def cashed_words(event: LifecycleEvent) -> list[str]:
    """What « Encaissée » tells the State, one line for each rate."""
    return [
        _("TVA à %(rate)s : %(net)s hors taxes, %(tax)s de taxe")
        % {
            "rate": percent(part["vat_bp"]),
            "net": Euro(part["net_cents"]),
            "tax": Euro(part["tax_cents"]),
        }
        for part in event.parts
    ]


def ages() -> list[str]:
    return [
        _("Pas encore due"),
        _("30 jours au plus"),
        _("31 à 60 jours"),
        _("61 à 90 jours"),
        _("Plus de 90 jours"),
    ]


def choice_of(invoice: Invoice, left_cents: int) -> tuple[str, str]:
    words = _("%(number)s, %(client)s : reste %(left)s") % {
        "number": invoice.number,
        "client": invoice.client.name,
        "left": Euro(left_cents),
    }
    return str(invoice.pk), words


def purchase_choice(invoice: SupplierInvoice) -> str:
    words = (
        _("Avoir %(number)s, %(supplier)s : reste %(left)s")
        if invoice.is_credit
        else _("Facture reçue %(number)s, %(supplier)s : reste %(left)s")
    )
    left = Euro(abs(invoice.left_cents))
    return words % {"number": invoice.number, "supplier": invoice.supplier, "left": left}


def proposal_choice(proposal: Proposal) -> tuple[str, str]:
    """« 12+13 » names the invoices of a proposal."""
    numbers = ", ".join(invoice.number for invoice in proposal.invoices)
    why = ", ".join(str(REASONS[reason]) for reason in proposal.reasons)
    words = _("%(numbers)s, %(client)s, reste %(left)s (%(why)s)") % {
        "numbers": numbers,
        "client": proposal.invoices[0].client_name,
        "left": Euro(proposal.left_cents),
        "why": why,
    }
    return "+".join(str(invoice.key) for invoice in proposal.invoices), words
