"""A supplier paid in several times, too much, back; by the bank's own lines; then attacked."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Line
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PurchasePayment, PurchaseState
from kpacite.domain.sales.models import BankLine, SupplierInvoice, SupplierPayment, SupplierPaymentPart
from kpacite.domain.sales.rules.matching import Reason
from kpacite.domain.sales.rules.purchases import shares
from kpacite.domain.sales.services import payments, purchases
from kpacite.platform import verification
from tests.domain.sales.purchases.test_purchases import balance, take_back
from tests.factories.people import NOW, TODAY
from tests.factories.purchases import make_purchase, pay, post

pytestmark = pytest.mark.django_db
GROSS = 10_550
BY = {"now": NOW, "today": TODAY}


def owed(carrier, driss, **fields):
    return post(make_purchase(carrier, driss, **fields), driss)


def settle(carrier, driss, *invoices, cents=None, key="k", more=False, method=PurchasePayment.TRANSFER):
    paid = purchases.Settlement(method=method, on=TODAY, key=key, cents=cents, more=more)
    return purchases.settle_supplier_invoices(
        carrier=carrier, invoices=invoices, paid=paid, actor=driss, **BY
    )


def now(invoice):
    return SupplierInvoice.objects.with_paid().get(pk=invoice.pk)


def unlettered():
    return Line.objects.posted().filter(aux__isnull=False).unlettered()


def proved():
    money = ("sales.purchases", "ledger.chain", "ledger.balances", "ledger.letters")
    assert [result for result in verification.run() if result.name in money and result.problems] == []


def test_in_three_times_until_nothing_is_left(carrier, book, driss):
    """105,50 €: 40 €, then 60 €, then 5,50 €. The lines are lettered at the last one only."""
    invoice = owed(carrier, driss)
    for cents, left in ((4_000, 6_550), (6_000, 550)):
        invoice = pay(invoice, driss, cents=cents)
        assert (invoice.state, invoice.left_cents) == (PurchaseState.POSTED, left)
        assert selectors.purchase_total(carrier, PurchaseState.POSTED).cents == left
        assert unlettered().exists()
    invoice = pay(invoice, driss)
    assert (invoice.state, invoice.left_cents) == (PurchaseState.PAID, 0)
    assert (balance(book, AccountRole.SUPPLIERS), balance(book, AccountRole.BANK)) == (0, -GROSS)
    assert not unlettered().exists()
    proved()


def test_never_more_than_what_is_owed_unless_it_is_said(carrier, book, driss):
    invoice = pay(owed(carrier, driss), driss, cents=10_000)
    with pytest.raises(purchases.MorePaidThanOwed):
        pay(invoice, driss, cents=551)
    with pytest.raises(purchases.NothingPaid):
        pay(invoice, driss, cents=0)
    invoice = pay(invoice, driss, cents=1_550, more=True)
    assert (invoice.state, selectors.advance_of(invoice)) == (PurchaseState.PAID, 1_000)
    assert balance(book, AccountRole.SUPPLIERS) == 1_000
    proved()


def test_an_advance_pays_the_next_invoice_where_it_belongs(la_cape, cuisine, carrier, book, driss):
    first = owed(carrier, driss)
    pay(first, driss, cents=GROSS + 10_000, more=True)
    kpa = Kpa.objects.get(pk=la_cape.pk)
    second = owed(carrier, driss, number="EX-78", kpa=kpa, activity=cuisine)
    third = owed(carrier, driss, number="EX-79")
    second = purchases.use_advance(invoice=second, actor=driss, **BY)
    assert (second.left_cents, selectors.advance_of(second)) == (550, 0)
    moved = Line.objects.get(label="EX-78", debit_cents=10_000)
    assert (moved.kpa_id, moved.activity) == (la_cape.pk, "CUISINE")
    with pytest.raises(purchases.NoAdvance):
        purchases.use_advance(invoice=third, actor=driss, **BY)
    pay(second, driss)
    pay(third, driss)
    assert balance(book, AccountRole.SUPPLIERS) == 0
    assert not unlettered().exists()
    proved()
    take_back(first.parts.get().payment, driss)
    assert [now(one).left_cents for one in (first, second, third)] == [GROSS, 10_000, 0]
    assert balance(book, AccountRole.SUPPLIERS) == -GROSS - 10_000
    proved()


def test_one_transfer_pays_two_invoices_less_a_credit_note(carrier, book, driss):
    """105,50 + 105,50 − 105,50 with 5,50 € missing: the credit note first, then the earliest due."""
    first, second = owed(carrier, driss), owed(carrier, driss, number="EX-78")
    credit = owed(carrier, driss, number="AV-1", is_credit=True)
    payment = settle(carrier, driss, second, credit, first, cents=10_000)
    told = {part.invoice_id: part.cents for part in payment.parts.all()}
    assert told == {credit.pk: -GROSS, first.pk: GROSS, second.pk: 10_000}
    assert [now(one).state for one in (first, second, credit)] == ["paid", "posted", "paid"]
    assert balance(book, AccountRole.BANK) == -10_000
    proved()


def test_what_a_supplier_gives_back_is_never_more_than_its_credit_note(carrier, book, driss):
    credit = owed(carrier, driss, is_credit=True)
    with pytest.raises(purchases.MorePaidThanOwed):
        pay(credit, driss, cents=GROSS + 1, more=True)
    credit = pay(credit, driss, cents=5_000)
    assert (credit.state, credit.left_cents) == (PurchaseState.POSTED, -5_550)
    assert pay(credit, driss).state == PurchaseState.PAID
    assert balance(book, AccountRole.BANK) == GROSS


def test_the_same_gesture_twice_pays_once(carrier, book, driss):
    invoice = owed(carrier, driss)
    assert settle(carrier, driss, invoice, cents=100) == settle(carrier, driss, invoice, cents=100)
    assert now(invoice).left_cents == GROSS - 100
    other = owed(carrier, driss, number="EX-78")
    with pytest.raises(payments.KeyOfAnotherPayment):
        settle(carrier, driss, other, cents=100)


def test_two_suppliers_are_two_payments(carrier, book, driss):
    other = owed(carrier, driss, supplier="Un autre (exemple)", siren="732829320")
    with pytest.raises(purchases.TwoSuppliers):
        settle(carrier, driss, owed(carrier, driss), other)


lefts = st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=1, max_size=6)


@given(lefts, st.integers(-30_000, 30_000).filter(bool))
def test_shares_stay_within_the_payment_and_within_each_invoice(left, cents):
    found = shares(cents, left)
    for share, one in zip(found, left, strict=True):
        assert share * one >= 0
        assert abs(share) <= abs(one)
    rest = cents - sum(found)
    assert rest * cents >= 0
    if rest:
        assert found == left, "an advance comes when everything is settled"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_supplierpayment SET cents = 1",
        "UPDATE sales_supplierpayment SET cancelled_at = noted_at",
        "DELETE FROM sales_supplierpayment",
        "UPDATE sales_supplierpaymentpart SET cents = 1",
        "DELETE FROM sales_supplierpaymentpart",
        "UPDATE sales_supplierinvoice SET state = 'paid'",
        "INSERT INTO sales_supplierpaymentpart (payment_id, invoice_id, cents, at)"
        " SELECT payment_id, invoice_id, 1, at FROM sales_supplierpaymentpart",
        "INSERT INTO sales_supplierpaymentpart (payment_id, invoice_id, cents, at)"
        " SELECT payment_id, invoice_id, -1, at FROM sales_supplierpaymentpart",
    ],
)
def test_the_database_keeps_what_was_paid(carrier, book, driss, sql):
    pay(owed(carrier, driss), driss, cents=100)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_a_part_beyond_the_debt_or_of_another_supplier(carrier, book, driss):
    payment = settle(carrier, driss, owed(carrier, driss), cents=GROSS + 9_000, more=True)
    second = owed(carrier, driss, number="EX-78", gross_cents=5_000, tax_cents=0, vat_cents=0)
    other = owed(carrier, driss, supplier="Un autre (exemple)", siren="732829320")
    for invoice, cents in ((second, 5_001), (other, 1)):
        with pytest.raises(IntegrityError, match="more is paid"), transaction.atomic():
            SupplierPaymentPart.objects.create(payment=payment, invoice=invoice, cents=cents, at=NOW)
    SupplierPaymentPart.objects.create(payment=payment, invoice=second, cents=5_000, at=NOW)


@pytest.fixture
def account(carrier, book):
    return payments.open_bank_account(carrier=carrier, name="Compte", iban="", actor=None, now=NOW)


def debit(account, cents, label, counterparty=""):
    line = payments.NewLine(booked_on=TODAY, amount_cents=cents, label=label, counterparty=counterparty)
    statement = payments.NewStatement(sha256="a" * 64, format="camt", account="", lines=[line])
    payments.import_statement(account=account, statement=statement, actor=None, now=NOW)
    (asked,) = selectors.to_match(account.carrier, list(selectors.waiting_lines(account)))
    return asked


def test_a_debit_is_proposed_to_the_invoice_that_it_names_and_a_person_confirms(carrier, account, driss):
    invoice = owed(carrier, driss, number="FA-2026-77")
    owed(carrier, driss, number="AV-1", is_credit=True)
    asked = debit(account, -5_000, "VIR FA2026 77 GROSSISTE")
    (proposal,) = asked.proposals
    assert (proposal.invoices[0].key, proposal.reasons[0]) == (invoice.pk, Reason.NUMBER)
    payment = purchases.confirm_debit(line=asked.line, invoices=[invoice], more=False, actor=driss, **BY)
    assert now(invoice).left_cents == GROSS - 5_000
    with pytest.raises(payments.LineAlreadyDecided):
        purchases.confirm_debit(line=asked.line, invoices=[invoice], more=False, actor=driss, **BY)
    assert not selectors.waiting_lines(account).exists()

    take_back(payment, driss)
    assert list(selectors.waiting_lines(account)) == [asked.line]
    again = purchases.confirm_debit(line=asked.line, invoices=[invoice], more=False, actor=driss, **BY)
    assert again != payment
    proved()


def test_a_short_number_is_not_recognised_alone(carrier, account, driss):
    owed(carrier, driss, number="12")
    assert debit(account, -100, "CB DU 12 03").proposals == []


def test_a_payment_noted_by_hand_is_linked_and_never_twice(carrier, account, driss):
    pay(owed(carrier, driss), driss)
    payment = SupplierPayment.objects.get()
    asked = debit(account, -GROSS, "CHEQUE 12")
    assert asked.paid == [payment]
    purchases.link_debit(line=asked.line, payment=payment, actor=driss, now=NOW)
    assert BankLine.objects.get().supplier_payment == payment
    with pytest.raises(payments.LineAlreadyDecided):
        purchases.link_debit(line=asked.line, payment=payment, actor=driss, now=NOW)


def test_a_debit_larger_than_the_invoices_waits_for_a_word(carrier, account, driss):
    invoice = owed(carrier, driss)
    asked = debit(account, -GROSS - 1, "PRLV GROSSISTE EXEMPLE")
    with pytest.raises(purchases.MorePaidThanOwed):
        purchases.confirm_debit(line=asked.line, invoices=[invoice], more=False, actor=driss, **BY)
    purchases.confirm_debit(line=asked.line, invoices=[invoice], more=True, actor=driss, **BY)
    assert selectors.advance_of(invoice) == 1
