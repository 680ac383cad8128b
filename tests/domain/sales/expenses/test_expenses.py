from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger import selectors as ledger_selectors
from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account as LedgerAccount
from kpacite.domain.ledger.models import Book, Line
from kpacite.domain.ledger.services import PeriodClosed, close_period
from kpacite.domain.organisations.enums import Unit
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import hats_of
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.people.models import Account
from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.enums import ExpenseKind, ExpenseState, RepaymentMethod
from kpacite.domain.sales.models import ExpenseClaim, ExpenseReceipt
from kpacite.domain.sales.rules.expenses import KILOMETRE_RATE, MOVES, kilometres_amount
from kpacite.domain.sales.services import ChangedMeanwhile, expenses
from kpacite.integrations.uploads import clean_file
from kpacite.kernel.money import Euro
from kpacite.platform import audit
from tests.factories.expenses import make_expense, photo
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


def balance(book: Book, role: AccountRole) -> int:
    account = LedgerAccount.objects.get(book=book, mappings__role=role, mappings__detail="")
    lines = Line.objects.posted().filter(account=account)
    return sum(line.debit_cents - line.credit_cents for line in lines)


def accept(claim: ExpenseClaim, carrier: Organisation, driss: Account, *, vat: int = 0) -> ExpenseClaim:
    return expenses.accept_expense(
        claim=claim, carrier=carrier, vat_cents=vat, by=driss.person, actor=driss, now=NOW, today=TODAY
    )


def repay(
    claims: list[ExpenseClaim], carrier: Organisation, driss: Account, **how: object
) -> list[ExpenseClaim]:
    repayment = expenses.Repayment(**({"method": RepaymentMethod.TRANSFER, "on": TODAY} | how))
    return expenses.reimburse_expenses(
        claims=claims, carrier=carrier, repayment=repayment, actor=driss, now=NOW
    )


def test_the_story_of_a_bag_of_flour(
    la_cape: Organisation,
    cuisine: Activity,
    carrier: Organisation,
    book: Book,
    amina: Account,
    bilal: Account,
    driss: Account,
):
    """Amina buys flour for 25,50 € (1,33 € of VAT); Bilal checks; the carrier accepts, then pays."""
    claim = make_expense(la_cape, amina, activity=cuisine)
    assert claim.is_production
    claim = expenses.check_expense(claim=claim, by=bilal.person, is_production=True, actor=bilal, now=NOW)
    claim = accept(claim, carrier, driss, vat=133)
    assert balance(book, AccountRole.PURCHASES_SUPPLIES) == 2_417
    assert balance(book, AccountRole.VAT_DEDUCTIBLE) == 133
    assert balance(book, AccountRole.EXPENSES_OWED) == -2_550
    owed = Line.objects.get(credit_cents=2_550)
    assert (owed.person, owed.kpa_id, owed.activity) == (amina.person.public_id, la_cape.pk, "CUISINE")
    assert "Amina" not in f"{owed.aux}"
    (claim,) = repay([claim], carrier, driss, reference="VIR 42")
    assert claim.state == ExpenseState.REIMBURSED
    assert balance(book, AccountRole.EXPENSES_OWED) == 0
    assert balance(book, AccountRole.BANK) == -2_550
    assert ledger_selectors.entries_of("sales.expense", str(claim.pk)).count() == 2
    actions = [event.action.rpartition(".")[2] for event in audit.for_target(claim)]
    assert actions == ["reimbursed", "accepted", "checked", "submitted", "receipt_added", "noted"]


def test_nobody_checks_accepts_or_refuses_her_own_expense(
    la_cape: Organisation, carrier: Organisation, book: Book, amina: Account, bilal: Account
):
    claim = make_expense(la_cape, amina)
    for act in (
        lambda: expenses.check_expense(
            claim=claim, by=amina.person, is_production=False, actor=amina, now=NOW
        ),
        lambda: expenses.refuse_expense(claim=claim, by=amina.person, reason="non", actor=amina, now=NOW),
        lambda: accept(
            expenses.check_expense(claim=claim, by=bilal.person, is_production=False, actor=bilal, now=NOW),
            carrier,
            amina,
        ),
    ):
        with pytest.raises(expenses.SamePerson):
            act()


@pytest.mark.parametrize("column", ["checked_by_id", "accepted_by_id", "refused_by_id"])
def test_the_database_too_wants_another_person(la_cape: Organisation, amina: Account, column: str):
    claim = make_expense(la_cape, amina)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE sales_expenseclaim SET {column} = %s, checked_at = %s WHERE id = %s",
            [amina.person_id, NOW, claim.pk],
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_expenseclaim SET amount_cents = 1",
        "UPDATE sales_expenseclaim SET state = 'checked', accepted_at = NULL, accepted_by_id = NULL",
        "UPDATE sales_expenseclaim SET vat_cents = 1",
        "DELETE FROM sales_expenseclaim",
    ],
)
def test_an_accepted_expense_resists_raw_sql(
    la_cape: Organisation,
    carrier: Organisation,
    book: Book,
    amina: Account,
    bilal: Account,
    driss: Account,
    sql: str,
):
    accept(make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal), carrier, driss)
    ExpenseReceipt.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_two_clicks_accept_and_pay_once(
    la_cape: Organisation, carrier: Organisation, book: Book, amina: Account, bilal: Account, driss: Account
):
    claim = make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal)
    accepted = accept(claim, carrier, driss)
    with pytest.raises(expenses.CannotMoveThere):
        accept(claim, carrier, driss)
    repay([accepted, accepted], carrier, driss)
    with pytest.raises(expenses.CannotMoveThere):
        repay([accepted], carrier, driss)
    assert balance(book, AccountRole.BANK) == -2_550


def test_a_batch_is_paid_whole_or_not_at_all(
    la_cape: Organisation, carrier: Organisation, book: Book, amina: Account, bilal: Account, driss: Account
):
    first = accept(make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal), carrier, driss)
    second = make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal)
    with pytest.raises(expenses.CannotMoveThere):
        repay([first, second], carrier, driss)
    first.refresh_from_db()
    assert first.state == ExpenseState.ACCEPTED
    assert balance(book, AccountRole.BANK) == 0


def test_money_dated_in_a_closed_month_is_refused_and_nothing_moves(
    la_cape: Organisation, carrier: Organisation, book: Book, amina: Account, bilal: Account, driss: Account
):
    claim = accept(make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal), carrier, driss)
    for period in ledger_selectors.months_of(ledger_selectors.years_of(book)[0])[:2]:
        close_period(period=period, actor=driss, now=NOW)
    with pytest.raises(PeriodClosed):
        repay([claim], carrier, driss, on=date(2026, 2, 20))
    claim.refresh_from_db()
    assert claim.state == ExpenseState.ACCEPTED


def test_a_carrier_answers_for_the_kpas_it_carries_only(
    la_cape: Organisation,
    coop_manau: Organisation,
    carrier: Organisation,
    book: Book,
    fanny: Account,
    karim: Account,
    driss: Account,
):
    claim = make_expense(coop_manau, fanny, state=ExpenseState.CHECKED, checker=karim)
    with pytest.raises(expenses.CarrierMissing):
        accept(claim, carrier, driss)


def test_a_refused_expense_says_why_and_may_be_sent_again(
    la_cape: Organisation, amina: Account, bilal: Account
):
    claim = make_expense(la_cape, amina)
    with pytest.raises(Refused):
        expenses.refuse_expense(claim=claim, by=bilal.person, reason=" ", actor=bilal, now=NOW)
    claim = expenses.refuse_expense(
        claim=claim, by=bilal.person, reason="Le ticket est illisible.", actor=bilal, now=NOW
    )
    with pytest.raises(expenses.ExpenseOfSomeoneElse):
        expenses.reopen_expense(claim=claim, by=bilal.person, actor=bilal, now=NOW)
    claim = expenses.reopen_expense(claim=claim, by=amina.person, actor=amina, now=NOW)
    assert (claim.state, claim.refusal) == (ExpenseState.DRAFT, "")


# --- Writing -------------------------------------------------------------------------------------------


def test_only_who_paid_sends_it_and_a_receipt_is_needed(
    la_cape: Organisation, amina: Account, bilal: Account
):
    claim = make_expense(la_cape, amina, state=ExpenseState.DRAFT)
    with pytest.raises(expenses.ExpenseOfSomeoneElse):
        expenses.submit_expense(claim=claim, by=bilal.person, actor=bilal, now=NOW, today=TODAY)
    expenses.remove_receipt(receipt=claim.receipts.get(), by=amina.person, actor=amina, now=NOW)
    with pytest.raises(expenses.ReceiptMissing):
        expenses.submit_expense(claim=claim, by=amina.person, actor=amina, now=NOW, today=TODAY)


def test_one_receipt_is_never_paid_twice(la_cape: Organisation, amina: Account):
    same = clean_file(photo(7))
    claim = make_expense(la_cape, amina, state=ExpenseState.DRAFT)
    expenses.add_receipt(claim=claim, clean=same, actor=amina, now=NOW)
    with pytest.raises(expenses.SameReceipt):
        expenses.add_receipt(claim=claim, clean=same, actor=amina, now=NOW)
    other = make_expense(la_cape, amina, state=ExpenseState.DRAFT)
    with pytest.raises(expenses.ReceiptAlreadyUsed):
        expenses.add_receipt(claim=other, clean=same, actor=amina, now=NOW)


def test_a_draft_changed_by_two_people_is_told(la_cape: Organisation, amina: Account):
    claim = make_expense(la_cape, amina, state=ExpenseState.DRAFT)
    change = {"kind": ExpenseKind.SUPPLIES, "actor": amina, "now": NOW, "today": TODAY}
    expenses.edit_expense(claim=claim, version=claim.version, label="Sacs", **change)
    with pytest.raises(ChangedMeanwhile):
        expenses.edit_expense(claim=claim, version=claim.version, label="Bocaux", **change)


def test_a_sent_expense_gets_no_new_receipt_and_no_new_words(la_cape: Organisation, amina: Account):
    claim = make_expense(la_cape, amina)
    with pytest.raises(expenses.CannotMoveThere):
        expenses.add_receipt(claim=claim, clean=clean_file(photo()), actor=amina, now=NOW)
    with pytest.raises(expenses.CannotMoveThere):
        expenses.edit_expense(
            claim=claim,
            version=claim.version,
            kind=ExpenseKind.MEAL,
            actor=amina,
            now=NOW,
            today=TODAY,
        )


def test_tomorrow_and_nothing_are_refused(la_cape: Organisation, amina: Account):
    with pytest.raises(expenses.FutureExpense):
        make_expense(la_cape, amina, spent_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        make_expense(la_cape, amina, cents=0)
    with pytest.raises(Refused):
        make_expense(la_cape, amina, label=" ")


# --- Kilometres ----------------------------------------------------------------------------------------


def trip(kpa: Organisation, who: Account, km: int | None = 42) -> ExpenseClaim:
    return expenses.note_expense(
        kpa=kpa.kpa,
        claimant=who.person,
        kind=ExpenseKind.TRAVEL,
        label="Livraison",
        spent_on=date(2026, 3, 2),
        km=km,
        actor=who,
        now=NOW,
        today=TODAY,
    )


def set_rate(organisation: Organisation | None, cents: int, source: str) -> None:
    set_parameter(
        organisation=organisation,
        code=KILOMETRE_RATE,
        value=cents,
        unit=Unit.EURO_CENTS,
        valid_from=date(2026, 1, 1),
        reason=source,
        actor=None,
        now=NOW,
    )


def test_without_a_rate_kilometres_are_not_invented(la_cape: Organisation, amina: Account):
    with pytest.raises(expenses.RateMissing):
        trip(la_cape, amina)


def test_kilometres_are_paid_at_the_rate_of_their_day_whose_source_is_kept(
    la_cape: Organisation, carrier: Organisation, amina: Account
):
    set_rate(None, 50_000, "Barème du réseau, exemple")
    assert trip(la_cape, amina).amount_cents == 2_100
    set_rate(carrier, 60_300, "Barème de la CAE, exemple")
    claim = trip(la_cape, amina)
    assert (claim.amount_cents, claim.rate_source) == (2_533, "Barème de la CAE, exemple")
    sent = expenses.submit_expense(claim=claim, by=amina.person, actor=amina, now=NOW, today=TODAY)
    assert sent.state == ExpenseState.SUBMITTED


@pytest.mark.parametrize("km", [None, 0, 6_000])
def test_a_trip_has_kilometres(la_cape: Organisation, amina: Account, km: int | None):
    set_rate(None, 50_000, "exemple")
    with pytest.raises(expenses.KilometresMissing):
        trip(la_cape, amina, km)


@given(km=st.integers(1, 5_000), rate=st.integers(1, 200_000))
def test_kilometres_are_rounded_once(km: int, rate: int):
    assert abs(kilometres_amount(km, rate).cents * 1_000 - km * rate) <= 500


def test_every_state_can_be_reached_and_none_comes_back_from_payment():
    reached = {ExpenseState.DRAFT}
    while more := {after for state in reached for after in MOVES[state]} - reached:
        reached |= more
    assert reached == set(ExpenseState)
    assert not MOVES[ExpenseState.REIMBURSED]


# --- Who sees what -------------------------------------------------------------------------------------


def test_who_may_read_and_check(
    la_cape: Organisation,
    cuisine: Activity,
    amina: Account,
    bilal: Account,
    chloe: Account,
    gaelle: Account,
    fanny: Account,
):
    claim = make_expense(la_cape, amina, activity=cuisine)

    def asked(rule, who: Account) -> bool:
        seat = selectors.seat_of(who.person, la_cape, TODAY)
        return rule(hats_of(who.person, TODAY), seat, la_cape, claim)

    may = {
        who: (asked(permissions.may_read_expense, who), asked(permissions.may_check_expense, who))
        for who in (amina, bilal, chloe, gaelle, fanny)
    }
    assert may == {
        amina: (True, False),
        bilal: (True, True),
        chloe: (True, True),
        gaelle: (False, False),
        fanny: (False, False),
    }
    for who, (_reads, checks) in may.items():
        seat = selectors.seat_of(who.person, la_cape, TODAY)
        found = selectors.checkable_expenses(la_cape, seat, coordinates=who == chloe)
        assert (claim in found) is checks


def test_members_read_the_totals_of_their_kpa(la_cape: Organisation, amina: Account, bilal: Account):
    make_expense(la_cape, amina)
    make_expense(la_cape, bilal, cents=1_000)
    make_expense(la_cape, bilal, state=ExpenseState.DRAFT)
    (total,) = selectors.expense_totals(la_cape)
    assert (total.count, total.cents) == (2, 3_550)
    assert Euro(total.cents) == Euro(3_550)
