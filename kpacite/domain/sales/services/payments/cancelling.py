from datetime import date, datetime

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import Entry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models.bank import BankLine
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.selectors.deposits import standing_lines
from kpacite.domain.sales.services.payments.cash import chain_correction
from kpacite.domain.sales.services.payments.errors import AlreadyCancelled, ChequeOnASlip, RefundedMeanwhile
from kpacite.domain.sales.services.payments.lettering import unletter_payment
from kpacite.domain.sales.services.payments.lifecycle import take_back_cashed
from kpacite.domain.sales.services.payments.recording import SOURCE, locked_payment
from kpacite.domain.sales.services.payments.till import check_till
from kpacite.platform import audit


@transaction.atomic
def cancel_payment(
    *, payment: Payment, reason: str, actor: Account | None, now: datetime, today: date
) -> Payment:
    """Take back a payment noted by mistake: mirrors of its entries, dated today; its bank line waits again.

    Raises AlreadyCancelled, ChequeOnASlip, RefundedMeanwhile, TillWouldOwe, ReasonMissing, and what the
    ledger refuses.
    """
    payment = locked_payment(payment)
    if payment.cancelled_at is not None:
        raise AlreadyCancelled
    if not reason.strip():
        raise ReasonMissing
    if standing_lines().filter(payment=payment).exists():
        raise ChequeOnASlip
    if Payment.objects.standing().filter(refund_of=payment).exists():
        raise RefundedMeanwhile
    if payment.means == PaymentMeans.CASH and payment.kind == PaymentKind.RECEIVED:
        check_till(payment.entry.book, day=today, cents=payment.amount_cents)
    unletter_payment(payment, reason=reason, actor=actor, now=now)
    later = Entry.objects.posted().filter(
        book=payment.entry.book, source_type=SOURCE, source_id=str(payment.pk), reversal_of=None
    )
    for entry in [payment.entry, *later.order_by("pk")]:
        ledger.reverse_entry(entry=entry, day=today, reason=reason, actor=actor, now=now)
    BankLine.objects.filter(payment=payment).update(payment=None, decided_at=None)
    payment.cancelled_at, payment.cancel_reason = now, reason.strip()[:300]
    payment.save(update_fields=["cancelled_at", "cancel_reason"])
    chain_correction(payment, now=now)
    take_back_cashed(payment, reason=payment.cancel_reason, actor=actor, now=now)
    audit.record(actor=actor, action="sales.payment.cancelled", target=payment, at=now, reason=reason.strip())
    return payment
