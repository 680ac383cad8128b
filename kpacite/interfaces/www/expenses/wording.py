"""How a note of expenses is told: its line in a list, its badge, its story."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.interfaces.www.histories import history_of

BADGES = {
    ExpenseState.DRAFT: "",
    ExpenseState.SUBMITTED: "wait",
    ExpenseState.CHECKED: "wait",
    ExpenseState.ACCEPTED: "info",
    ExpenseState.REIMBURSED: "done",
    ExpenseState.REFUSED: "late",
}
ICONS = {
    ExpenseState.DRAFT: "pencil",
    ExpenseState.SUBMITTED: "hourglass",
    ExpenseState.CHECKED: "hourglass",
    ExpenseState.ACCEPTED: "hand-coins",
    ExpenseState.REIMBURSED: "circle-check",
    ExpenseState.REFUSED: "triangle-alert",
}
DOMAINS = {
    ExpenseState.SUBMITTED: "heures",
    ExpenseState.CHECKED: "heures",
    ExpenseState.REFUSED: "alerte",
}


def rows_of(claims: Iterable[ExpenseClaim]) -> list[dict[str, Any]]:
    return [row_of(claim) for claim in claims]


def row_of(claim: ExpenseClaim) -> dict[str, Any]:
    return {
        "claim": claim,
        "icon": ICONS[ExpenseState(claim.state)],
        "domain": DOMAINS.get(ExpenseState(claim.state), "argent"),
        "where": str(claim.order.title if claim.order else claim.activity or _("Pour le commun")),
    }


def story_of(claim: ExpenseClaim) -> list[dict[str, Any]]:
    """What happened, the latest first."""
    labels = {
        "noted": _("Notée"),
        "edited": _("Modifiée"),
        "receipt_added": _("Justificatif ajouté"),
        "receipt_removed": _("Justificatif enlevé"),
        "submitted": _("Envoyée"),
        "reopened": _("Reprise"),
        "checked": _("Vérifiée"),
        "accepted": _("Acceptée par la comptabilité"),
        "refused": _("Refusée"),
        "reimbursed": _("Remboursée"),
    }
    return history_of(claim, labels)
