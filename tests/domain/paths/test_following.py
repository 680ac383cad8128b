"""Whom one follows: the last talk, the silence, what ends, and who sees whom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.contracts.enums import ContractType
from kpacite.domain.contracts.models import ContractPeriod
from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.models import Appointment
from tests.factories.contracts import draft
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


@given(last=st.none() | days, start=days, today=days, wait=st.integers(min_value=1, max_value=400))
def test_a_talk_to_come_ends_the_silence_and_a_longer_delay_never_makes_one(last, start, today, wait):
    facts = {"last": last, "start": start, "today": today}
    assert not rules.is_silent(**facts, coming=today, days=wait)
    if rules.is_silent(**facts, coming=None, days=wait + 1):
        assert rules.is_silent(**facts, coming=None, days=wait)
    assert rules.silent_days(last, start, today) >= 0


@given(end=st.none() | days, today=days, near=st.integers(min_value=0, max_value=400))
def test_what_has_ended_or_ends_within_the_days_asks_to_be_prepared(end, today, near):
    assert rules.ends_soon(end, today, near) == (end is not None and (end - today).days <= near)


@pytest.fixture
def path(la_cape, amina, gaelle):
    path = make_path(la_cape, amina, start=date(2025, 9, 1))
    services.choose_companion(path=path, person=gaelle.person, actor=None, today=TODAY, now=NOW)
    return path


def lines(who, kpa):
    return selectors.followed(selectors.chosen_by(who.person, kpa, TODAY), kpa, TODAY)


def talk(path, gaelle, day, **more):
    return Appointment.objects.create(path=path, with_person=gaelle.person, day=day, **more)


@pytest.mark.django_db
def test_only_those_who_chose_someone_are_in_her_list(path, la_cape, gaelle, bilal, chloe):
    make_path(la_cape, bilal)
    assert [one.first_name for one in lines(gaelle, la_cape)] == ["Amina"]
    assert lines(chloe, la_cape) == []
    everyone = selectors.followed(selectors.running(la_cape, TODAY), la_cape, TODAY)
    assert {one.first_name for one in everyone} == {"Amina", "Bilal"}


@pytest.mark.django_db
def test_the_last_talk_is_the_latest_that_took_place_and_the_next_the_nearest(path, la_cape, gaelle):
    for ago in (60, 50):
        talk(path, gaelle, TODAY - timedelta(days=ago))
    talk(path, gaelle, TODAY - timedelta(days=1), cancelled_at=NOW)
    (one,) = lines(gaelle, la_cape)
    assert (one.last, one.coming, one.silent, one.silent_days) == (
        TODAY - timedelta(days=50), None, True, 50,
    )  # fmt: skip
    for ahead in (30, 9):
        talk(path, gaelle, TODAY + timedelta(days=ahead))
    (one,) = lines(gaelle, la_cape)
    assert (one.coming, one.silent) == (TODAY + timedelta(days=9), False)


@pytest.mark.django_db
def test_a_next_day_agreed_at_the_end_of_a_talk_counts_as_one_to_come(path, la_cape, gaelle):
    talk(path, gaelle, TODAY - timedelta(days=90), next_day=TODAY + timedelta(days=3))
    (one,) = lines(gaelle, la_cape)
    assert (one.coming, one.silent) == (TODAY + timedelta(days=3), False)


@pytest.mark.django_db
def test_each_kpa_says_how_long_a_silence_may_last(path, la_cape, gaelle):
    talk(path, gaelle, TODAY - timedelta(days=20))
    assert not lines(gaelle, la_cape)[0].silent
    set_parameter(
        organisation=la_cape, code=ParameterCode.SILENCE_DAYS, value=14, unit=Unit.DAYS,
        valid_from=date(2026, 1, 1), reason="Exemple", actor=None, now=NOW,
    )  # fmt: skip
    assert lines(gaelle, la_cape)[0].silent


@pytest.mark.django_db
def test_many_people_cost_one_query(path, la_cape, gaelle, django_assert_num_queries):
    for _rank in range(12):
        make_path(la_cape)
    with django_assert_num_queries(1):
        assert len(selectors.followed(selectors.running(la_cape, TODAY), la_cape, TODAY)) == 13


@pytest.mark.django_db
def test_a_talk_about_a_cesa_is_proposed_twice_a_year(path, la_cape, carrier, gaelle):
    start = TODAY - timedelta(days=200)
    cesa = draft(path.person, la_cape.kpa, carrier, type_=ContractType.CESA, start=TODAY, end=None)
    ContractPeriod.objects.filter(contract=cesa).update(
        start=start, ready_at=NOW, content_hash="0" * 64, signed_at=NOW
    )
    assert [one.review_due for one in lines(gaelle, la_cape)] == [True]
    talk(path, gaelle, TODAY - timedelta(days=10))
    assert [one.review_due for one in lines(gaelle, la_cape)] == [False]
