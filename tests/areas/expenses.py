"""Notes of expenses, of members and of the carrier."""

from kpacite.domain.sales.models import ExpenseClaim, ExpenseReceipt
from tests.areas import CARRIER, HERE, everywhere, first


def _sent() -> ExpenseClaim:
    """One that Amina sent to the group of Bilal."""
    return ExpenseClaim.objects.get(claimant__first_name="Amina", state="submitted")


ARGUMENTS = {
    "expense": lambda _name: _sent().pk,
    "receipt": lambda _name: ExpenseReceipt.objects.get(claim=_sent()).pk,
}
VISITOR_BY_ACCESS = {
    "expense_reader": "Amina",
    "expense_owner": "Amina",
    "expense_checker": "Bilal",
    "carrier_expenses": "Driss",
}
VISITORS = {"expenses": ["Amina", "Bilal"]}
SENT = {"kpa": HERE, "expense": first(ExpenseClaim.objects, claimant__first_name="Amina", state="submitted")}
DRAFT = {"kpa": HERE, "expense": first(ExpenseClaim.objects, claimant__first_name="Amina", state="draft")}
CHECKED = {"carrier": CARRIER, "expense": first(ExpenseClaim.objects, state="checked")}
SAMPLES = {
    "expense": [SENT],
    "expense_edit": [DRAFT],
    "expense_submit": [DRAFT],
    "expense_reopen": [SENT],
    "expense_check": [SENT],
    "expense_refuse": [SENT],
    "expense_receipt_remove": [
        DRAFT | {"receipt": first(ExpenseReceipt.objects, claim__state="draft")},
    ],
    "carrier_expense": [CHECKED],
    "carrier_expense_refuse": [CHECKED],
    **everywhere("kpa", HERE, "expenses", "expense_new"),
    **everywhere("carrier", CARRIER, "carrier_expenses", "carrier_expenses_repay", "carrier_kilometre_rate"),
}
NOT_PAGES = {
    "expense_receipt": "a file",
    "carrier_expense_receipt": "a file",
    "carrier_expenses_csv": "a file",
}
