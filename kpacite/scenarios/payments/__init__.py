"""How the invented invoices were paid, or not: in two goes, late with letters, in cash. All « exemple »."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.services import first_year
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import LateAudience, ReminderLevel
from kpacite.domain.sales.models import (
    BankAccount,
    Deposit,
    Invoice,
    LateClaim,
    LateRate,
    Order,
    Payment,
    Reminder,
)
from kpacite.domain.sales.rules.reminders import ReminderFacts, reminder_text
from kpacite.domain.sales.services import payments
from kpacite.domain.sales.services.taking_over import OpenInvoiceRow, take_over_invoices
from kpacite.kernel.money import Euro
from kpacite.scenarios.seeding import Row, Seeding, organisation, read

HERE = Path(__file__).parent


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "payments.toml")
    rows = data["payment"]
    for rank, row in enumerate(rows, start=1):
        _payment(seeding, row)
        yield rank / (len(rows) + 2)
    for row in data["reminder"]:
        _reminder(seeding, row)
    for row in data["taken_over"]:
        _taken_over(seeding, row)
    for row in data["late_rate"]:
        _late_rate(seeding, row)
    for row in data["late_claim"]:
        _late_claim(seeding, row)
    for row in data["bank"]:
        _bank(seeding, row)
    for row in data["deposit"]:
        _deposit(seeding, row)
    yield 1.0


def _invoice(row: Row) -> Invoice:
    rows = Invoice.objects.select_related("client", "carrier", "kpa__organisation")
    if "order" in row:
        order = Order.objects.get(kpa__organisation__slug=row["kpa"], title=row["order"])
        return rows.get(pk__in=selectors.invoices_of_order(order).values("pk"))
    return rows.get(kpa__organisation__slug=row["kpa"], key=f"demo.{row['invoice']}")


def _accountant(carrier: Organisation) -> Account | None:
    return Account.objects.filter(login_name="driss").first() if carrier.slug == "opteos" else None


def _day(seeding: Seeding, invoice: Invoice, row: Row) -> date:
    """So many days after the invoice, never after today."""
    return min(invoice.issued_on + timedelta(days=row["after"]), seeding.today)


def _payment(seeding: Seeding, row: Row) -> None:
    invoice = _invoice(row)
    key = f"demo.{row.get('invoice') or row['order']}.{row['after']}"
    if Payment.objects.filter(carrier=invoice.carrier, key=key).exists():
        return
    cents = Euro.parse(row["amount"]).cents if "amount" in row else invoice.gross_cents
    money = payments.Money(
        means=PaymentMeans[row.get("means", "TRANSFER")],
        on=_day(seeding, invoice, row),
        cents=cents,
        key=key,
        reference=f"{invoice.number} (exemple)",
        is_example=True,
    )
    payments.settle_invoices(
        carrier=invoice.carrier,
        invoices=[invoice],
        money=money,
        actor=_accountant(invoice.carrier),
        now=seeding.now,
        today=seeding.today,
    )


def _reminder(seeding: Seeding, row: Row) -> None:
    invoice, level = _invoice(row), ReminderLevel(row["level"])
    if Reminder.objects.filter(invoice=invoice, level=level).exists():
        return
    today = _day(seeding, invoice, row)
    facts = ReminderFacts(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        left=Euro(selectors.settlement_of(invoice, today).left_cents),
        client=invoice.client.name,
        kpa=invoice.kpa.organisation.name,
        seller=invoice.photo.seller.name,
        iban=invoice.photo.iban,
    )
    payments.send_reminder(
        invoice=invoice,
        level=level,
        email=invoice.client.email or "client@example.org",
        text=reminder_text(level, facts),
        actor=_accountant(invoice.carrier),
        now=seeding.now - (seeding.today - today),
        today=today,
        by_mail=False,
    )


def _taken_over(seeding: Seeding, row: Row) -> None:
    """An invoice of the tool before, still to pay; the same file twice changes nothing."""
    kpa, carrier = organisation(row["kpa"]), organisation(row["carrier"])
    first = first_year(Book.objects.get(entity=carrier)).start
    issued_on = first - timedelta(days=row["days_before"])
    invoice = OpenInvoiceRow(
        line=1,
        number=row["number"],
        client=row["client"],
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=row["due_in"]),
        left_cents=Euro.parse(row["left"]).cents,
        vat_bp=row["vat"],
    )
    take_over_invoices(
        carrier=carrier,
        kpa=kpa.kpa,
        rows=[invoice],
        keep=True,
        actor=_accountant(carrier),
        now=seeding.now,
        today=seeding.today,
    )


def _late_rate(seeding: Seeding, row: Row) -> None:
    carrier, audience = organisation(row["carrier"]), LateAudience[row["audience"]]
    if LateRate.objects.filter(carrier=carrier, audience=audience).exists():
        return
    payments.set_late_rate(
        carrier=carrier,
        audience=audience,
        rate_bp=row["rate_bp"],
        valid_from=seeding.today - timedelta(days=row["days_ago"]),
        source=row["source"],
        actor=_accountant(carrier),
        now=seeding.now,
    )


def _late_claim(seeding: Seeding, row: Row) -> None:
    invoice, today = _invoice(row), seeding.today - timedelta(days=row["days_ago"])
    if LateClaim.objects.filter(invoice=invoice).exists():
        return
    claim = payments.Claim(
        with_indemnity=True, with_interest=True, due_on=seeding.today, key=f"demo.{row['invoice']}"
    )
    payments.claim_lateness(
        invoice=invoice,
        claim=claim,
        actor=_accountant(invoice.carrier),
        now=seeding.now - (seeding.today - today),
        today=today,
    )


def _bank(seeding: Seeding, row: Row) -> None:
    carrier = organisation(row["carrier"])
    if BankAccount.objects.filter(carrier=carrier).exists():
        return
    account = payments.open_bank_account(
        carrier=carrier, name=row["name"], iban=row["iban"], actor=_accountant(carrier), now=seeding.now
    )
    lines = [_line(seeding, line) for line in row["lines"]]
    statement = payments.NewStatement(
        sha256=hashlib.sha256(row["name"].encode()).hexdigest(),
        format="camt",
        account=row["iban"],
        lines=lines,
    )
    payments.import_statement(
        account=account, statement=statement, actor=_accountant(carrier), now=seeding.now
    )


def _deposit(seeding: Seeding, row: Row) -> None:
    """What waited some days ago goes to the bank."""
    carrier, means = organisation(row["carrier"]), PaymentMeans[row["means"]]
    key, on = f"demo.{row['means']}", seeding.today - timedelta(days=row["days_ago"])
    if Deposit.objects.filter(carrier=carrier, key=key).exists():
        return
    payments_there = selectors.waiting_payments(carrier, means).filter(received_on__lte=on)
    slip = payments.Slip(
        account=BankAccount.objects.get(carrier=carrier),
        means=means,
        on=on,
        key=key,
        payments=list(payments_there.values_list("pk", flat=True)),
        bank_reference=row["bank_reference"],
        is_example=True,
    )
    payments.make_deposit(
        carrier=carrier, slip=slip, actor=_accountant(carrier), now=seeding.now, today=seeding.today
    )


def _line(seeding: Seeding, row: Row) -> payments.NewLine:
    invoice = _invoice(row) if "invoice" in row else None
    cents = invoice.gross_cents if invoice else Euro.parse(row["amount"]).cents
    label = f"{row['label']} {invoice.number}" if invoice else row["label"]
    return payments.NewLine(
        booked_on=seeding.today - timedelta(days=row["days_ago"]),
        amount_cents=cents,
        label=label,
        counterparty=invoice.client.name if invoice else "",
    )
