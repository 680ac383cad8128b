from dataclasses import replace
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account as LedgerAccount
from kpacite.domain.ledger.models import Book, LetteredLine, Line
from kpacite.domain.ledger.selectors import months_of, years_of
from kpacite.domain.ledger.services import PeriodClosed, ReasonMissing, close_period
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind, PaymentMeans
from kpacite.domain.sales.enums.payments import (
    LateAudience,
    LifecycleCode,
    ReminderLevel,
    SettlementState,
)
from kpacite.domain.sales.models import EncashedTax, Invoice, LifecycleEvent, Payment, Reminder
from kpacite.domain.sales.rules.settling import RatePart, RateSpan, late_interest, part_by_rate
from kpacite.domain.sales.services import invoices as billing
from kpacite.domain.sales.services import payments
from kpacite.domain.sharing.rules.cash import Invoice as SharedInvoice
from kpacite.domain.sharing.rules.cash import Payments, cash_to_base
from kpacite.kernel.money import Euro
from kpacite.platform import verification
from tests.factories.invoices import BY, TODAY, make_buyer, make_draft, make_issued
from tests.factories.payments import LATER, money, pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780


def balance(book: Book, role: AccountRole) -> int:
    account = LedgerAccount.objects.get(book=book, mappings__role=role, mappings__detail="")
    lines = Line.objects.posted().filter(account=account)
    return sum(line.debit_cents - line.credit_cents for line in lines)


def state(invoice: Invoice, today: date = TODAY) -> SettlementState:
    return selectors.settlement_of(invoice, today).state


def credit(invoice: Invoice) -> Invoice:
    note = billing.write_credit_note(invoice=invoice, reason="Geste", **BY)
    return billing.issue_invoice(invoice=note, **BY)


@pytest.fixture
def invoice(la_cape: Organisation, book: Book) -> Invoice:
    """727,80 € to pay: 647,00 net, at 10 and 20 %; the tax waits for the payment."""
    return make_issued(la_cape)


# --- Stories -------------------------------------------------------------------------------------------


def test_a_buffet_is_paid_in_two_transfers(invoice: Invoice, book: Book):
    assert state(invoice) == SettlementState.TO_PAY
    pay((invoice, 40_000))
    assert state(invoice) == SettlementState.PARTLY_PAID
    assert state(invoice, LATER) == SettlementState.OVERDUE
    pay((invoice, 32_780))
    assert state(invoice, LATER) == SettlementState.PAID
    assert balance(book, AccountRole.CLIENTS) == 0
    assert balance(book, AccountRole.BANK) == GROSS
    assert balance(book, AccountRole.VAT_PENDING) == 0
    assert balance(book, AccountRole.VAT_COLLECTED) == -invoice.tax_cents
    assert LetteredLine.objects.active().count() == 3


def test_what_is_encashed_adds_up_to_the_invoice_rate_by_rate(invoice: Invoice):
    for cents in (1, 33_333, 20_000, GROSS - 53_334):
        pay((invoice, cents))
    told = {row.vat_bp: (row.base_cents, row.tax_cents) for row in invoice.photo.vat}
    kept: dict[int, tuple[int, int]] = {}
    for row in EncashedTax.objects.order_by("pk"):
        net, tax = kept.get(row.vat_bp, (0, 0))
        kept[row.vat_bp] = (net + row.net_cents, tax + row.tax_cents)
    assert kept == told


def test_each_payment_of_services_tells_that_it_is_encashed(invoice: Invoice):
    pay((invoice, 40_000))
    event = LifecycleEvent.objects.get()
    assert event.code == LifecycleCode.CASHED
    assert sum(part["net_cents"] + part["tax_cents"] for part in event.parts) == 40_000


def test_one_cheque_pays_two_invoices_of_one_client(la_cape: Organisation, book: Book):
    client = make_buyer(la_cape)
    one, two = make_issued(la_cape, client), make_issued(la_cape, client)
    pay((one, GROSS), (two, 10_000), means=PaymentMeans.CHEQUE, reference="Chèque 42")
    assert (state(one), state(two)) == (SettlementState.PAID, SettlementState.PARTLY_PAID)
    assert balance(book, AccountRole.CHEQUES) == GROSS + 10_000


def test_too_much_stays_to_the_credit_of_the_client_then_pays_the_next_invoice(
    la_cape: Organisation, invoice: Invoice, book: Book
):
    payment = pay((invoice, GROSS), cents=GROSS + 5_000)
    assert selectors.unallocated_cents(payment) == 5_000
    assert balance(book, AccountRole.CLIENTS) == -5_000
    after = make_issued(la_cape, invoice.client)
    payments.allocate_rest(payment=payment, invoice=after, cents=5_000, actor=None, now=NOW, today=TODAY)
    assert state(after) == SettlementState.PARTLY_PAID
    assert balance(book, AccountRole.VAT_PENDING) < 0
    with pytest.raises(payments.MoreThanPaid):
        payments.allocate_rest(payment=payment, invoice=after, cents=1, actor=None, now=NOW, today=TODAY)


def test_too_much_is_given_back(invoice: Invoice, book: Book):
    payment = pay((invoice, GROSS), cents=GROSS + 5_000)
    back = {"actor": None, "now": NOW, "today": LATER}
    with pytest.raises(payments.NothingToRefund):
        payments.refund_rest(payment=payment, money=money(5_001), **back)
    payments.refund_rest(payment=payment, money=money(5_000), **back)
    assert selectors.unallocated_cents(payment) == 0
    assert balance(book, AccountRole.BANK) == GROSS
    assert balance(book, AccountRole.CLIENTS) == 0


def test_a_credit_note_on_a_paid_invoice_is_refunded(invoice: Invoice, book: Book):
    pay((invoice, GROSS))
    credit(invoice)
    assert state(invoice) == SettlementState.OVERPAID
    with pytest.raises(payments.NothingToRefund):
        payments.refund_credit(invoice=invoice, money=money(GROSS + 1), actor=None, now=NOW, today=LATER)
    payments.refund_credit(invoice=invoice, money=money(GROSS), actor=None, now=NOW, today=LATER)
    assert state(invoice) == SettlementState.CREDITED
    assert balance(book, AccountRole.BANK) == 0
    assert balance(book, AccountRole.VAT_COLLECTED) == 0
    assert balance(book, AccountRole.VAT_PENDING) == 0


def test_a_payment_noted_by_mistake_is_taken_back_by_its_mirror(invoice: Invoice, book: Book):
    payment = pay((invoice, GROSS))
    with pytest.raises(ReasonMissing):
        payments.cancel_payment(payment=payment, reason=" ", actor=None, now=NOW, today=TODAY)
    payments.cancel_payment(payment=payment, reason="Mauvais client", actor=None, now=NOW, today=TODAY)
    assert state(invoice) == SettlementState.TO_PAY
    assert balance(book, AccountRole.BANK) == 0
    assert balance(book, AccountRole.VAT_COLLECTED) == 0
    assert not LetteredLine.objects.active().exists()
    assert selectors.encashments(invoice) == []
    with pytest.raises(payments.AlreadyCancelled):
        payments.cancel_payment(payment=payment, reason="Encore", actor=None, now=NOW, today=TODAY)
    pay((invoice, GROSS))
    assert state(invoice) == SettlementState.PAID


def test_a_refunded_payment_is_not_taken_back(invoice: Invoice):
    payment = pay((invoice, GROSS), cents=GROSS + 100)
    payments.refund_rest(payment=payment, money=money(100), actor=None, now=NOW, today=LATER)
    with pytest.raises(payments.RefundedMeanwhile):
        payments.cancel_payment(payment=payment, reason="non", actor=None, now=NOW, today=TODAY)


def test_sharing_finds_what_is_encashed_in_the_order_of_the_days(invoice: Invoice):
    pay((invoice, 30_000), on=date(2026, 3, 20))
    pay((invoice, 10_000), on=date(2026, 3, 10))
    facts = selectors.encashments(invoice)
    assert [(fact.on.day, fact.amount_cents) for fact in facts] == [(10, 10_000), (20, 30_000)]
    assert all(fact.net_cents + fact.tax_cents == fact.amount_cents for fact in facts)
    shared = SharedInvoice(net_cents=invoice.net_cents, vat_cents=invoice.tax_cents)
    base = cash_to_base(Payments(invoice=shared, cents=tuple(fact.amount_cents for fact in facts)))
    assert abs(sum(base.per_payment) - sum(fact.net_cents for fact in facts)) <= 2


# --- Refusals ------------------------------------------------------------------------------------------


def test_the_same_gesture_twice_is_one_payment(invoice: Invoice):
    first = pay((invoice, 10_000), key="form-1")
    assert pay((invoice, 10_000), key="form-1") == first
    assert Payment.objects.count() == 1
    with pytest.raises(payments.KeyOfAnotherPayment):
        pay((invoice, 20_000), key="form-1")


def test_more_than_left_tomorrow_and_drafts_are_refused(la_cape: Organisation, invoice: Invoice):
    with pytest.raises(payments.MoreThanLeft):
        pay((invoice, GROSS + 1))
    with pytest.raises(payments.MoreThanPaid):
        pay((invoice, 20_000), cents=10_000)
    with pytest.raises(payments.FuturePayment):
        pay((invoice, 10_000), on=date(2026, 7, 1))
    with pytest.raises(payments.InvoiceNotIssued):
        pay((make_draft(la_cape, invoice.client), 10_000))
    with pytest.raises(payments.NotTheSameClient):
        pay((invoice, 100), (make_issued(la_cape, make_buyer(la_cape, kind=ClientKind.PERSON)), 100))
    assert not Payment.objects.exists()


def test_a_closed_month_refuses_the_money_and_nothing_is_kept(invoice: Invoice, book: Book):
    for period in months_of(years_of(book)[0])[:2]:
        close_period(period=period, actor=None, now=NOW)
    with pytest.raises(PeriodClosed):
        pay((invoice, GROSS), on=date(2026, 2, 3))
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_payment SET amount_cents = 1",
        "UPDATE sales_payment SET received_on = '2026-01-01'",
        "DELETE FROM sales_encashedtax",
        "UPDATE sales_encashedtax SET tax_cents = 0",
        "UPDATE sales_paymentallocation SET amount_cents = 1",
        "UPDATE sales_lifecycleevent SET code = '200'",
        "INSERT INTO sales_paymentallocation (payment_id, invoice_id, amount_cents, at)"
        " SELECT payment_id, invoice_id, 100000, at FROM sales_paymentallocation",
    ],
)
def test_money_noted_resists_raw_sql(invoice: Invoice, sql: str):
    pay((invoice, GROSS))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_everything_is_proved_again(invoice: Invoice):
    payment = pay((invoice, 40_000), cents=45_000)
    payments.refund_rest(payment=payment, money=money(5_000), actor=None, now=NOW, today=LATER)
    payments.cancel_payment(payment=pay((invoice, 1_000)), reason="Erreur", actor=None, now=NOW, today=TODAY)
    ours = [result for result in verification.run() if result.name.startswith(("sales.", "ledger."))]
    assert not [problem for result in ours for problem in result.problems]
    assert {"sales.payments", "sales.settlements"} <= {result.name for result in ours}


# --- Cutting by rate -----------------------------------------------------------------------------------

parts = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 2_000)), min_size=1, max_size=4).map(
    lambda rows: [RatePart(rank, net, net * bp // 10_000) for rank, (net, bp) in enumerate(rows) if net]
)


@given(parts.filter(bool), st.lists(st.integers(1, 10**6), max_size=8))
def test_no_cent_is_lost_between_a_payment_and_its_rates(left: list[RatePart], sums: list[int]):
    for asked in sums:
        cents = min(asked, sum(part.gross_cents for part in left))
        if not cents:
            break
        cut = part_by_rate(cents, left)
        assert sum(part.gross_cents for part in cut) == cents
        by_rate = {part.vat_bp: part for part in cut}
        left = [part - by_rate.get(part.vat_bp, RatePart(part.vat_bp, 0, 0)) for part in left]
        assert all(part.net_cents >= 0 and part.tax_cents >= 0 for part in left)


# --- Being late ----------------------------------------------------------------------------------------


def remind(invoice: Invoice, level: ReminderLevel = ReminderLevel.FRIENDLY, **facts: object) -> Reminder:
    details = {"email": "client@example.org", "text": "Bonjour", "today": LATER} | facts
    return payments.send_reminder(invoice=invoice, level=level, actor=None, now=NOW, **details)


def test_three_letters_each_once_kept_as_sent(invoice: Invoice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remind(invoice, text="Bonjour, un oubli ?")
    assert "un oubli ?" in mail.outbox[0].body
    with pytest.raises(payments.ReminderAlreadySent):
        remind(invoice)
    assert remind(invoice, ReminderLevel.FIRM).left_cents == GROSS
    (row,) = selectors.unpaid(LATER, carrier=invoice.carrier, overdue=True)
    assert (row.reminders, row.left_cents) == (2, GROSS)


def test_nobody_is_chased_before_the_day_nor_once_paid(invoice: Invoice):
    with pytest.raises(payments.NothingLate):
        remind(invoice, today=TODAY)
    pay((invoice, GROSS))
    with pytest.raises(payments.NothingLate):
        remind(invoice)


def test_without_a_rate_late_interest_is_not_invented(invoice: Invoice):
    assert selectors.interest_on(invoice, LATER) is None


def test_late_interest_follows_the_days_and_the_payments(invoice: Invoice):
    rate = {"carrier": invoice.carrier, "audience": LateAudience.PROFESSIONAL, "actor": None, "now": NOW}
    payments.set_late_rate(rate_bp=1_215, valid_from=date(2026, 1, 1), source="exemple", **rate)
    with pytest.raises(payments.RateBeforeThePresentOne):
        payments.set_late_rate(rate_bp=1_000, valid_from=date(2025, 1, 1), source="exemple", **rate)
    with pytest.raises(Refused):
        payments.set_late_rate(rate_bp=1_000, valid_from=date(2026, 2, 1), source=" ", **rate)
    whole = selectors.interest_on(invoice, LATER)
    pay((invoice, 60_000), on=date(2026, 5, 1))
    assert whole is not None
    assert Euro(0) < selectors.interest_on(invoice, LATER) < whole


def test_a_person_never_pays_late_interest(la_cape: Organisation, book: Book):
    invoice = make_issued(la_cape, make_buyer(la_cape, kind=ClientKind.PERSON))
    assert selectors.audience_of(invoice.client) is None
    assert selectors.interest_on(invoice, LATER) is None


def test_interest_with_a_pencil():
    """1 000 € late for a year at 12 %, then half of it for 73 days: 120 € and 12 €."""
    spans = [RateSpan(date(2025, 1, 1), None, 1_200)]
    owed = [(date(2025, 1, 1), 100_000), (date(2026, 1, 1), 50_000)]
    assert late_interest(owed, spans, date(2026, 3, 15)) == Euro(13_200)
    late = [replace(spans[0], start=date(2025, 2, 1))]
    assert late_interest(owed, late, date(2026, 3, 15)) is None


# --- Electronic invoices -------------------------------------------------------------------------------


def test_the_platform_of_invoices_is_followed_by_its_codes(invoice: Invoice):
    by = {"actor": None, "now": NOW}
    payments.note_lifecycle(invoice=invoice, code=LifecycleCode.DEPOSITED, motive="", **by)
    with pytest.raises(Refused):
        payments.note_lifecycle(invoice=invoice, code=LifecycleCode.REJECTED, motive=" ", **by)
    payments.note_lifecycle(invoice=invoice, code=LifecycleCode.REJECTED, motive="SIREN", **by)
    with pytest.raises(payments.LifecycleEnded):
        payments.note_lifecycle(invoice=invoice, code=LifecycleCode.DEPOSITED, motive="", **by)
