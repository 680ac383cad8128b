from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.period import InvalidPeriod, Period, add_months, completed_months, first_overlap, gaps

DAY = timedelta(days=1)
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
lengths = st.integers(1, 800)
closed = st.builds(lambda start, length: Period(start, start + length * DAY), days, lengths)
periods = closed | st.builds(Period, days)
close_days = st.dates(date(2024, 1, 1), date(2024, 2, 15))
crowded = st.builds(lambda start, length: Period(start, start + length * DAY), close_days, st.integers(1, 10))
february = Period(date(2024, 2, 1), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("start", "months", "arrival"),
    [
        (date(2025, 1, 15), 1, date(2025, 2, 15)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(start, months, arrival):
    assert add_months(start, months) == arrival


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 1, 15), date(2025, 2, 14), 0),
        (date(2025, 1, 15), date(2025, 2, 15), 1),
        (date(2025, 1, 31), date(2025, 2, 27), 0),
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 2, 28), date(2025, 3, 28), 1),
        (date(2025, 1, 31), date(2025, 3, 30), 1),
        (date(2024, 12, 1), date(2025, 1, 1), 1),
        (date(2025, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_a_month_is_completed_on_its_anniversary(start, end, months):
    assert completed_months(start, end) == months


@given(days, st.integers(0, 600))
def test_counting_undoes_adding(start, months):
    assert completed_months(start, add_months(start, months)) == months


@given(days, days)
def test_the_months_counted_are_lived_and_the_next_one_is_not(one, other):
    start, end = sorted([one, other])
    months = completed_months(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@given(days, st.integers(-600, 600))
def test_adding_months_moves_the_month_and_keeps_the_day_or_clamps_it(start, months):
    arrival = add_months(start, months)
    assert (arrival.year - start.year) * 12 + arrival.month - start.month == months
    assert arrival.day == start.day or (arrival.day < start.day and (arrival + DAY).day == 1)


def test_months_are_not_counted_backwards():
    with pytest.raises(InvalidPeriod, match="après la date de début"):
        completed_months(date(2025, 2, 1), date(2025, 1, 1))


@pytest.mark.parametrize("end", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_has_one_day_at_least(end):
    with pytest.raises(InvalidPeriod):
        Period(date(2025, 1, 1), end)
    with pytest.raises(InvalidPeriod):
        Period.including(date(2025, 1, 1), end - DAY)


def test_the_end_is_outside_and_the_last_day_inside():
    assert february.contains(date(2024, 2, 1))
    assert february.contains(date(2024, 2, 29))
    assert not february.contains(date(2024, 3, 1))
    assert not february.contains(date(2024, 1, 31))
    assert february.last_day == date(2024, 2, 29)
    assert february.days == 29


def test_a_period_is_the_same_from_its_bounds_its_days_or_its_month():
    assert Period.including(date(2024, 2, 1), date(2024, 2, 29)) == Period.month(2024, 2) == february
    assert Period.including(date(2024, 2, 1), date(2024, 2, 1)).days == 1
    assert Period.month(2024, 12).end == date(2025, 1, 1)


def test_a_running_period_has_no_last_day():
    running = Period(date(2024, 2, 1))
    assert running.contains(date(2999, 1, 1))
    assert not running.contains(date(2024, 1, 31))
    assert running.last_day is None
    assert running.days is None


def test_two_periods_that_touch_do_not_overlap():
    march = Period.month(2024, 3)
    assert not february.overlaps(march)
    assert not march.overlaps(february)
    assert february.overlaps(Period(date(2024, 2, 29)))


@given(periods, periods, days)
def test_a_day_is_shared_when_both_contain_it(one, other, day):
    shared = one.intersection(other)
    assert (shared is not None and shared.contains(day)) == (one.contains(day) and other.contains(day))


@given(periods, periods)
def test_overlapping_is_mutual_and_begins_at_the_later_start(one, other):
    later = max(one.start, other.start)
    assert one.overlaps(other) == other.overlaps(one) == (one.contains(later) and other.contains(later))
    assert one.intersection(other) == other.intersection(one)


@given(closed)
def test_the_months_follow_each_other_and_cover_the_period(period):
    months = list(period.months())
    assert all(month.overlaps(period) for month in months)
    assert all(before.end == after.start for before, after in pairwise(months))
    assert sum(month.intersection(period).days for month in months) == period.days


def test_the_months_of_a_winter_pass_the_new_year():
    winter = Period.including(date(2023, 12, 21), date(2024, 2, 1))
    assert list(winter.months()) == [Period.month(2023, 12), Period.month(2024, 1), february]
    assert list(islice(Period(date(2023, 12, 21)).months(), 3))[-1] == february


@given(st.lists(crowded, max_size=6), crowded)
def test_a_day_is_in_a_gap_when_nothing_covers_it(covers, within):
    holes = gaps(covers, within=within)
    for offset in range(within.days):
        day = within.start + offset * DAY
        free = not any(cover.contains(day) for cover in covers)
        assert [hole.contains(day) for hole in holes].count(True) == int(free)
    assert sum(hole.days for hole in holes) <= within.days


def test_a_gap_may_run_on_without_end():
    within = Period(date(2024, 1, 1))
    assert gaps([february], within=within) == [Period.month(2024, 1), Period(date(2024, 3, 1))]
    assert gaps([Period(date(2023, 6, 1))], within=within) == []
    assert gaps([Period(date(2024, 1, 1)), february], within=within) == []
    assert gaps([], within=february) == [february]


@given(st.lists(crowded, max_size=6))
def test_an_overlap_is_found_whenever_there_is_one(many):
    found = first_overlap(many)
    some = any(one.overlaps(two) for i, one in enumerate(many) for two in many[i + 1 :])
    assert (found is not None) == some
    assert found is None or found[0].overlaps(found[1])
