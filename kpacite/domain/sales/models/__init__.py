from kpacite.domain.sales.models.billing import BillingProfile
from kpacite.domain.sales.models.clients import Client, ClientContact
from kpacite.domain.sales.models.expenses import ExpenseClaim, ExpenseReceipt
from kpacite.domain.sales.models.invoices import Invoice, InvoiceLine, InvoiceSending
from kpacite.domain.sales.models.lines import DocumentLine

__all__ = [
    "BillingProfile",
    "Client",
    "ClientContact",
    "DocumentLine",
    "ExpenseClaim",
    "ExpenseReceipt",
    "Invoice",
    "InvoiceLine",
    "InvoiceSending",
]
