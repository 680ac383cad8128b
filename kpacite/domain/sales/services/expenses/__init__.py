"""Everything that happens to a note of expenses, from the receipt to the money."""

from kpacite.domain.sales.services.expenses.errors import (
    CannotMoveThere,
    CarrierMissing,
    ExpenseOfSomeoneElse,
    FutureExpense,
    KilometresMissing,
    OrderOfAnotherKpa,
    RateMissing,
    ReceiptAlreadyUsed,
    ReceiptMissing,
    SamePerson,
    SameReceipt,
    TooManyReceipts,
)
from kpacite.domain.sales.services.expenses.judging import (
    Repayment,
    accept_expense,
    check_expense,
    refuse_expense,
    reimburse_expenses,
)
from kpacite.domain.sales.services.expenses.receipts import add_receipt, remove_receipt
from kpacite.domain.sales.services.expenses.sending import complete_expense, send_expense
from kpacite.domain.sales.services.expenses.writing import (
    ExpenseDetails,
    edit_expense,
    note_expense,
    reopen_expense,
    submit_expense,
)

__all__ = [
    "CannotMoveThere",
    "CarrierMissing",
    "ExpenseDetails",
    "ExpenseOfSomeoneElse",
    "FutureExpense",
    "KilometresMissing",
    "OrderOfAnotherKpa",
    "RateMissing",
    "ReceiptAlreadyUsed",
    "ReceiptMissing",
    "Repayment",
    "SamePerson",
    "SameReceipt",
    "TooManyReceipts",
    "accept_expense",
    "add_receipt",
    "check_expense",
    "complete_expense",
    "edit_expense",
    "note_expense",
    "refuse_expense",
    "reimburse_expenses",
    "remove_receipt",
    "reopen_expense",
    "send_expense",
    "submit_expense",
]
