"""Money received: what is unpaid, payments, the bank."""

from kpacite.domain.sales.models import (
    BankAccount,
    BankLine,
    Deposit,
    DepositLine,
    Invoice,
    LateClaim,
    Payment,
)
from tests.areas import CARRIER, HERE, everywhere, first

# Paid in two goes, late with two letters, and not due yet: of the demo of invoices.
PAID, LATE, COMING = "demo.buffet-rentree", "demo.sacs-imprimes", "demo.bancs"


def _bill(name: str) -> object:
    """The one that is late; to give a claim up, the paper that claims."""
    if name == "late_waive":
        return LateClaim.objects.filter(document__kpa__organisation__slug=HERE).order_by("pk")[0].document_id
    return Invoice.objects.get(kpa__organisation__slug=HERE, key=LATE).pk


ARGUMENTS = {
    "bill": _bill,
    "payment": lambda _name: Payment.objects.filter(carrier__slug=CARRIER).order_by("pk")[0].pk,
    "account": lambda _name: BankAccount.objects.get(carrier__slug=CARRIER).pk,
    "deposit": lambda _name: DepositLine.objects.order_by("pk")[0].deposit_id,
    "slip_line": lambda _name: DepositLine.objects.order_by("pk")[0].pk,
    "means": lambda _name: "cheques",
    "line": lambda _name: BankLine.objects.filter(amount_cents__gt=0).order_by("pk")[0].pk,
}
VISITOR_BY_ACCESS = {
    "bill_reader": "Amina",
    "bill_chaser": "Amina",
    "carrier_money": "Driss",
    "late_claim": "Driss",
}
VISITORS = {"bill": ["Amina", "Driss"]}
LATE_BILL = first(Invoice.objects, key=LATE)
SLIP = first(Deposit.objects, carrier__slug=CARRIER)
SAMPLES = {
    "bill": [{"kpa": HERE, "bill": LATE_BILL}],
    "bill_remind": [{"kpa": HERE, "bill": LATE_BILL}],
    "payment_new": [{"carrier": CARRIER, "bill": LATE_BILL}],
    "late_claim": [{"carrier": CARRIER, "bill": LATE_BILL}],
    "late_waive": [{"carrier": CARRIER, "bill": first(LateClaim.objects, "document_id")}],
    **{
        page: [{"carrier": CARRIER, "payment": first(Payment.objects, carrier__slug=CARRIER)}]
        for page in ("payment", "payment_cancel", "payment_refund", "payment_use")
    },
    "deposit_new": [{"carrier": CARRIER, "means": means} for means in ("cheques", "especes", "cartes")],
    "deposit": [{"carrier": CARRIER, "deposit": SLIP}],
    "deposit_cancel": [{"carrier": CARRIER, "deposit": SLIP}],
    "deposit_bounce": [{"carrier": CARRIER, "deposit": SLIP, "slip_line": first(DepositLine.objects)}],
    "bank_account": [{"carrier": CARRIER, "account": first(BankAccount.objects)}],
    "bank_columns": [{"carrier": CARRIER, "account": first(BankAccount.objects)}],
    "bank_line": [{"carrier": CARRIER, "line": first(BankLine.objects)}],
    **everywhere("kpa", HERE, "kpa_unpaid"),
    **everywhere(
        "carrier",
        CARRIER,
        "carrier_unpaid",
        "payments",
        "late_rates",
        "deposits",
        "bank_accounts",
        "cash_receipts",
    ),
}
NOT_PAGES = {
    "carrier_unpaid_csv": "a file",
    "payments_csv": "a file",
    "deposit_slip": "a file",
    "cash_attestation": "a file",
    "cash_close": "takes nothing but a form sent to it",
    "cash_archive": "takes nothing but a form sent to it",
    "credit_refund": "needs a credit note on a paid invoice first",
    "bill_lifecycle": "takes nothing but a form sent to it",
}
