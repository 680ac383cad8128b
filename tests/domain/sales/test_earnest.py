"""Arrhes: the client who gives up loses them, the seller who gives up returns them twice."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account as LedgerAccount
from kpacite.domain.ledger.models import Line
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import CancelledBy, DepositKind, OrderState, PaymentMeans, QuoteState
from kpacite.domain.sales.models import Order
from kpacite.domain.sales.rules.earnest import Outcome, outcome
from kpacite.domain.sales.services import invoices, payments
from tests.factories.invoices import TODAY
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_quote

BY = {"actor": None, "now": NOW}


@given(st.integers(1, 10**9))
def test_kept_by_the_seller_or_given_back_once_or_twice(cents):
    told = {by: outcome(DepositKind.EARNEST, cents, by) for by in CancelledBy}
    assert told == {
        CancelledBy.CLIENT: Outcome(cents, 0),
        CancelledBy.SELLER: Outcome(0, 2 * cents),
        CancelledBy.NOBODY: Outcome(0, cents),
    }


@pytest.mark.parametrize("kind", [DepositKind.DEPOSIT, None])
def test_nothing_is_computed_for_an_acompte(kind):
    assert [outcome(kind, 5_000, by) for by in CancelledBy] == [None] * 3


def ordered(kpa, kind=DepositKind.EARNEST):
    quote = make_quote(make_client(kpa), QuoteState.ACCEPTED, deposit_kind=kind, deposit_sum=5_000)
    return Order.objects.get(quote=quote)


@pytest.mark.django_db
def test_who_gives_up_is_asked_only_where_arrhes_depend_on_it(la_cape):
    order = ordered(la_cape)
    with pytest.raises(services.WhoGivesUp):
        services.cancel_order(order=order, reason="Pluie", **BY)
    order.refresh_from_db()
    assert order.state == OrderState.CONFIRMED
    done = services.cancel_order(order=order, reason="Pluie", cancelled_by=CancelledBy.SELLER, **BY)
    assert (done.state, done.cancelled_by) == (OrderState.CANCELLED, CancelledBy.SELLER)
    plain = services.cancel_order(order=ordered(la_cape, DepositKind.DEPOSIT), reason="Pluie", **BY)
    assert plain.cancelled_by == ""


@pytest.mark.django_db
def test_arrhes_make_no_deposit_invoice(la_cape, carrier):
    with pytest.raises(invoices.NoDepositAsked):
        invoices.write_deposit_of_order(order=ordered(la_cape), today=TODAY, **BY)


@pytest.mark.django_db
def test_the_client_agrees_to_what_arrhes_mean(la_cape):
    text = services.acceptance_text(ordered(la_cape).quote)
    assert "le KPA les garde. S’il renonce, il me rend le double." in text


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["client", "chat"])
def test_the_database_keeps_an_order_that_goes_on_from_being_given_up(la_cape, value):
    order = ordered(la_cape)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sales_order SET cancelled_by = %s WHERE id = %s", [value, order.pk])


@pytest.fixture
def book(carrier, driss):
    book = ledger.open_book(entity=carrier, siren="999999998", actor=driss, now=NOW)
    ledger.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=driss, now=NOW)
    return book


def paid(order, carrier, cents=5_000, key="arrhes", reference=""):
    day = timezone.localdate(NOW)
    money = payments.Money(means=PaymentMeans.TRANSFER, on=day, cents=cents, key=key, reference=reference)
    return payments.record_payment(
        carrier=carrier, client=order.client, money=money, parts=[], today=day, **BY
    )


def balance(book, role):
    account = LedgerAccount.objects.get(book=book, mappings__role=role, mappings__detail="")
    rows = Line.objects.posted().filter(account=account)
    return sum(row.debit_cents - row.credit_cents for row in rows)


def give_up(order, by):
    return services.cancel_order(order=order, reason="Pluie", cancelled_by=by, **BY)


@pytest.mark.django_db
def test_kept_arrhes_earn_without_tax_and_settle_the_client(la_cape, carrier, book):
    order = ordered(la_cape)
    payment = paid(order, carrier)
    assert balance(book, AccountRole.CLIENTS) == -5_000
    give_up(order, CancelledBy.CLIENT)
    assert balance(book, AccountRole.EARNEST_KEPT) == -5_000
    assert balance(book, AccountRole.CLIENTS) == 0
    assert selectors.unallocated_cents(payment) == 0
    assert not Line.objects.posted().filter(aux__number=order.client.reference).unlettered().exists()
    assert selectors.entries_of_payment(payment).count() == 2


@pytest.mark.django_db
def test_given_up_by_the_seller_the_double_is_owed_then_paid_back(la_cape, carrier, book):
    order = ordered(la_cape)
    payment = paid(order, carrier)
    give_up(order, CancelledBy.SELLER)
    assert balance(book, AccountRole.EARNEST_DOUBLED) == 5_000
    assert balance(book, AccountRole.CLIENTS) == -10_000
    assert selectors.unallocated_cents(payment) == 10_000
    day = timezone.localdate(NOW)
    money = payments.Money(means=PaymentMeans.TRANSFER, on=day, cents=10_000, key="back")
    payments.refund_rest(payment=payment, money=money, today=day, **BY)
    assert balance(book, AccountRole.CLIENTS) == 0
    assert balance(book, AccountRole.BANK) == -5_000


@pytest.mark.django_db
def test_nothing_is_guessed(la_cape, carrier, book):
    order = ordered(la_cape)
    paid(order, carrier, cents=4_999)
    give_up(order, CancelledBy.CLIENT)
    twice = ordered(la_cape)
    paid(twice, carrier, key="one")
    paid(twice, carrier, key="two")
    give_up(twice, CancelledBy.CLIENT)
    nobody = ordered(la_cape)
    paid(nobody, carrier, key="three")
    give_up(nobody, CancelledBy.NOBODY)
    assert balance(book, AccountRole.EARNEST_KEPT) == balance(book, AccountRole.EARNEST_DOUBLED) == 0


@pytest.mark.django_db
def test_among_several_the_reference_tells_and_cancelling_the_payment_takes_it_back(la_cape, carrier, book):
    order = ordered(la_cape)
    paid(order, carrier, key="one")
    named = paid(order, carrier, key="two", reference=f"Arrhes {order.number}")
    give_up(order, CancelledBy.CLIENT)
    assert selectors.unallocated_cents(named) == 0
    day = timezone.localdate(NOW)
    payments.cancel_payment(payment=named, reason="Erreur", today=day, **BY)
    assert balance(book, AccountRole.EARNEST_KEPT) == 0
    assert balance(book, AccountRole.CLIENTS) == -5_000
