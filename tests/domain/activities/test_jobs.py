"""A job from the plan to the end, who comes, who leaves: the happy path, each error, the trace."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities import rules, selectors, services
from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.rules import Span
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit
from tests.domain.activities.test_constraints import _update
from tests.factories.activities import join, make_activity, make_job, make_shift
from tests.factories.contracts import cover
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
START = NOW + timedelta(days=1)
END = START + timedelta(hours=4)
WEEK = (NOW, NOW + timedelta(days=7))
HOUR = timedelta(hours=1)


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def plan(activity, **details):
    return services.plan_job(
        activity=activity, title=" Buffet du lycée ", starts_at=START, ends_at=END, **BY, **details
    )


def test_a_job_is_planned_taken_and_done_with_a_trace_each_time(cuisine, la_cape, amina):
    cover(amina, cuisine)
    join(cuisine, amina)
    job = plan(cuisine, place="Lycée", wanted=2, skills="Dresser un buffet")
    assert (job.title, job.state) == ("Buffet du lycée", JobState.PLANNED)
    shift = services.take_shift(job=job, person=amina.person, actor=amina, now=NOW)
    assert (shift.state, shift.span) == (ShiftState.ACCEPTED, Span(START, END))
    found = selectors.jobs_of(la_cape, *WEEK).get()
    assert (found, found.taken, found.standing_shifts) == (job, 1, [shift])
    assert list(selectors.shifts_between(amina.person, *WEEK)) == [shift]
    job = services.finish_job(job=job, actor=None, now=END)
    shift.refresh_from_db()
    assert (job.state, job.done_at, shift.state) == (JobState.DONE, END, ShiftState.DONE)
    assert actions(job) == ["planned", "finished"]
    assert actions(shift) == ["taken"]


def test_a_job_needs_words_hours_in_order_and_an_open_activity(cuisine, la_cape):
    with pytest.raises(Refused, match="heure de fin"):
        services.plan_job(activity=cuisine, title="Buffet", starts_at=END, ends_at=START, **BY)
    with pytest.raises(Refused) as refusal:
        services.plan_job(activity=cuisine, title=" ", starts_at=START, ends_at=END, **BY)
    assert refusal.value.field == "title"
    closed = make_activity(la_cape, closed_on=date(2025, 1, 1))
    with pytest.raises(services.ActivityClosed, match="ce jour-là"):
        plan(closed)


def test_words_change_without_asking_people_again(cuisine):
    job = make_job(cuisine)
    shift = make_shift(job)
    edited = services.edit_job(job=job, version=1, place="Mons", title="Buffet", **BY)
    assert (edited.place, edited.version, actions(job)) == ("Mons", 2, ["edited"])
    shift.refresh_from_db()
    assert shift.state == ShiftState.ACCEPTED
    with pytest.raises(services.JobChangedMeanwhile):
        services.edit_job(job=job, version=1, place="Lille", **BY)
    assert services.edit_job(job=job, version=2, place="Mons", **BY).version == 2


def test_a_job_that_moves_takes_its_shifts_along_and_asks_each_person_again(cuisine, amina, bilal):
    job = make_job(cuisine, starts_at=START, hours=4)
    whole = make_shift(job, amina)
    end = make_shift(job, bilal, starts_at=START + 2 * HOUR, ends_at=END)
    gone = make_shift(job, state=ShiftState.DECLINED)
    later = START + timedelta(days=1)
    job = services.move_job(job=job, starts_at=later, ends_at=later + 5 * HOUR, **BY)
    for shift in (whole, end, gone):
        shift.refresh_from_db()
    assert (whole.span, whole.state, whole.answered_at) == (job.span, ShiftState.PROPOSED, None)
    assert end.span == Span(later + 2 * HOUR, later + 4 * HOUR)
    assert (gone.state, gone.starts_at) == (ShiftState.DECLINED, START)
    assert actions(job) == ["moved"]
    same = services.move_job(job=job, starts_at=job.starts_at, ends_at=job.ends_at, **BY)
    assert (same.version, actions(job)) == (2, ["moved"])


@given(st.integers(0, 600), st.integers(1, 600), st.integers(-9000, 9000), st.integers(1, 900))
def test_a_shift_keeps_its_length_or_takes_the_whole_job(offset, length, delta, hours):
    old = Span(START, END)
    new = Span(START + timedelta(minutes=delta), START + timedelta(minutes=delta + hours))
    shift = Span(START + timedelta(minutes=offset), START + timedelta(minutes=offset + length))
    span = rules.moved(shift, old, new)
    assert rules.moved(old, old, new) == new
    if shift != old:
        assert span.end - span.start == timedelta(minutes=length)
        assert span.start - new.start == timedelta(minutes=offset)


def test_a_cancelled_job_says_why_and_frees_its_people(cuisine, la_cape, amina):
    job = make_job(cuisine)
    make_shift(job, amina)
    with pytest.raises(Refused, match="pourquoi"):
        services.cancel_job(job=job, reason=" ", **BY)
    job = services.cancel_job(job=job, reason="Le client a reporté", **BY)
    assert (job.state, actions(job)) == (JobState.CANCELLED, ["cancelled"])
    assert selectors.busy_spans(amina.person, job.span) == []
    assert list(selectors.shifts_between(amina.person, *WEEK)) == []
    assert selectors.job_of(la_cape, job.pk) == job


CLOSED_MOVES = {
    "edit": lambda job, _person: services.edit_job(job=job, version=1, place="Mons", **BY),
    "move": lambda job, _person: services.move_job(job=job, starts_at=START, ends_at=END, **BY),
    "cancel": lambda job, _person: services.cancel_job(job=job, reason="pluie", **BY),
    "finish": lambda job, _person: services.finish_job(job=job, actor=None, now=END),
    "add": lambda job, person: services.add_shift(job=job, person=person, **BY),
    "take": lambda job, person: services.take_shift(job=job, person=person, **BY),
}


@pytest.mark.parametrize("move", CLOSED_MOVES)
def test_nothing_moves_on_a_job_that_is_done(cuisine, amina, move):
    job = make_job(cuisine, state=JobState.DONE, done_at=NOW)
    with pytest.raises(services.JobNotPlanned):
        CLOSED_MOVES[move](job, amina.person)


def test_a_job_is_not_finished_before_it_begins(cuisine):
    with pytest.raises(services.JobNotBegun):
        services.finish_job(job=make_job(cuisine), **BY)


def test_someone_is_asked_then_says_yes_or_no(cuisine, amina, bilal):
    cover(amina, cuisine)
    job = make_job(cuisine)
    asked = services.add_shift(job=job, person=amina.person, actor=bilal, now=NOW)
    assert (asked.state, asked.span) == (ShiftState.PROPOSED, job.span)
    taken = services.take_shift(job=job, person=amina.person, actor=amina, now=NOW)
    assert (taken, taken.state) == (asked, ShiftState.ACCEPTED)
    left = services.leave_shift(shift=taken, actor=amina, now=NOW, reason="malade")
    assert left.state == ShiftState.DECLINED
    with pytest.raises(services.ShiftAnswered):
        services.leave_shift(shift=left, actor=amina, now=NOW)
    again = services.take_shift(job=job, person=amina.person, actor=amina, now=NOW)
    assert again.pk != left.pk
    assert actions(asked) == ["proposed", "taken", "left"]
    assert amina.person.first_name not in str(audit.for_target(asked).values_list("target_repr", "data"))


def test_those_who_never_answered_are_not_counted_as_present(cuisine, amina):
    job = make_job(cuisine)
    shift = make_shift(job, amina, ShiftState.PROPOSED)
    services.finish_job(job=job, actor=None, now=job.ends_at)
    shift.refresh_from_db()
    assert shift.state == ShiftState.DECLINED


def test_nobody_is_twice_on_a_job_nor_from_another_kpa(cuisine, amina, fanny):
    cover(amina, cuisine)
    job = make_job(cuisine)
    services.take_shift(job=job, person=amina.person, **BY)
    with pytest.raises(services.AlreadyOnJob):
        services.take_shift(job=job, person=amina.person, **BY)
    with pytest.raises(services.AlreadyOnJob):
        services.add_shift(job=job, person=amina.person, **BY)
    with pytest.raises(services.NotOfThisKpa):
        services.add_shift(job=job, person=fanny.person, **BY)


def test_two_jobs_at_the_same_time_are_asked_about_then_allowed(cuisine, amina):
    cover(amina, cuisine)
    make_shift(make_job(cuisine, starts_at=START, hours=4), amina)
    other = make_job(cuisine, "Goûter", starts_at=START + 3 * HOUR)
    with pytest.raises(services.BusyElsewhere):
        services.take_shift(job=other, person=amina.person, **BY)
    with pytest.raises(services.BusyElsewhere):
        services.add_shift(job=other, person=amina.person, **BY)
    assert services.take_shift(job=other, person=amina.person, anyway=True, **BY)
    after = make_job(cuisine, "Rangement", starts_at=START + 6 * HOUR)
    assert services.take_shift(job=after, person=amina.person, **BY)


def test_a_proposal_alone_does_not_make_someone_busy(cuisine, amina):
    cover(amina, cuisine)
    make_shift(make_job(cuisine), amina, ShiftState.PROPOSED)
    assert services.take_shift(job=make_job(cuisine, "Goûter"), person=amina.person, **BY)


@pytest.mark.parametrize("move", ["add", "take"])
def test_nobody_is_put_on_a_paid_job_without_a_contract_and_an_insured_activity(
    cuisine, la_cape, amina, move
):
    put = CLOSED_MOVES[move]
    job = make_job(cuisine)
    with pytest.raises(services.MayNotBePaid, match="pas de contrat en cours") as refusal:
        put(job, amina.person)
    assert (refusal.value.code, refusal.value.field) == ("activities.may_not_be_paid", "person")
    contract = cover(amina, make_activity(la_cape, "Couture"))
    with pytest.raises(services.MayNotBePaid, match="assurance ne couvre pas"):
        put(job, amina.person)
    assert not job.shifts.exists()
    contract.insurance_checks.update(activity_code=cuisine.code, valid_to=timezone.localdate(job.starts_at))
    with pytest.raises(services.MayNotBePaid):
        put(job, amina.person)
    contract.insurance_checks.update(valid_to=None)
    assert put(job, amina.person).job == job


def test_what_was_proposed_before_the_contract_ended_is_no_longer_taken(cuisine, amina):
    job = make_job(cuisine)
    contract = cover(amina, cuisine)
    services.add_shift(job=job, person=amina.person, **BY)
    type(contract).objects.filter(pk=contract.pk).update(
        state="terminated", stopped_on=timezone.localdate(job.starts_at)
    )
    with pytest.raises(services.MayNotBePaid, match="fini ce jour-là"):
        services.take_shift(job=job, person=amina.person, **BY)


def test_work_that_is_given_asks_for_no_contract_until_it_becomes_paid(cuisine, amina, bilal):
    job = make_job(cuisine, is_paid=False)
    cover(bilal, cuisine)
    for who in (amina, bilal):
        services.take_shift(job=job, person=who.person, **BY)
    with pytest.raises(services.SomeMayNotBePaid, match="Amina") as refusal:
        services.edit_job(job=job, version=1, is_paid=True, **BY)
    assert refusal.value.field == "is_paid"
    assert "Bilal" not in str(refusal.value)
    cover(amina, cuisine)
    assert services.edit_job(job=job, version=1, is_paid=True, **BY).is_paid


def test_a_whole_team_is_asked_about_in_three_questions(cuisine, django_assert_num_queries):
    job = make_job(cuisine)
    people = [join(cuisine).person for _count in range(30)]
    cover(people[0], cuisine)
    for team in (people[:3], people):
        with django_assert_num_queries(3):
            assert set(selectors.obstacles_to_pay(job, team)) == {one.pk for one in team[1:]}


def test_another_kpa_finds_neither_the_job_nor_its_people(cuisine, coop_manau):
    job = make_job(cuisine)
    assert selectors.job_of(coop_manau, job.pk) is None
    assert list(selectors.jobs_of(coop_manau, *WEEK)) == []


def test_the_agenda_asks_as_many_questions_for_three_jobs_as_for_thirty(
    cuisine, la_cape, django_assert_num_queries
):
    for _count in range(3):
        make_shift(make_job(cuisine))
    with django_assert_num_queries(2):
        assert len(selectors.jobs_of(la_cape, *WEEK)) == 3
    for _count in range(27):
        make_shift(make_job(cuisine))
    with django_assert_num_queries(2):
        assert len(selectors.jobs_of(la_cape, *WEEK)) == 30


JOB_ATTACKS = [
    ({"title": ""}, "job_titled"),
    ({"is_common": True}, "job_common_unpaid"),
    ({"ends_at": "2020-01-01 00:00:00+00"}, "job_times_in_order"),
    ({"wanted": 0}, "job_wants_someone"),
    ({"state": "done"}, "job_state_dated"),
    ({"state": "cancelled", "cancelled_at": "2026-01-01 00:00:00+00"}, "job_state_dated"),
    ({"state": "lost"}, "job_state_dated"),
]
SHIFT_ATTACKS = [
    ({"ends_at": "2020-01-01 00:00:00+00"}, "shift_times_in_order"),
    ({"state": "proposed"}, "shift_state_dated"),
    ({"answered_at": None}, "shift_state_dated"),
    ({"state": "lost"}, "shift_state_dated"),
]


@pytest.mark.parametrize(("columns", "constraint"), JOB_ATTACKS)
def test_raw_sql_cannot_write_an_impossible_job(cuisine, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        _update(make_job(cuisine), **columns)


@pytest.mark.parametrize(("columns", "constraint"), SHIFT_ATTACKS)
def test_raw_sql_cannot_write_an_impossible_shift(cuisine, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        _update(make_shift(make_job(cuisine)), **columns)


def test_the_same_person_stands_once_on_a_job(cuisine, amina):
    job = make_job(cuisine)
    make_shift(job, amina)
    with pytest.raises(IntegrityError):
        make_shift(job, amina)
