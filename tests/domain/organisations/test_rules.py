import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import KpaStatus, OrganisationKind, Recurrence, Role, Unit, Weekday
from kpacite.kernel.text import fold

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
LENGTHS = st.one_of(st.none(), st.integers(1, 400))
THURSDAY = date(2026, 3, 12)


def _end(start: date, length: int | None) -> date | None:
    return None if length is None else start + timedelta(days=length)


@given(DAYS, LENGTHS, DAYS, LENGTHS)
def test_two_hats_overlap_exactly_when_they_share_a_day(start, length, other, other_length):
    end, other_end = _end(start, length), _end(other, other_length)
    last = max(start, other)
    shares_a_day = (end is None or last < end) and (other_end is None or last < other_end)
    assert rules.overlaps(start, end, other, other_end) is shares_a_day


@given(DAYS, LENGTHS, DAYS, LENGTHS)
def test_overlapping_has_no_direction(start, length, other, other_length):
    one, two = (start, _end(start, length)), (other, _end(other, other_length))
    assert rules.overlaps(*one, *two) is rules.overlaps(*two, *one)


@given(DAYS, st.integers(1, 400), LENGTHS)
def test_a_hat_that_follows_another_does_not_overlap_it(start, length, next_length):
    end = start + timedelta(days=length)
    assert not rules.overlaps(start, end, end, _end(end, next_length))


@given(DAYS, DAYS, LENGTHS)
def test_a_hat_ended_the_day_it_began_overlaps_nothing(start, other, other_length):
    assert not rules.overlaps(start, start, other, _end(other, other_length))


@given(st.integers(0, 50), st.integers(0, 10))
def test_missing_administrators_complete_the_count_and_never_go_below_zero(count, required):
    missing = rules.administrators_missing(count, required)
    assert missing >= 0
    assert count + missing == max(count, required)


@given(DAYS, st.sampled_from(Weekday), st.integers(1, 6))
def test_a_weekly_slot_comes_on_its_weekday_from_today_on(today, weekday, count):
    slot = rules.Slot(Recurrence.WEEKLY, weekday, None)
    days = rules.next_days(slot, today=today, count=count)
    assert len(days) == count
    assert all(day.weekday() == weekday for day in days)
    assert today <= days[0] < today + timedelta(days=7)
    assert [b - a for a, b in itertools.pairwise(days)] == [timedelta(days=7)] * (count - 1)


def test_a_weekly_slot_stops_at_its_last_day():
    slot = rules.Slot(Recurrence.WEEKLY, Weekday.THURSDAY, None, valid_to=THURSDAY + timedelta(days=7))
    assert rules.next_days(slot, today=THURSDAY, count=3) == [THURSDAY]


def test_a_single_slot_comes_once_and_never_again():
    slot = rules.Slot(Recurrence.ONCE, None, THURSDAY)
    assert rules.next_days(slot, today=THURSDAY, count=3) == [THURSDAY]
    assert rules.next_days(slot, today=THURSDAY + timedelta(days=1), count=3) == []


@pytest.mark.parametrize(
    ("current", "new", "allowed"),
    [
        (None, KpaStatus.CONSIDERING, True),
        (None, KpaStatus.PAUSED, False),
        (KpaStatus.CONSIDERING, KpaStatus.ACTIVE, True),
        (KpaStatus.ACTIVE, KpaStatus.CONSIDERING, False),
        (KpaStatus.ACTIVE, KpaStatus.PAUSED, True),
        (KpaStatus.PAUSED, KpaStatus.LAUNCHING, True),
        (KpaStatus.LEFT, KpaStatus.ACTIVE, True),
    ],
)
def test_a_kpa_goes_from_one_status_to_another_along_the_table(current, new, allowed):
    assert rules.status_may_become(current, new) is allowed


def test_no_status_follows_itself_and_none_is_a_dead_end():
    for status in KpaStatus:
        assert not rules.status_may_become(status, status)
        assert rules.STATUS_TRANSITIONS[status]


def test_every_role_is_worn_somewhere_and_given_by_someone():
    worn = frozenset().union(*rules.ROLES_OF_KIND.values())
    assert worn == set(Role)
    assert frozenset().union(*rules.INVITABLE_BY.values()) == set(Role)
    assert set(rules.ROLES_OF_KIND) == set(OrganisationKind)


def test_a_cooperator_gives_no_hat():
    assert rules.roles_invitable_by([Role.COOPERATOR]) == frozenset()


def test_reserved_slugs_are_written_as_addresses_are():
    assert list(rules.RESERVED_SLUGS) == sorted(set(rules.RESERVED_SLUGS))
    assert all(fold(slug).replace(" ", "-") == slug for slug in rules.RESERVED_SLUGS)


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [(Unit.EURO_CENTS, 388608, "3886.08"), (Unit.FTE_TENTHS, 15, "1.5"), (Unit.PEOPLE, 13, "13")],
)
def test_a_stored_number_is_read_at_the_scale_of_its_unit(unit, value, shown):
    assert str(rules.decimal_value(unit, value)) == shown
