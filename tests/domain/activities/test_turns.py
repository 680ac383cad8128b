"""Who got work lately in a group, told by first name."""

from datetime import timedelta

import pytest

from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import ShiftState
from tests.factories.activities import join, make_activity, make_hours, make_job, make_shift
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_member_of_the_group_is_told_by_first_name(la_cape, cuisine, amina, bilal, gaelle):
    for who in (gaelle, bilal, amina):
        join(cuisine, who)
    recent, old = make_job(cuisine, starts_at=NOW - 10 * DAY), make_job(cuisine, starts_at=NOW - 200 * DAY)
    make_shift(recent, bilal, ShiftState.DONE)
    make_shift(old, bilal, ShiftState.DONE)
    make_shift(old, amina, ShiftState.DONE)
    make_shift(recent, gaelle, ShiftState.DECLINED)
    make_shift(make_job(cuisine), gaelle, ShiftState.PROPOSED)
    make_hours(la_cape, bilal, 180, job=recent)
    rows = selectors.turns_of(cuisine, TODAY)
    assert [(row.person.first_name, row.jobs, row.minutes, row.asked) for row in rows] == [
        ("Amina", 0, 0, 0),
        ("Bilal", 1, 180, 0),
        ("Gaëlle", 0, 0, 1),
    ]
    assert [row.last for row in rows] == [TODAY - 200 * DAY, TODAY - 10 * DAY, None]
    assert [row.had_nothing for row in rows] == [True, False, True]


def test_work_elsewhere_and_people_of_other_groups_do_not_count(la_cape, cuisine, amina, bilal):
    join(cuisine, amina)
    other = make_activity(la_cape, "Jardin")
    make_shift(make_job(other, starts_at=NOW - DAY), amina, ShiftState.DONE)
    make_shift(make_job(cuisine, starts_at=NOW - DAY), bilal, ShiftState.DONE)
    [row] = selectors.turns_of(cuisine, TODAY)
    assert (row.person, row.had_nothing) == (amina.person, True)


def test_thirty_members_cost_as_much_as_three(cuisine, django_assert_num_queries):
    for count in (3, 27):
        for _member in range(count):
            join(cuisine)
        with django_assert_num_queries(5):
            selectors.turns_of(cuisine, TODAY)
