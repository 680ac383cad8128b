"""Which month pays what is asked on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sharing.rules.cut_off import LAST_CUT_OFF, last_day_to_ask, month_of_pay


@pytest.mark.parametrize(
    ("asked_on", "cut_off", "month"),
    [
        (date(2026, 3, 20), 20, date(2026, 3, 1)),
        (date(2026, 3, 21), 20, date(2026, 4, 1)),
        (date(2026, 12, 31), 20, date(2027, 1, 1)),
        (date(2026, 2, 28), 31, date(2026, 2, 1)),
        (date(2026, 3, 31), 0, date(2026, 3, 1)),
    ],
)
def test_after_the_cut_off_a_request_is_for_the_next_month(asked_on: date, cut_off: int, month: date) -> None:
    assert month_of_pay(asked_on, cut_off) == month


def test_a_short_month_closes_on_its_last_day() -> None:
    assert last_day_to_ask(date(2026, 2, 3), 30) == date(2026, 2, 28)
    assert last_day_to_ask(date(2026, 2, 3), 0) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, LAST_CUT_OFF))
def test_whoever_asks_later_is_never_paid_earlier(day: date, cut_off: int) -> None:
    assert month_of_pay(day, cut_off) <= month_of_pay(day + timedelta(days=1), cut_off)
    assert month_of_pay(day, cut_off) >= day.replace(day=1)
