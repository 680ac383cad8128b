"""Cheques and cash wait in their accounts until a slip takes them to the bank; a cheque may come back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Book, LetteredLine
from kpacite.domain.ledger.selectors import months_of, years_of
from kpacite.domain.ledger.services import PeriodClosed, ReasonMissing, close_period
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind, PaymentMeans
from kpacite.domain.sales.enums.payments import SettlementState
from kpacite.domain.sales.models import BankAccount, BouncedCheque, Deposit, DepositLine, Payment
from kpacite.domain.sales.rules.deposits import Deposited, deposit_moves, lowest_from
from kpacite.domain.sales.services import payments
from kpacite.platform import verification
from tests.domain.sales.payments.test_payments import balance
from tests.factories.invoices import make_buyer, make_issued
from tests.factories.payments import LATER, pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780
CHEQUE, CASH, CARD = PaymentMeans.CHEQUE, PaymentMeans.CASH, PaymentMeans.CARD
TAKEN = date(2026, 3, 12)
BY: dict[str, Any] = {"actor": None, "now": NOW, "today": LATER}


@pytest.fixture
def account(carrier: Organisation, book: Book) -> BankAccount:
    return payments.open_bank_account(carrier=carrier, name="Compte courant", iban="", actor=None, now=NOW)


def cheque(kpa: Organisation, cents: int = GROSS, means: PaymentMeans = CHEQUE, **client: Any) -> Payment:
    return pay((make_issued(kpa, make_buyer(kpa, **client)), cents), means=means, reference=f"n° {cents}")


def slip(account: BankAccount, *found: Payment, key: str = "k", **facts: Any) -> Deposit:
    asked = {"means": CHEQUE, "on": TAKEN} | facts
    wanted = payments.Slip(account=account, key=key, payments=[row.pk for row in found], **asked)
    return payments.make_deposit(carrier=account.carrier, slip=wanted, **BY)


def moved(deposit: Deposit) -> Sequence[tuple[str, int, int]]:
    rows = deposit.entry.lines.select_related("account").order_by("rank")
    return [(row.account.number, row.debit_cents, row.credit_cents) for row in rows]


# --- As in the textbook ----------------------------------------------------------------------------------


def test_two_cheques_wait_in_5112_then_one_slip_takes_them_to_the_bank(
    la_cape: Organisation, book: Book, account: BankAccount
):
    """Received: debit 5112, credit 411. Deposited: debit 512 for the total, credit 5112 for each cheque."""
    one, two = cheque(la_cape, 10_000), cheque(la_cape, 25_000)
    assert balance(book, AccountRole.CHEQUES) == 35_000
    deposit = slip(account, one, two)
    assert deposit.number == "B-2026-0001"
    assert moved(deposit) == [("512000", 35_000, 0), ("511200", 0, 10_000), ("511200", 0, 25_000)]
    assert balance(book, AccountRole.CHEQUES) == 0
    assert balance(book, AccountRole.BANK) == 35_000
    lettered = LetteredLine.objects.active().filter(line__account__number="511200")
    assert lettered.count() == 4


def test_cash_leaves_the_till_and_never_more_than_it_holds(
    la_cape: Organisation, book: Book, account: BankAccount
):
    cheque(la_cape, 10_000, CASH)
    deposit = slip(account, means=CASH, cash_cents=6_000)
    assert moved(deposit) == [("512000", 6_000, 0), ("530000", 0, 6_000)]
    with pytest.raises(payments.TillWouldOwe):
        slip(account, means=CASH, cash_cents=4_001, key="more")
    slip(account, means=CASH, cash_cents=4_000, key="rest")
    assert balance(book, AccountRole.CASH) == 0


def test_cash_that_came_later_was_not_there_before(la_cape: Organisation, account: BankAccount):
    pay((make_issued(la_cape), 10_000), means=CASH, on=date(2026, 3, 20))
    with pytest.raises(payments.TillWouldOwe):
        slip(account, means=CASH, cash_cents=1_000)
    slip(account, means=CASH, cash_cents=10_000, on=date(2026, 3, 20))


def test_cash_already_taken_later_is_not_taken_before(la_cape: Organisation, account: BankAccount):
    cheque(la_cape, 10_000, CASH)
    slip(account, means=CASH, cash_cents=10_000, on=date(2026, 3, 20))
    with pytest.raises(payments.TillWouldOwe):
        slip(account, means=CASH, cash_cents=1_000, key="before")


def test_cards_arrive_less_what_the_bank_keeps(la_cape: Organisation, book: Book, account: BankAccount):
    deposit = slip(account, cheque(la_cape, 10_000, CARD), means=CARD, fee_cents=120)
    assert moved(deposit) == [("512000", 9_880, 0), ("627000", 120, 0), ("511500", 0, 10_000)]
    assert deposit.arrived_cents == 9_880


def test_a_cheque_that_bounces_is_owed_again(la_cape: Organisation, book: Book, account: BankAccount):
    """The bank takes it back (debit 5112, credit 512), and the payment is undone (debit 411, credit 5112)."""
    one, two = cheque(la_cape, GROSS), cheque(la_cape, 25_000)
    deposit = slip(account, one, two)
    line = deposit.lines.get(payment=one)
    bounce = payments.note_bounced(line=line, on=date(2026, 3, 20), reason="Sans provision", **BY)
    assert bounce.line == line
    assert balance(book, AccountRole.BANK) == 25_000
    assert balance(book, AccountRole.CHEQUES) == 0
    invoice = one.allocations.get().invoice
    assert selectors.settlement_of(invoice, LATER).state == SettlementState.OVERDUE
    assert Payment.objects.get(pk=one.pk).cancel_reason == "Chèque impayé : Sans provision"
    with pytest.raises(payments.NotOnASlip):
        payments.note_bounced(line=line, on=date(2026, 3, 20), reason="Encore", **BY)


def test_a_slip_noted_by_mistake_is_undone_and_its_cheques_wait_again(
    la_cape: Organisation, carrier: Organisation, book: Book, account: BankAccount
):
    one = cheque(la_cape)
    deposit = payments.cancel_deposit(deposit=slip(account, one), reason="Mauvais compte", **BY)
    assert balance(book, AccountRole.CHEQUES) == GROSS
    assert balance(book, AccountRole.BANK) == 0
    assert list(selectors.waiting_payments(carrier, CHEQUE)) == [one]
    assert slip(account, one, key="again").number == "B-2026-0002"
    with pytest.raises(payments.AlreadyCancelled):
        payments.cancel_deposit(deposit=deposit, reason="Encore", **BY)


# --- What is refused -------------------------------------------------------------------------------------


def test_a_second_click_is_one_slip(la_cape: Organisation, account: BankAccount):
    one = cheque(la_cape)
    assert slip(account, one) == slip(account, one)
    assert Deposit.objects.count() == 1


def test_a_cheque_goes_once_and_only_as_a_cheque(la_cape: Organisation, account: BankAccount):
    one = cheque(la_cape)
    slip(account, one)
    for found in (one, cheque(la_cape, 100, CASH), cheque(la_cape, 100, CARD)):
        with pytest.raises(payments.DepositDiffers):
            slip(account, found, key="again")


def test_a_deposited_cheque_is_not_cancelled_as_if_it_waited(la_cape: Organisation, account: BankAccount):
    one = cheque(la_cape)
    slip(account, one)
    with pytest.raises(payments.ChequeOnASlip):
        payments.cancel_payment(payment=one, reason="Erreur", **BY)


def test_nothing_the_future_and_a_day_before_the_cheque_are_refused(
    la_cape: Organisation, account: BankAccount
):
    one = cheque(la_cape)
    with pytest.raises(payments.NothingToDeposit):
        slip(account)
    for day in (date(2026, 7, 1), date(2026, 3, 1)):
        with pytest.raises(payments.FuturePayment):
            slip(account, one, on=day)
    with pytest.raises(payments.NothingToDeposit):
        slip(account, one, fee_cents=-5)


def test_a_slip_with_a_bounced_cheque_stays_and_reasons_are_due(la_cape: Organisation, account: BankAccount):
    deposit = slip(account, cheque(la_cape))
    line = deposit.lines.get()
    with pytest.raises(ReasonMissing):
        payments.note_bounced(line=line, on=TAKEN, reason="", **BY)
    with pytest.raises(ReasonMissing):
        payments.cancel_deposit(deposit=deposit, reason=" ", **BY)
    payments.note_bounced(line=line, on=TAKEN, reason="Opposition", **BY)
    with pytest.raises(payments.DepositBounced):
        payments.cancel_deposit(deposit=deposit, reason="Erreur", **BY)


def test_a_closed_month_refuses_the_slip(la_cape: Organisation, book: Book, account: BankAccount):
    one = cheque(la_cape)
    for month in months_of(years_of(book)[0])[:3]:
        close_period(period=month, actor=None, now=NOW)
    with pytest.raises(PeriodClosed):
        slip(account, one)
    assert not Deposit.objects.exists()


def test_cash_given_back_was_in_the_till(la_cape: Organisation, book: Book, account: BankAccount):
    payment = pay((make_issued(la_cape), GROSS), cents=GROSS + 5_000)
    back = payments.Money(means=CASH, on=TAKEN, cents=5_000, key="back")
    with pytest.raises(payments.TillWouldOwe):
        payments.refund_rest(payment=payment, money=back, **BY)
    assert balance(book, AccountRole.CASH) == 0


# --- The bank --------------------------------------------------------------------------------------------


def test_the_statement_confirms_the_slip(la_cape: Organisation, carrier: Organisation, account: BankAccount):
    deposit = slip(account, cheque(la_cape, 10_000), cheque(la_cape, 25_000))
    line = payments.NewLine(booked_on=date(2026, 3, 14), amount_cents=35_000, label="REMISE CHEQUES")
    statement = payments.NewStatement(sha256="0" * 64, format="camt", account="", lines=[line])
    payments.import_statement(account=account, statement=statement, actor=None, now=NOW)
    (found,) = selectors.to_match(carrier, list(account.lines.order_by("pk")))
    assert found.deposits == [deposit]
    payments.link_deposit(line=found.line, deposit=deposit, actor=None, now=NOW)
    assert not selectors.waiting_lines(account).exists()
    with pytest.raises(payments.LineAlreadyDecided):
        payments.link_deposit(line=found.line, deposit=deposit, actor=None, now=NOW)
    payments.cancel_deposit(deposit=deposit, reason="Erreur", **BY)
    assert selectors.waiting_lines(account).count() == 1


# --- Attacks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_deposit SET amount_cents = 1",
        "DELETE FROM sales_deposit",
        "UPDATE sales_depositline SET payment_id = payment_id",
        "DELETE FROM sales_depositline",
        "INSERT INTO sales_depositline (deposit_id, payment_id) SELECT deposit_id, payment_id"
        " FROM sales_depositline",
        "UPDATE sales_bouncedcheque SET reason = 'x'",
        "DELETE FROM sales_bouncedcheque",
    ],
)
def test_raw_sql_changes_no_slip(la_cape: Organisation, account: BankAccount, sql: str):
    deposit = slip(account, cheque(la_cape, 10_000), cheque(la_cape, 20_000))
    if "bounced" in sql:
        payments.note_bounced(line=deposit.lines.order_by("pk")[0], on=TAKEN, reason="Opposition", **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_all_of_it_is_proven_again(la_cape: Organisation, account: BankAccount):
    one, two = cheque(la_cape, 10_000, kind=ClientKind.PERSON), cheque(la_cape, 20_000)
    deposit = slip(account, one, two)
    cheque(la_cape, 5_000, CASH)
    slip(account, means=CASH, cash_cents=2_000, key="cash")
    payments.note_bounced(line=deposit.lines.get(payment=one), on=TAKEN, reason="Sans provision", **BY)
    assert [result for result in verification.run() if result.problems] == []
    assert BouncedCheque.objects.count() == 1
    assert DepositLine.objects.count() == 2


# --- Always ----------------------------------------------------------------------------------------------

SUMS = st.lists(st.integers(1, 10_000_000), min_size=1, max_size=20)


@given(sums=SUMS, fee=st.integers(0, 100))
def test_what_the_slips_say_is_what_the_bank_gets_and_what_waited(sums: list[int], fee: int):
    if sum(sums) <= fee:
        return
    moves = deposit_moves(CHEQUE, [Deposited(cents) for cents in sums], fee_cents=fee)
    gone = dict.fromkeys(AccountRole, 0)
    for move in moves:
        gone[AccountRole(move.role)] += move.credit_cents - move.debit_cents
    assert gone[AccountRole.CHEQUES] == sum(sums)
    assert -gone[AccountRole.BANK] == sum(sums) - fee
    assert sum(m.debit_cents for m in moves) == sum(m.credit_cents for m in moves)


@given(before=st.integers(-1_000, 100_000), later=st.lists(st.integers(-5_000, 5_000), max_size=10))
def test_what_may_leave_the_till_leaves_it_at_no_less_than_nothing_on_any_day(before: int, later: list[int]):
    days = [(date(2026, 1, 1 + rank), cents) for rank, cents in enumerate(later)]
    taken = lowest_from(before, days)
    held = [before - taken]
    for _day, cents in days:
        held.append(held[-1] + cents)
    assert min(held) == 0
