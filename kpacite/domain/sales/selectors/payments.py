"""What is left to pay, to whom one writes, and what was encashed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kpacite.domain.ledger.models import Entry, Line
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import ClientKind, InvoiceKind
from kpacite.domain.sales.enums.payments import LateAudience, SettlementState
from kpacite.domain.sales.models import Client, CounterSale, Invoice
from kpacite.domain.sales.models.payments import (
    EncashedTax,
    LateRate,
    LifecycleEvent,
    Payment,
    PaymentAllocation,
    Reminder,
)
from kpacite.domain.sales.rules.settling import (
    AGES,
    RatePart,
    RateSpan,
    age_column,
    late_interest,
    remaining,
    settlement_state,
)
from kpacite.kernel.money import Euro
from kpacite.platform.asking import how_many


@dataclass(frozen=True, slots=True)
class Settlement:
    """Where one invoice stands today."""

    gross_cents: int
    credited_cents: int
    paid_cents: int
    state: SettlementState

    @property
    def left_cents(self) -> int:
        return self.gross_cents - self.credited_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An invoice with something left to pay; `days_late` is 0 or less while it is not due."""

    invoice: Invoice
    left_cents: int
    days_late: int
    column: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Encashment:
    """One payment on one invoice, in the order of the days: what `sharing` may share once."""

    allocation: int
    payment: int
    on: date
    amount_cents: int
    net_cents: int
    tax_cents: int


def with_settlement(invoices: QuerySet[Invoice]) -> Any:
    """A query set of the same invoices, each with `paid`, `credited` and `left`, in cents, in one query."""
    paid = (
        PaymentAllocation.objects.filter(invoice=OuterRef("pk"), payment__cancelled_at=None)
        .order_by()
        .values("invoice")
        .annotate(total=Sum("amount_cents"))
        .values("total")
    )
    credited = (
        Invoice.objects.issued()
        .filter(corrects=OuterRef("pk"))
        .order_by()
        .values("corrects")
        .annotate(total=Sum("gross_cents"))
        .values("total")
    )
    zero = {"output_field": IntegerField()}
    rows = invoices.annotate(
        paid=Coalesce(Subquery(paid), 0, **zero), credited=Coalesce(Subquery(credited), 0, **zero)
    )
    return rows.annotate(left=F("gross_cents") - F("paid") - F("credited"))


def settlement_of(invoice: Invoice, today: date) -> Settlement:
    """Where an issued invoice stands."""
    row = with_settlement(Invoice.objects.filter(pk=invoice.pk)).get()
    state = settlement_state(
        gross_cents=row.gross_cents,
        credited_cents=row.credited,
        paid_cents=row.paid,
        due_on=row.due_on or today,
        today=today,
    )
    return Settlement(row.gross_cents, row.credited, row.paid, state)


def open_invoices(
    *, carrier: Organisation | None = None, kpa: Kpa | Organisation | None = None, client: int | None = None
) -> Any:
    """A query set: issued, with something left to pay, the earliest due first."""
    rows = Invoice.objects.issued().exclude(kind=InvoiceKind.CREDIT)
    asked = {
        "carrier": carrier.pk if carrier else None,
        "kpa": kpa.pk if kpa else None,
        "client": client,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    left = with_settlement(rows).filter(left__gt=0)
    return left.select_related("client", "carrier", "kpa__organisation", "activity").order_by("due_on", "pk")


def unpaid(
    today: date,
    *,
    carrier: Organisation | None = None,
    kpa: Kpa | Organisation | None = None,
    overdue: bool = False,
) -> list[Unpaid]:
    """« Factures non réglées »: those that are late only, when `overdue`."""
    rows = open_invoices(carrier=carrier, kpa=kpa)
    if overdue:
        rows = rows.filter(due_on__lt=today)
    rows = rows.annotate(reminded=how_many(Reminder.objects.filter(invoice=OuterRef("pk"))))
    return [
        Unpaid(
            invoice=invoice,
            left_cents=invoice.left,
            days_late=(today - (invoice.due_on or today)).days,
            column=age_column(invoice.due_on or today, today),
            reminders=invoice.reminded,
        )
        for invoice in rows
    ]


def ages_of(rows: Iterable[Unpaid]) -> list[int]:
    """What is left, in cents, by age: not yet due, ≤ 30, ≤ 60, ≤ 90 days late, and more."""
    columns = [0] * (len(AGES) + 1)
    for row in rows:
        columns[row.column] += row.left_cents
    return columns


def rate_parts_left(invoice: Invoice) -> list[RatePart]:
    """What is left of each VAT rate, credit notes and payments taken off."""
    asked = [RatePart(row.vat_bp, row.base_cents, row.tax_cents) for row in invoice.photo.vat]
    taken = [
        RatePart(row.vat_bp, row.base_cents, row.tax_cents)
        for note in invoice.credit_notes.issued().order_by("pk")
        for row in note.photo.vat
    ]
    paid = EncashedTax.objects.filter(
        allocation__invoice=invoice, allocation__payment__cancelled_at=None
    ).order_by("pk")
    taken += [RatePart(row.vat_bp, row.net_cents, row.tax_cents) for row in paid]
    return remaining(asked, taken)


def encashments(invoice: Invoice) -> list[Encashment]:
    """The facts of `sharing.rules.cash_to_base`: what was paid on an invoice, in the order of the days.

    Refunds are negative; what was cancelled is not there. Net and tax are those of the payment itself.
    """
    rows = (
        PaymentAllocation.objects.filter(invoice=invoice, payment__cancelled_at=None)
        .annotate(net=Sum("taxes__net_cents"), tax=Sum("taxes__tax_cents"))
        .values_list("pk", "payment_id", "payment__received_on", "amount_cents", "net", "tax")
        .order_by("payment__received_on", "pk")
    )
    return [Encashment(*row) for row in rows]


def payments_of(carrier: Organisation, *, kpa: Kpa | Organisation | None = None) -> QuerySet[Payment]:
    """The latest first, cancelled ones included."""
    rows = Payment.objects.filter(carrier=carrier)
    if kpa is not None:
        rows = rows.filter(kpa=kpa.pk)
    return rows.select_related("client", "kpa__organisation").order_by("-received_on", "-pk")


def payment_of(carrier: Organisation, pk: int) -> Payment | None:
    rows = Payment.objects.select_related("client", "kpa__organisation", "carrier", "entry__journal")
    return rows.filter(carrier=carrier, pk=pk).first()


def payment_of_key(carrier: Organisation, key: str) -> Payment | None:
    """The payment that a gesture already wrote."""
    return Payment.objects.filter(carrier=carrier, key=key).first()


def entries_of_payment(payment: Payment) -> QuerySet[Entry]:
    """Its entry, those that moved its tax later, and what reversed them."""
    own = Q(pk=payment.entry_id) | Q(source_type="sales.payment", source_id=str(payment.pk))
    keys = Entry.objects.posted().filter(own).values("pk")
    rows = Entry.objects.posted().filter(Q(pk__in=keys) | Q(reversal_of__in=keys))
    return rows.select_related("journal").order_by("chain_position")


def entries_of_bill(invoice: Invoice) -> QuerySet[Entry]:
    """Its entry, those of its credit notes and payments, and what reversed them."""
    payments = Payment.objects.filter(allocations__invoice=invoice)
    # One text for each key: the ledger keeps where an entry comes from as words.
    keys = [str(pk) for pk in payments.values_list("pk", flat=True).order_by("pk")]
    own = Q(invoice=invoice) | Q(invoice__corrects=invoice) | Q(payment__in=payments.values("pk"))
    later = Q(source_type="sales.payment", source_id__in=keys)
    found = Entry.objects.posted().filter(own | later).values("pk")
    rows = Entry.objects.posted().filter(Q(pk__in=found) | Q(reversal_of__in=found))
    return rows.select_related("journal").order_by("chain_position")


def allocations_of(payment: Payment) -> QuerySet[PaymentAllocation]:
    return payment.allocations.select_related("invoice__kpa__organisation").order_by("pk")


def payments_on(invoice: Invoice) -> QuerySet[PaymentAllocation]:
    return (
        PaymentAllocation.objects.filter(invoice=invoice)
        .select_related("payment")
        .order_by("payment__received_on", "pk")
    )


def unallocated_cents(payment: Payment) -> int:
    """What a payment still holds to the client's credit; a sale at the till left nothing to anybody."""
    if payment.cancelled_at is not None or CounterSale.objects.filter(payment=payment).exists():
        return 0
    spent = sum(abs(cents) for cents in payment.allocations.values_list("amount_cents", flat=True))
    back = Payment.objects.standing().filter(refund_of=payment).values_list("amount_cents", flat=True)
    return payment.amount_cents - spent - sum(back) - _settled_as_earnest(payment)


def _settled_as_earnest(payment: Payment) -> int:
    """Arrhes kept come off what the client is owed; those to be doubled come on top (decision 0051)."""
    lines = Line.objects.posted().filter(
        entry__source_type="sales.payment",
        entry__source_id=str(payment.pk),
        entry__key__startswith="sales.earnest.",
        aux__isnull=False,
    )
    told = lines.aggregate(cents=Sum(F("debit_cents") - F("credit_cents"), default=0))
    return int(told["cents"])


def reminders_of(invoice: Invoice) -> QuerySet[Reminder]:
    return Reminder.objects.filter(invoice=invoice).order_by("level")


def lifecycle_of(invoice: Invoice) -> QuerySet[LifecycleEvent]:
    return LifecycleEvent.objects.filter(invoice=invoice).select_related("actor__person").order_by("pk")


def late_rates(carrier: Organisation) -> QuerySet[LateRate]:
    return LateRate.objects.filter(carrier=carrier).order_by("audience", "-valid_from")


def audience_of(client: Client) -> LateAudience | None:
    """Who pays late interest: never a person (INV-06)."""
    if client.kind == ClientKind.PERSON:
        return None
    return LateAudience.PUBLIC if client.kind == ClientKind.PUBLIC else LateAudience.PROFESSIONAL


def interest_on(invoice: Invoice, today: date) -> Euro | None:
    """Late interest until today; None for a person, or when a rate is « à compléter »."""
    audience = audience_of(invoice.client)
    if audience is None or invoice.due_on is None:
        return None
    spans = rate_spans(invoice.carrier_id, audience)
    return late_interest(owed_late(invoice, invoice.due_on), spans, today) if spans else None


def rate_spans(carrier: int, audience: LateAudience) -> list[RateSpan]:
    """The dated rates that a carrier asks of these clients."""
    rows = LateRate.objects.filter(carrier=carrier, audience=audience).order_by("valid_from")
    return [RateSpan(row.valid_from, row.valid_to, row.rate_bp) for row in rows]


def owed_late(invoice: Invoice, due_on: date) -> list[tuple[date, int]]:
    """From the day after the due date, how much is late, and how it fell with each payment."""
    start = due_on + timedelta(days=1)
    falls = [(row.on, row.amount_cents) for row in encashments(invoice)]
    falls += [
        (note.issued_on, note.gross_cents)
        for note in invoice.credit_notes.issued().order_by("pk")
        if note.issued_on
    ]
    left = invoice.gross_cents - sum(cents for day, cents in falls if day <= start)
    owed = [(start, left)]
    for day, cents in sorted(fall for fall in falls if fall[0] > start):
        left -= cents
        owed.append((day, left))
    return owed
