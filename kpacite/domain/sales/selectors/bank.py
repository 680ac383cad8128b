from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models.bank import BankAccount, BankLine
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.rules.matching import Movement, OpenInvoice, Proposal, propose
from kpacite.domain.sales.selectors.payments import open_invoices

DAYS_AROUND = 7


@dataclass(frozen=True, slots=True)
class LineToMatch:
    """A movement that waits, what it may be, and the payments already noted by hand that it may confirm."""

    line: BankLine
    proposals: list[Proposal]
    noted: list[Payment]


def bank_accounts(carrier: Organisation) -> QuerySet[BankAccount]:
    waiting = Count("lines", filter=Q(lines__payment=None, lines__ignored_reason=""))
    return BankAccount.objects.filter(carrier=carrier).annotate(waiting=waiting).order_by("name")


def bank_account_of(carrier: Organisation, pk: int) -> BankAccount | None:
    return BankAccount.objects.filter(carrier=carrier, pk=pk).first()


def bank_line_of(carrier: Organisation, pk: int) -> BankLine | None:
    rows = BankLine.objects.select_related("account", "payment")
    return rows.filter(account__carrier=carrier, pk=pk).first()


def waiting_lines(account: BankAccount) -> QuerySet[BankLine]:
    return account.lines.filter(payment=None, ignored_reason="").order_by("booked_on", "pk")


def settled_lines(account: BankAccount) -> QuerySet[BankLine]:
    rows = account.lines.exclude(payment=None, ignored_reason="")
    return rows.select_related("payment__client").order_by("-booked_on", "-pk")


def open_facts(carrier: Organisation) -> list[OpenInvoice]:
    """What every line of a statement is compared with; read once."""
    return [
        OpenInvoice(
            key=invoice.pk,
            number=invoice.number,
            client=invoice.client_id,
            client_name=invoice.client.name,
            left_cents=invoice.left,
        )
        for invoice in open_invoices(carrier=carrier)
    ]


def to_match(carrier: Organisation, lines: list[BankLine]) -> list[LineToMatch]:
    """The proposals of each line, in a number of queries that does not depend on how many."""
    facts = open_facts(carrier)
    noted = list(
        Payment.objects.standing()
        .filter(carrier=carrier, kind=PaymentKind.RECEIVED, means=PaymentMeans.TRANSFER, bank_line=None)
        .select_related("client")
        .order_by("received_on", "pk")
    )
    return [
        LineToMatch(
            line=line,
            proposals=propose(
                Movement(line.amount_cents, f"{line.label} {line.reference}", line.counterparty), facts
            ),
            noted=[
                payment
                for payment in noted
                if payment.amount_cents == line.amount_cents
                and abs(payment.received_on - line.booked_on) <= timedelta(days=DAYS_AROUND)
            ],
        )
        for line in lines
    ]
