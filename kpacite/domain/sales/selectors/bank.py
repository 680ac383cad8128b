from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models.bank import WAITING, BankAccount, BankLine
from kpacite.domain.sales.models.deposits import Deposit
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.models.purchases import SupplierPayment
from kpacite.domain.sales.rules.matching import Movement, OpenInvoice, Proposal, propose
from kpacite.domain.sales.selectors.payments import open_invoices
from kpacite.domain.sales.selectors.purchases import to_pay

DAYS_AROUND = 7


@dataclass(frozen=True, slots=True)
class LineToMatch:
    """A movement that waits, what it may be, and the payments and slips noted by hand that it may confirm.

    `proposals` are invoices of clients when money came, of suppliers when it left.
    """

    line: BankLine
    proposals: list[Proposal]
    noted: list[Payment]
    deposits: list[Deposit]
    paid: list[SupplierPayment]


def bank_accounts(carrier: Organisation) -> QuerySet[BankAccount]:
    told = {
        "lines__payment": None,
        "lines__deposit": None,
        "lines__supplier_payment": None,
        "lines__ignored_reason": "",
    }
    waiting = Count("lines", filter=Q(**told))
    return BankAccount.objects.filter(carrier=carrier).annotate(waiting=waiting).order_by("name")


def bank_account_of(carrier: Organisation, pk: int) -> BankAccount | None:
    return BankAccount.objects.filter(carrier=carrier, pk=pk).first()


def bank_line_of(carrier: Organisation, pk: int) -> BankLine | None:
    rows = BankLine.objects.select_related("account", "payment", "deposit", "supplier_payment")
    return rows.filter(account__carrier=carrier, pk=pk).first()


def waiting_lines(account: BankAccount) -> QuerySet[BankLine]:
    return account.lines.filter(WAITING).order_by("booked_on", "pk")


def settled_lines(account: BankAccount) -> QuerySet[BankLine]:
    rows = account.lines.exclude(WAITING)
    rows = rows.select_related("payment__client", "deposit", "supplier_payment")
    return rows.order_by("-booked_on", "-pk")


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


def owed_facts(carrier: Organisation) -> list[OpenInvoice]:
    """The same, of what is owed to suppliers."""
    return [
        OpenInvoice(
            key=invoice.pk,
            number=invoice.number,
            client=invoice.supplier_key,
            client_name=invoice.supplier,
            left_cents=invoice.left_cents,
        )
        for invoice in to_pay(carrier)
        if not invoice.is_credit
    ]


def to_match(carrier: Organisation, lines: list[BankLine]) -> list[LineToMatch]:
    """The proposals of each line, in a number of queries that does not depend on how many."""
    facts, owed = open_facts(carrier), owed_facts(carrier)
    paid = list(
        SupplierPayment.objects.standing().filter(carrier=carrier, bank_line=None).order_by("paid_on", "pk")
    )
    noted = list(
        Payment.objects.standing()
        .filter(carrier=carrier, kind=PaymentKind.RECEIVED, means=PaymentMeans.TRANSFER, bank_line=None)
        .select_related("client")
        .order_by("received_on", "pk")
    )
    slips = list(Deposit.objects.filter(carrier=carrier, cancelled_at=None, bank_line=None).order_by("pk"))
    return [
        LineToMatch(
            line=line,
            proposals=propose(
                Movement(abs(line.amount_cents), f"{line.label} {line.reference}", line.counterparty),
                facts if line.amount_cents > 0 else owed,
            ),
            noted=[
                payment
                for payment in noted
                if payment.amount_cents == line.amount_cents
                and abs(payment.received_on - line.booked_on) <= timedelta(days=DAYS_AROUND)
            ],
            deposits=[
                slip
                for slip in slips
                if slip.arrived_cents == line.amount_cents
                and abs(slip.deposited_on - line.booked_on) <= timedelta(days=DAYS_AROUND)
            ],
            paid=[
                payment
                for payment in paid
                if payment.cents == -line.amount_cents
                and abs(payment.paid_on - line.booked_on) <= timedelta(days=DAYS_AROUND)
            ],
        )
        for line in lines
    ]
