from kpacite.domain.sales.permissions.clients import may_read_clients, may_write_clients
from kpacite.domain.sales.permissions.expenses import (
    may_check_expense,
    may_note_expense,
    may_read_expense,
    owns_expense,
)
from kpacite.domain.sales.permissions.groups import may_prepare, may_review
from kpacite.domain.sales.permissions.invoices import (
    may_edit_invoice,
    may_issue_alone,
    may_issue_invoice,
    may_read_invoices,
    may_write_invoices,
)

__all__ = [
    "may_check_expense",
    "may_edit_invoice",
    "may_issue_alone",
    "may_issue_invoice",
    "may_note_expense",
    "may_prepare",
    "may_read_clients",
    "may_read_expense",
    "may_read_invoices",
    "may_review",
    "may_write_clients",
    "may_write_invoices",
    "owns_expense",
]
