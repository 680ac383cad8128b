from kpacite.domain.sales.permissions.clients import may_read_clients, may_write_clients
from kpacite.domain.sales.permissions.groups import may_prepare, may_review
from kpacite.domain.sales.permissions.invoices import (
    may_edit_invoice,
    may_issue_invoice,
    may_read_invoices,
    may_write_invoices,
)

__all__ = [
    "may_edit_invoice",
    "may_issue_invoice",
    "may_prepare",
    "may_read_clients",
    "may_read_invoices",
    "may_review",
    "may_write_clients",
    "may_write_invoices",
]
