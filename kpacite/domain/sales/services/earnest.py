"""What the accounts say of arrhes once an order is cancelled (docs/decisions/0051)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Entry, Line
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.sales.enums import CancelledBy, DepositKind
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models import Order, Payment
from kpacite.domain.sales.rules.earnest import earnest_moves, outcome
from kpacite.domain.sales.selectors.payments import unallocated_cents
from kpacite.platform import audit
from kpacite.platform.audit import Actor

PAYMENT_SOURCE = "sales.payment"
"""The entry belongs to the payment: whoever cancels the payment reverses both."""


@transaction.atomic
def settle_earnest(*, order: Order, actor: Actor | None, now: datetime) -> Entry | None:
    """Move the arrhes of a cancelled order: kept, they earn; doubled, the second half is owed.

    None when there is nothing to write: no arrhes, nobody gave up, or no single payment that is plainly them
    (then the accountant writes it). Once for an order. Raises what the ledger refuses.
    """
    quote = order.quote
    if quote is None or not order.cancelled_by:
        return None
    kind = DepositKind(quote.deposit_kind) if quote.deposit_kind else None
    told = outcome(kind, quote.deposit_cents, CancelledBy(order.cancelled_by))
    payment = _paid(order, quote.deposit_cents) if told is not None else None
    if told is None or payment is None:
        return None
    moves = earnest_moves(
        told,
        quote.deposit_cents,
        aux=order.client.reference,
        kpa_id=order.kpa_id,
        activity=order.deal.activity.code if order.deal.activity else "",
        order_ref=order.number,
    )
    if not moves:
        return None
    words = "Arrhes gardées" if told.kept_cents else "Arrhes à rendre en double"
    entry = ledger.post_entry(
        book=payment.entry.book,
        new=NewEntry(
            journal=JournalKind.MISC,
            day=timezone.localdate(now),
            label=f"{words}, {order.number} {order.client.name}"[:200],
            piece_ref=str(quote)[:60],
            source_type=PAYMENT_SOURCE,
            source_id=str(payment.pk),
            key=f"sales.earnest.{order.pk}",
            moves=moves,
        ),
        actor=actor,
        now=now,
    )
    audit.record(actor=actor, action="sales.payment.earnest_settled", target=payment, at=now)
    if told.kept_cents:
        _letter(payment, entry, actor=actor, now=now)
    return entry


def _paid(order: Order, cents: int) -> Payment | None:
    """The one payment of this client, noted before any invoice, that holds just this sum; else None."""
    rows = Payment.objects.select_for_update(of=("self",)).standing()
    rows = rows.filter(client=order.client_id, kind=PaymentKind.RECEIVED, amount_cents=cents)
    found = [one for one in rows.order_by("pk") if unallocated_cents(one) == cents]
    if len(found) > 1:
        quoted = {order.number, str(order.quote)}
        found = [one for one in found if any(name and name in one.reference for name in quoted)]
    if len(found) != 1:
        return None
    return Payment.objects.select_related("entry__book").get(pk=found[0].pk)


def _letter(payment: Payment, entry: Entry, *, actor: Actor | None, now: datetime) -> None:
    """What was paid before and what is kept settle each other in the client's account."""
    lines = Line.objects.posted().filter(entry__in=[payment.entry_id, entry.pk], aux__isnull=False)
    found = list(lines.unlettered().filter(account__is_lettrable=True).order_by("pk"))
    if len(found) > 1 and not sum(line.debit_cents - line.credit_cents for line in found):
        ledger.letter(lines=[line.pk for line in found], actor=actor, now=now)
