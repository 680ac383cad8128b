"""What happens to a supplier's invoice: received, checked and posted, paid, taken back."""

from kpacite.domain.sales.services.purchases.booking import (
    Settlement,
    cancel_supplier_invoice,
    check_supplier_invoice,
    pay_supplier_invoice,
    post_supplier_invoice,
    take_back_payment,
)
from kpacite.domain.sales.services.purchases.errors import (
    AlreadyReceived,
    AmountMissing,
    DateMissing,
    FuturePurchase,
    FutureSettlement,
    NumberMissing,
    PurchaseMoved,
    SameFile,
    SupplierMissing,
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
    "NumberMissing",
    "PurchaseDetails",
    "PurchaseMoved",
    "SameFile",
    "Settlement",
    "SupplierMissing",
    "cancel_supplier_invoice",
    "check_supplier_invoice",
    "discard_supplier_invoice",
    "edit_supplier_invoice",
    "pay_supplier_invoice",
    "post_supplier_invoice",
    "receive_supplier_invoice",
    "take_back_payment",
]
