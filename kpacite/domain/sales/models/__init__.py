from kpacite.domain.sales.models.bank import (
    BankAccount,
    BankLine,
    BankStatement,
)
from kpacite.domain.sales.models.billing import (
    BillingProfile,
)
from kpacite.domain.sales.models.cash import (
    CashRecord,
)
from kpacite.domain.sales.models.clients import (
    Client,
    ClientContact,
)
from kpacite.domain.sales.models.counter import (
    CounterLine,
    CounterSale,
)
from kpacite.domain.sales.models.deals import (
    Deal,
    DealLink,
    DealMessage,
    Lead,
)
from kpacite.domain.sales.models.deposits import (
    BouncedCheque,
    Deposit,
    DepositLine,
)
from kpacite.domain.sales.models.expenses import (
    ExpenseClaim,
    ExpenseReceipt,
)
from kpacite.domain.sales.models.invoices import (
    Invoice,
    InvoiceLine,
    InvoiceSending,
)
from kpacite.domain.sales.models.lateness import (
    LateClaim,
    LateWaiver,
)
from kpacite.domain.sales.models.lines import (
    DocumentLine,
)
from kpacite.domain.sales.models.orders import (
    Order,
    OrderJob,
)
from kpacite.domain.sales.models.payments import (
    EncashedTax,
    LateRate,
    LifecycleEvent,
    Payment,
    PaymentAllocation,
    Reminder,
)
from kpacite.domain.sales.models.purchases import (
    SupplierInvoice,
    SupplierPayment,
    SupplierPaymentPart,
)
from kpacite.domain.sales.models.quotes import (
    Quote,
    QuoteLine,
    SalesAutonomy,
)
from kpacite.domain.sales.models.recurring import RecurringInvoice

__all__ = [
    "BankAccount",
    "BankLine",
    "BankStatement",
    "BillingProfile",
    "BouncedCheque",
    "CashRecord",
    "Client",
    "ClientContact",
    "CounterLine",
    "CounterSale",
    "Deal",
    "DealLink",
    "DealMessage",
    "Deposit",
    "DepositLine",
    "DocumentLine",
    "EncashedTax",
    "ExpenseClaim",
    "ExpenseReceipt",
    "Invoice",
    "InvoiceLine",
    "InvoiceSending",
    "LateClaim",
    "LateRate",
    "LateWaiver",
    "Lead",
    "LifecycleEvent",
    "Order",
    "OrderJob",
    "Payment",
    "PaymentAllocation",
    "Quote",
    "QuoteLine",
    "RecurringInvoice",
    "Reminder",
    "SalesAutonomy",
    "SupplierInvoice",
    "SupplierPayment",
    "SupplierPaymentPart",
]
