"""What a charter asks: by days of presence, with savings, and never a debt."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities.enums import ShiftState, TimeKind
from kpacite.domain.activities.models import WorkEntry
from kpacite.domain.members.models import Membership, MembershipPause
from kpacite.domain.organisations.models import Parameter
from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.rules import MonthOfHours
from kpacite.kernel.nir import NationalNumberFound
from kpacite.kernel.period import Period
from tests.factories.activities import make_activity, make_hours, make_job, make_shift
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

MARCH = Period.month(2026, 3)
FULL = 480
days = st.dates(date(2025, 11, 1), date(2026, 6, 30))


@st.composite
def periods(draw):
    start = draw(days)
    return Period(start, start + timedelta(days=draw(st.integers(1, 90))))


def test_who_comes_on_the_seventeenth_gives_half_of_march_and_a_pencil_finds_the_same():
    stay = Period(date(2026, 3, 17))
    assert rules.minutes_asked(FULL, MARCH, stay, []) == FULL * 15 // 31


def test_a_pause_of_a_whole_month_asks_nothing():
    assert rules.minutes_asked(FULL, MARCH, Period(date(2025, 1, 1)), [MARCH]) == 0


@given(periods(), st.lists(periods(), max_size=4))
def test_never_more_than_the_charter_and_never_more_for_a_longer_pause(stay, away):
    asked = rules.minutes_asked(FULL, MARCH, stay, away)
    assert 0 <= asked <= rules.minutes_asked(FULL, MARCH, stay, away[:1]) <= FULL


@given(st.lists(st.tuples(st.integers(0, 480), st.integers(0, 900)), max_size=12))
def test_savings_are_never_a_debt_and_never_more_than_what_was_given(months):
    rows = [MonthOfHours(MARCH, asked, done) for asked, done in months]
    saved = rules.saved_before(rows)
    assert 0 <= saved <= sum(row.done for row in rows)
    assert rules.saved_before([*rows, MonthOfHours(MARCH, 480, 0)]) <= saved
    assert rules.left_to_give(480, 100, saved) == max(0, 380 - saved)


@given(days)
def test_a_quarter_holds_its_day(day):
    assert rules.quarter_of(day).contains(day)


@given(periods(), st.lists(periods(), max_size=3), st.integers(0, 3))
def test_trainings_are_asked_whole_or_not_at_all(stay, away, number):
    assert rules.trainings_asked(number, rules.quarter_of(TODAY), stay, away) in (0, number)


@pytest.fixture
def path(la_cape, amina):
    Parameter.objects.create(
        organisation=la_cape, code="common_action_hours", value=8, unit="hours",
        valid_from=date(2019, 1, 1), reason="charte",
    )  # fmt: skip
    services.ask_trainings(
        kpa=la_cape.kpa, per_quarter=1, valid_from=date(2019, 1, 1), reason="charte", actor=None, now=NOW
    )
    return make_path(la_cape, amina, start=date(2026, 1, 1))


def note(path, day, minutes, kind=TimeKind.COMMON):
    WorkEntry.objects.create(
        client_id=uuid4(),
        person=path.person,
        kpa=path.kpa,
        day=day,
        minutes=minutes,
        kind=kind,
        declared_at=NOW,
    )


@pytest.mark.django_db
def test_what_was_given_beyond_serves_this_month(path):
    note(path, date(2026, 1, 10), 600)
    note(path, date(2026, 2, 10), 480)
    note(path, date(2026, 3, 3), 200)
    note(path, date(2026, 3, 3), 120, TimeKind.TRAINING_RECEIVED)
    found = selectors.commitment_of(path, TODAY)
    assert (found.asked, found.done, found.saved, found.left) == (480, 200, 120, 160)
    assert (found.trainings_asked, found.trainings_done) == (1, 1)
    assert [row.done for row in found.months] == [480, 600]


@pytest.mark.django_db
def test_common_actions_that_she_said_yes_to_are_counted_beside_what_she_gave(path, la_cape, amina):
    kitchen = make_activity(la_cape)
    common = {"is_common": True, "is_paid": False}
    note(path, date(2026, 3, 3), 300)
    make_shift(make_job(kitchen, hours=2, **common), amina)
    later = make_job(kitchen, hours=4, starts_at=NOW + timedelta(days=3), **common)
    make_shift(later, amina, state=ShiftState.PROPOSED)
    make_shift(make_job(kitchen, hours=5), amina)
    make_shift(make_job(kitchen, starts_at=NOW + timedelta(days=25), **common), amina)
    make_shift(make_job(kitchen, starts_at=NOW - timedelta(days=2), **common), amina)
    found = selectors.commitment_of(path, TODAY)
    assert (found.done, found.planned, found.left, found.to_find) == (300, 120, 180, 60)
    due = selectors.month_due(amina.person, la_cape.kpa, TODAY, TODAY)
    assert (due.done, due.planned, due.left, due.to_find) == (300, 120, 180, 60)


@pytest.mark.django_db
def test_what_is_noted_is_no_longer_to_come(path, la_cape, amina):
    job = make_job(make_activity(la_cape), starts_at=NOW, is_common=True, is_paid=False)
    make_shift(job, amina)
    assert selectors.commitment_of(path, TODAY).planned == 180
    make_hours(la_cape, amina, 180, day=TODAY, kind=TimeKind.COMMON, activity=job.activity, job=job)
    found = selectors.commitment_of(path, TODAY)
    assert (found.done, found.planned) == (180, 0)


@pytest.mark.django_db
def test_an_exemption_asks_nothing_and_its_reason_is_encrypted(path):
    services.exempt(
        path=path, start=date(2026, 3, 1), end=date(2026, 4, 1), reason="repos", actor=None, now=NOW
    )
    found = selectors.commitment_of(path, TODAY)
    assert (found.asked, found.exempted) == (0, True)
    with pytest.raises(NationalNumberFound):
        services.exempt(
            path=path, start=TODAY, end=date(2026, 4, 1), reason="2990559350123", actor=None, now=NOW
        )


@pytest.mark.django_db
def test_everyone_reads_the_totals_in_a_fixed_number_of_queries(
    path, la_cape, bilal, django_assert_num_queries
):
    note(path, date(2026, 3, 3), 200)
    with django_assert_num_queries(5):
        assert [row.done for row in selectors.totals(la_cape, TODAY)] == [200]
    make_path(la_cape, bilal)
    with django_assert_num_queries(5):
        assert len(selectors.totals(la_cape, TODAY)) == 2


@pytest.mark.django_db
def test_a_path_without_a_day_asks_nothing(la_cape, bilal):
    assert selectors.commitment_of(make_path(la_cape, bilal, start=TODAY, end=TODAY), TODAY) is None


@pytest.mark.django_db
def test_a_pause_of_the_membership_asks_nothing_of_anyone_else(path, la_cape, bilal):
    other = make_path(la_cape, bilal, start=date(2026, 1, 1))
    membership = Membership.objects.create(kpa=la_cape.kpa, person=path.person, start=date(2026, 1, 1))
    MembershipPause.objects.create(membership=membership, start=date(2026, 3, 1))
    found = selectors.commitment_of(path, TODAY)
    assert (found.asked, found.exempted) == (0, True)
    asked = {row.path.pk: row.asked for row in selectors.totals(la_cape, TODAY)}
    assert asked == {path.pk: 0, other.pk: FULL}


@pytest.mark.django_db
def test_a_home_asks_what_the_page_of_commitments_asks(path, la_cape, bilal):
    """By days after one came, and nothing in a pause: a phone never asks for more than the charter."""
    late = make_path(la_cape, bilal, start=TODAY)
    assert (
        selectors.month_due(bilal.person, late.kpa, TODAY, TODAY).target
        == selectors.commitment_of(late, TODAY).asked
    )
    assert 0 < selectors.commitment_of(late, TODAY).asked < FULL
    membership = Membership.objects.create(kpa=la_cape.kpa, person=path.person, start=date(2026, 1, 1))
    assert selectors.month_due(path.person, path.kpa, TODAY, TODAY).target == FULL
    MembershipPause.objects.create(membership=membership, start=date(2026, 3, 1))
    assert selectors.month_due(path.person, path.kpa, TODAY, TODAY).target == 0


@pytest.mark.django_db
def test_without_a_path_the_days_of_the_membership_count(path, la_cape, bilal):
    assert selectors.month_due(bilal.person, path.kpa, TODAY, TODAY).target == FULL
    Membership.objects.create(kpa=la_cape.kpa, person=bilal.person, start=date(2026, 3, 17))
    assert selectors.month_due(bilal.person, path.kpa, date(2026, 3, 20), TODAY).target == FULL * 15 // 31
