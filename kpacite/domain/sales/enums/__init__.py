"""Stored codes and their French words, one module for each subject. A code is never renamed."""

from kpacite.domain.sales.enums.clients import (
    ClientKind,
)
from kpacite.domain.sales.enums.counter import (
    CounterState,
)
from kpacite.domain.sales.enums.deals import (
    AutonomyKind,
    CancelledBy,
    DepositKind,
    LeadSource,
    LeadState,
    OrderState,
    QuoteState,
    SalesChannel,
)
from kpacite.domain.sales.enums.expenses import (
    ExpenseKind,
    ExpenseState,
    RepaymentMethod,
)
from kpacite.domain.sales.enums.invoices import (
    InvoiceKind,
    InvoicePace,
    InvoiceState,
    PaymentMeans,
    SendingChannel,
    SendingState,
    VatRegime,
)
from kpacite.domain.sales.enums.lines import (
    LineNature,
    LineUnit,
)
from kpacite.domain.sales.enums.purchases import (
    PurchaseKind,
    PurchasePayment,
    PurchaseState,
)

__all__ = [
    "AutonomyKind",
    "CancelledBy",
    "ClientKind",
    "CounterState",
    "DepositKind",
    "ExpenseKind",
    "ExpenseState",
    "InvoiceKind",
    "InvoicePace",
    "InvoiceState",
    "LeadSource",
    "LeadState",
    "LineNature",
    "LineUnit",
    "OrderState",
    "PaymentMeans",
    "PurchaseKind",
    "PurchasePayment",
    "PurchaseState",
    "QuoteState",
    "RepaymentMethod",
    "SalesChannel",
    "SendingChannel",
    "SendingState",
    "VatRegime",
]
