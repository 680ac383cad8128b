"""Several accountants pay the same invoice at the same moment: the supplier gets what it asked, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment
from kpacite.domain.sales.services import payments, purchases
from kpacite.kernel.errors import DomainError
from tests.domain.sales.purchases.test_paying import GROSS, debit, now, owed, proved
from tests.domain.sales.purchases.test_purchases import balance
from tests.factories.people import NOW, TODAY
from tests.factories.purchases import pay

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE, ROUNDS = 4, 4


def at_once(*gestures: Callable[[], object]) -> list[str]:
    """The code of each refusal; an empty one for what was accepted."""
    start = Barrier(len(gestures))

    def play(gesture: Callable[[], object]) -> str:
        start.wait()
        try:
            gesture()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(gestures)) as pool:
        return list(pool.map(play, gestures))


def test_the_whole_sum_paid_by_four_people_goes_once(carrier, book, driss):
    for turn in range(1, ROUNDS + 1):
        invoice = owed(carrier, driss, number=f"EX-{turn}")
        told = at_once(*[lambda one=invoice: pay(one, driss)] * PEOPLE)
        assert sorted(told) == ["", *["sales.purchase_moved"] * (PEOPLE - 1)]
        assert balance(book, AccountRole.BANK) == -turn * GROSS
    proved()


def test_the_same_form_sent_four_times_at_once_is_one_payment(carrier, book, driss):
    invoice = owed(carrier, driss)
    assert at_once(*[lambda: pay(invoice, driss, cents=1_000, key="one")] * PEOPLE) == [""] * PEOPLE
    assert (SupplierPayment.objects.count(), now(invoice).left_cents) == (1, GROSS - 1_000)


def test_parts_at_once_never_go_beyond_the_debt(carrier, book, driss):
    invoice = owed(carrier, driss)
    told = at_once(*[lambda: pay(invoice, driss, cents=4_000)] * PEOPLE)
    assert sorted(told) == ["", "", *["sales.purchase_more_than_owed"] * (PEOPLE - 2)]
    assert now(invoice).left_cents == GROSS - 8_000
    proved()


def test_an_advance_is_deducted_once(carrier, book, driss):
    pay(owed(carrier, driss), driss, cents=GROSS + 1_000, more=True)
    others = [owed(carrier, driss, number=f"EX-{rank}") for rank in range(PEOPLE)]
    by = {"actor": driss, "now": NOW, "today": TODAY}
    told = at_once(*[lambda one=one: purchases.use_advance(invoice=one, **by) for one in others])
    assert sorted(told) == ["", *["sales.purchase_no_advance"] * (PEOPLE - 1)]
    assert sum(now(one).left_cents for one in others) == PEOPLE * GROSS - 1_000
    proved()


def test_a_debit_of_the_bank_is_confirmed_once(carrier, book, driss):
    account = payments.open_bank_account(carrier=carrier, name="Compte", iban="", actor=None, now=NOW)
    invoice = owed(carrier, driss)
    line = debit(account, -GROSS, "PRLV").line
    by = {"more": False, "actor": driss, "now": NOW, "today": TODAY}
    told = at_once(*[lambda: purchases.confirm_debit(line=line, invoices=[invoice], **by)] * PEOPLE)
    assert sorted(told) == ["", *["sales.bank_line_already_decided"] * (PEOPLE - 1)]
    assert SupplierInvoice.objects.get().state == "paid"
    assert SupplierPayment.objects.count() == 1
