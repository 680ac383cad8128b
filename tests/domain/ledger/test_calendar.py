from datetime import date

import pytest

from kpacite.domain.ledger import selectors, services
from kpacite.domain.ledger.models import Book, FiscalYear, Period
from kpacite.domain.people.models import Account
from kpacite.platform import audit
from tests.domain.ledger.conftest import NOW, Post, sale

pytestmark = pytest.mark.django_db


def month(year: FiscalYear, number: int) -> Period:
    return Period.objects.select_related("fiscal_year__book").get(fiscal_year=year, start__month=number)


def close_until(year: FiscalYear, number: int, driss: Account) -> None:
    for rank in range(1, number + 1):
        services.close_period(period=month(year, rank), actor=driss, now=NOW)


def test_a_year_has_its_months(year: FiscalYear) -> None:
    assert [str(period) for period in selectors.months_of(year)][::11] == ["01/2026", "12/2026"]
    assert (str(year), year.last_day) == ("2026", date(2026, 12, 31))


def test_a_first_year_may_be_longer_and_says_its_months(book: Book, driss: Account) -> None:
    long = services.open_fiscal_year(book=book, start=date(2025, 9, 1), months=16, actor=driss, now=NOW)
    assert (str(long), long.periods.count()) == ("09/2025 – 12/2026", 16)


@pytest.mark.parametrize(
    ("start", "months"),
    [
        (date(2026, 6, 1), 12),
        (date(2027, 2, 1), 12),
        (date(2027, 1, 2), 12),
        (date(2027, 1, 1), 0),
        (date(2027, 1, 1), 25),
    ],
)
def test_years_follow_each_other(year: FiscalYear, driss: Account, start: date, months: int) -> None:
    with pytest.raises(services.YearDoesNotFollow):
        services.open_fiscal_year(book=year.book, start=start, months=months, actor=driss, now=NOW)


def test_a_closed_month_receives_nothing_more(year: FiscalYear, post: Post, driss: Account) -> None:
    entry = post(key="once")
    close_until(year, 3, driss)
    with pytest.raises(services.PeriodClosed):
        post()
    # What is already there is not an error: the same event again changes nothing.
    assert post(key="once") == entry
    with pytest.raises(services.PeriodClosed):
        services.reverse_entry(entry=entry, day=date(2026, 3, 31), reason="x", actor=driss, now=NOW)
    assert services.reverse_entry(entry=entry, day=date(2026, 4, 1), reason="x", actor=driss, now=NOW)


def test_months_close_in_order_and_once(year: FiscalYear, driss: Account) -> None:
    with pytest.raises(services.EarlierMonthOpen):
        services.close_period(period=month(year, 2), actor=driss, now=NOW)
    close_until(year, 1, driss)
    with pytest.raises(services.PeriodClosed):
        services.close_period(period=month(year, 1), actor=driss, now=NOW)
    assert audit.for_target(month(year, 1)).get().action == "ledger.period.closed"


def test_a_month_with_a_draft_does_not_close(year: FiscalYear, driss: Account) -> None:
    close_until(year, 2, driss)
    draft = services.draft_entry(book=year.book, new=sale(), actor=driss, now=NOW)
    with pytest.raises(services.DraftsRemain):
        services.close_period(period=month(year, 3), actor=driss, now=NOW)
    services.discard_draft(entry=draft, actor=driss, now=NOW)
    services.close_period(period=month(year, 3), actor=driss, now=NOW)


def test_only_the_last_closed_month_opens_again_with_a_reason(year: FiscalYear, driss: Account) -> None:
    close_until(year, 2, driss)
    with pytest.raises(services.LaterMonthClosed):
        services.reopen_period(period=month(year, 1), reason="facture oubliée", actor=driss, now=NOW)
    with pytest.raises(services.ReasonMissing):
        services.reopen_period(period=month(year, 2), reason="", actor=driss, now=NOW)
    services.reopen_period(period=month(year, 2), reason="facture oubliée", actor=driss, now=NOW)
    with pytest.raises(services.PeriodAlreadyOpen):
        services.reopen_period(period=month(year, 2), reason="facture oubliée", actor=driss, now=NOW)
    assert audit.for_target(month(year, 2)).first().reason == "facture oubliée"


def test_a_year_closes_once_after_the_next_is_open(year: FiscalYear, driss: Account) -> None:
    close_until(year, 12, driss)
    with pytest.raises(services.NextYearMissing):
        services.close_fiscal_year(year=year, actor=driss, now=NOW)
    services.open_fiscal_year(book=year.book, start=date(2027, 1, 1), actor=driss, now=NOW)
    assert services.close_fiscal_year(year=year, actor=driss, now=NOW) is None
    with pytest.raises(services.YearClosed):
        services.close_fiscal_year(year=year, actor=driss, now=NOW)
    with pytest.raises(services.YearClosed):
        services.reopen_period(period=month(year, 12), reason="x", actor=driss, now=NOW)
