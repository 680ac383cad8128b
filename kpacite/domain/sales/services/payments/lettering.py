from datetime import datetime

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.models import LetteredLine, Lettering, Line
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.selectors.payments import unallocated_cents, with_settlement
from kpacite.platform.audit import Actor


def letter_if_settled(invoice: Invoice, *, actor: Actor | None, now: datetime) -> None:
    """Letter the client's lines of an invoice that is wholly settled, when they settle each other alone."""
    row = with_settlement(Invoice.objects.filter(pk=invoice.pk)).get()
    if row.left:
        return
    payments = list(Payment.objects.standing().filter(allocations__invoice=invoice).distinct().order_by("pk"))
    if any(_shared(payment) for payment in payments):
        return
    entries = [row.entry_id, *(payment.entry_id for payment in payments)]
    entries += invoice.credit_notes.issued().values_list("entry_id", flat=True)
    lines = list(
        Line.objects.posted()
        .filter(entry__in=entries, aux__number=invoice.client.reference)
        .unlettered()
        .order_by("pk")
    )
    if len(lines) > 1 and not sum(line.debit_cents - line.credit_cents for line in lines):
        ledger.letter(lines=[line.pk for line in lines], actor=actor, now=now)


def _shared(payment: Payment) -> bool:
    """Whether a payment also settles something else, or holds a rest."""
    return payment.allocations.count() > 1 or unallocated_cents(payment) > 0


def unletter_payment(payment: Payment, *, reason: str, actor: Actor | None, now: datetime) -> None:
    """Undo the letterings that hold a line of this payment."""
    active = LetteredLine.objects.active().filter(line__entry=payment.entry_id)
    for lettering in Lettering.objects.filter(pk__in=active.values("lettering")).order_by("pk"):
        ledger.unletter(lettering=lettering, reason=reason, actor=actor, now=now)
