"""What happens to a supplier's invoice: received, checked and posted, paid, taken back."""

from kpacite.domain.sales.services.purchases.booking import (
    cancel_supplier_invoice,
    check_supplier_invoice,
    post_supplier_invoice,
)
from kpacite.domain.sales.services.purchases.errors import (
    AlreadyReceived,
    AmountMissing,
    DateMissing,
    FuturePurchase,
    FutureSettlement,
    MorePaidThanOwed,
    NoAdvance,
    NothingPaid,
    NumberMissing,
    PurchaseMoved,
    PurchasePaid,
    SameFile,
    SupplierMissing,
    TwoSuppliers,
)
from kpacite.domain.sales.services.purchases.matching import confirm_debit, link_debit
from kpacite.domain.sales.services.purchases.paying import (
    Settlement,
    pay_supplier_invoice,
    settle_supplier_invoices,
    take_back_payment,
    use_advance,
)
from kpacite.domain.sales.services.purchases.receiving import (
    PurchaseDetails,
    discard_supplier_invoice,
    edit_supplier_invoice,
    receive_supplier_invoice,
)

__all__ = [
    "AlreadyReceived",
    "AmountMissing",
    "DateMissing",
    "FuturePurchase",
    "FutureSettlement",
    "MorePaidThanOwed",
    "NoAdvance",
    "NothingPaid",
    "NumberMissing",
    "PurchaseDetails",
    "PurchaseMoved",
    "PurchasePaid",
    "SameFile",
    "Settlement",
    "SupplierMissing",
    "TwoSuppliers",
    "cancel_supplier_invoice",
    "check_supplier_invoice",
    "confirm_debit",
    "discard_supplier_invoice",
    "edit_supplier_invoice",
    "link_debit",
    "pay_supplier_invoice",
    "post_supplier_invoice",
    "receive_supplier_invoice",
    "settle_supplier_invoices",
    "take_back_payment",
    "use_advance",
]
