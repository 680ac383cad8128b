"""A movement of the bank that went to a supplier, once a person says so."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PurchasePayment
from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment
from kpacite.domain.sales.models.bank import BankLine
from kpacite.domain.sales.services.payments.bank import locked_line
from kpacite.domain.sales.services.payments.errors import LineAlreadyDecided, WrongAmount
from kpacite.domain.sales.services.purchases.paying import Settlement, settle_supplier_invoices
from kpacite.platform import audit


@transaction.atomic
def confirm_debit(
    *,
    line: BankLine,
    invoices: Sequence[SupplierInvoice],
    more: bool,
    actor: Account | None,
    now: datetime,
    today: date,
) -> SupplierPayment:
    """This movement paid these invoices of one supplier, or gave back what its credit notes say.

    Raises LineAlreadyDecided, and what `settle_supplier_invoices` raises.
    """
    line = locked_line(line)
    # A line taken back and matched again is another gesture.
    again = audit.for_target(line).count()
    paid = Settlement(
        method=PurchasePayment.TRANSFER,
        on=line.booked_on,
        key=f"bank.{line.pk}.{again}",
        cents=-line.amount_cents,
        reference=line.reference or line.label,
        more=more,
    )
    payment = settle_supplier_invoices(
        carrier=line.account.carrier, invoices=invoices, paid=paid, actor=actor, now=now, today=today
    )
    return _link(line, payment, actor=actor, now=now)


@transaction.atomic
def link_debit(
    *, line: BankLine, payment: SupplierPayment, actor: Account | None, now: datetime
) -> SupplierPayment:
    """This movement is a payment noted by hand already. Raises LineAlreadyDecided, WrongAmount."""
    line = locked_line(line)
    payment = SupplierPayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.cancelled_at is not None or payment.cents != -line.amount_cents:
        raise WrongAmount
    taken = BankLine.objects.filter(supplier_payment=payment).exists()
    if taken or payment.carrier_id != line.account.carrier_id:
        raise LineAlreadyDecided
    return _link(line, payment, actor=actor, now=now)


def _link(
    line: BankLine, payment: SupplierPayment, *, actor: Account | None, now: datetime
) -> SupplierPayment:
    line.supplier_payment, line.decided_at = payment, now
    line.save(update_fields=["supplier_payment", "decided_at"])
    audit.record(actor=actor, action="sales.bank_line.matched", target=line, at=now)
    return payment
