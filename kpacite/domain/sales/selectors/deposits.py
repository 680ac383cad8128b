"""What waits to be taken to the bank, what was, and what the till holds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import AccountMapping, Book, Entry, Line
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models.deposits import Deposit, DepositLine
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.rules.deposits import lowest_from


@dataclass(frozen=True, slots=True)
class ToDeposit:
    """What waits, by nature: how many, and how much. Of cash, only how much is known."""

    means: PaymentMeans
    count: int
    cents: int


def standing_lines() -> QuerySet[DepositLine]:
    """Payments on a slip that was not cancelled, a cheque that came back left out."""
    return DepositLine.objects.filter(deposit__cancelled_at=None, bounce=None)


def waiting_payments(carrier: Organisation, means: PaymentMeans) -> QuerySet[Payment]:
    """The cheques (or card payments) that no slip took to the bank, the oldest first."""
    on_a_slip = standing_lines().filter(payment=OuterRef("pk"))
    rows = Payment.objects.standing().filter(carrier=carrier, kind=PaymentKind.RECEIVED, means=means)
    # A card payment confirmed by a line of the statement is at the bank already.
    rows = rows.filter(bank_line=None).exclude(Exists(on_a_slip))
    return rows.select_related("client", "kpa__organisation", "entry__book").order_by("received_on", "pk")


def to_deposit(carrier: Organisation, today: date) -> list[ToDeposit]:
    found = []
    for means in (PaymentMeans.CHEQUE, PaymentMeans.CARD):
        sums = list(waiting_payments(carrier, means).values_list("amount_cents", flat=True))
        found.append(ToDeposit(means, len(sums), sum(sums)))
    book = Book.objects.filter(entity=carrier).first()
    cash = till_from(book, today) if book else 0
    return [*found, ToDeposit(PaymentMeans.CASH, 0, max(cash, 0))]


def till_from(book: Book, day: date) -> int:
    """What may leave the till that day without owing anything, then or later, in cents."""
    accounts = AccountMapping.objects.filter(book=book, role=AccountRole.CASH).values("account")
    lines = Line.objects.posted().filter(account__in=accounts)
    before = lines.filter(date__lte=day).aggregate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    later = (
        lines.filter(date__gt=day)
        .values_list("date")
        .annotate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
        .order_by("date")
    )
    held = (before["debit"] or 0) - (before["credit"] or 0)
    return lowest_from(held, ((on, debit - credit) for on, debit, credit in later))


def deposits_of(carrier: Organisation) -> QuerySet[Deposit]:
    """The latest first."""
    return Deposit.objects.filter(carrier=carrier).select_related("account").order_by("-deposited_on", "-pk")


def deposit_of(carrier: Organisation, pk: int) -> Deposit | None:
    rows = Deposit.objects.select_related("account", "carrier", "entry__journal", "entry__book")
    return rows.filter(carrier=carrier, pk=pk).first()


def deposit_of_key(carrier: Organisation, key: str) -> Deposit | None:
    return Deposit.objects.filter(carrier=carrier, key=key).first()


def lines_of_deposit(deposit: Deposit) -> QuerySet[DepositLine]:
    rows = deposit.lines.select_related("payment__client", "payment__kpa__organisation", "bounce")
    return rows.order_by("pk")


def entries_of_deposit(deposit: Deposit) -> QuerySet[Entry]:
    """Its entry, its mirror, and those of the cheques that came back."""
    bounced = Entry.objects.filter(bounced_cheque__line__deposit=deposit).order_by("pk")
    keys = [deposit.entry_id, *bounced.values_list("pk", flat=True)]
    rows = Entry.objects.posted().filter(Q(pk__in=keys) | Q(reversal_of__in=keys))
    return rows.select_related("journal").order_by("chain_position")


def slip_of(payment: Payment) -> DepositLine | None:
    """The slip that took this payment to the bank, the latest one."""
    rows = payment.deposit_lines.filter(deposit__cancelled_at=None)
    return rows.select_related("deposit", "bounce").order_by("-pk").first()
