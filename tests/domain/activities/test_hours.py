"""Hours from the person to the peer: noted once, confirmed by another, corrected by compensation."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities import rules, selectors, services
from kpacite.domain.activities.enums import HoursUse, ShiftState, TimeKind
from kpacite.domain.activities.models import WorkConfirmation, WorkEntry
from kpacite.domain.activities.selectors import Noted
from kpacite.domain.activities.services import TimeSpent
from kpacite.domain.organisations.enums import ParameterCode, Role, Unit
from kpacite.domain.organisations.models import Parameter
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit, verification
from tests.factories.activities import confirm, join, make_activity, make_hours, make_job, make_shift
from tests.factories.organisations import wear
from tests.factories.people import NOW, TODAY, make_account

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
AT = {"now": NOW, "today": TODAY}
MONTH = (date(2026, 3, 1), date(2026, 4, 1))
COMMON = TimeSpent(kind=TimeKind.COMMON, day=TODAY, minutes=120)


def note(kpa, who, spent=COMMON, client_id=None, **options):
    return services.declare_hours(
        kpa=kpa.kpa,
        person=who.person,
        spent=spent,
        client_id=client_id or uuid4(),
        actor=who,
        **AT,
        **options,
    )


def spent(minutes=120, kind=TimeKind.COMMON, day=TODAY, **details):
    return TimeSpent(kind=kind, minutes=minutes, day=day, **details)


def validate(kpa, by, *entries):
    keys = [entry.pk for entry in entries]
    return services.confirm_hours(kpa=kpa.kpa, entries=keys, by=by.person, actor=by, **AT)


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def test_hours_are_noted_by_the_person_then_confirmed_by_a_peer(la_cape, cuisine, amina, bilal):
    join(cuisine, bilal)
    entry = note(la_cape, amina, spent(kind=TimeKind.WORK, activity=cuisine, note=" Vaisselle "))
    assert (entry.minutes, entry.note, actions(entry)) == (120, "Vaisselle", ["declared"])
    assert validate(la_cape, bilal, entry) == 1
    assert selectors.noted_by_kind(amina.person, la_cape, *MONTH) == {TimeKind.WORK: Noted(120, 120)}
    assert entry.confirmation.confirmed_by == bilal.person
    assert actions(la_cape) == ["confirmed"]
    assert amina.person.first_name not in str(audit.for_target(entry).values_list("target_repr", "data"))


def test_the_same_key_of_the_phone_is_the_same_hours_however_often_it_is_sent(la_cape, amina, bilal):
    key = uuid4()
    first = note(la_cape, amina, client_id=key)
    assert note(la_cape, amina, client_id=key) == first
    assert WorkEntry.objects.count() == 1
    with pytest.raises(services.NotYourHours):
        note(la_cape, bilal, client_id=key)


def test_hours_on_a_job_take_its_activity(la_cape, cuisine, amina):
    entry = note(la_cape, amina, spent(kind=TimeKind.WORK, job=make_job(cuisine)))
    assert entry.activity == cuisine


def test_what_is_not_done_yet_or_not_here_is_refused(la_cape, coop_manau, amina):
    with pytest.raises(services.DayToCome):
        note(la_cape, amina, spent(day=TODAY + timedelta(days=1)))
    with pytest.raises(services.NotWorkingHere):
        note(coop_manau, amina)
    with pytest.raises(services.NotWorkingHere):
        note(la_cape, amina, spent(day=date(2020, 1, 1)))
    with pytest.raises(Refused, match="l’activité"):
        note(la_cape, amina, spent(kind=TimeKind.WORK))
    with pytest.raises(Refused, match="de 0 à 10"):
        note(la_cape, amina, spent(coefficient=1001))


def test_a_member_of_a_group_notes_hours_even_without_a_role(la_cape, cuisine):
    sami = make_account("Sami")
    join(cuisine, sami)
    assert note(la_cape, sami, spent(kind=TimeKind.WORK, activity=cuisine))


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_duration_is_more_than_nothing(la_cape, amina, minutes):
    with pytest.raises(Refused, match="plus grande que zéro"):
        note(la_cape, amina, spent(minutes))


def test_a_day_has_twenty_four_hours_in_all_kpas_together(la_cape, coop_manau, amina):
    wear(amina, Role.COOPERATOR, coop_manau)
    note(la_cape, amina, spent(20 * 60))
    with pytest.raises(services.DayIsFull, match="déjà noté 20\xa0h"):
        note(coop_manau, amina, spent(4 * 60 + 1))
    assert note(coop_manau, amina, spent(4 * 60)).minutes == 240
    with pytest.raises(services.DayIsFull):
        note(la_cape, amina, spent(1, TimeKind.VOLUNTEER))


def test_the_same_thing_twice_on_a_day_is_asked_about(la_cape, amina, cuisine):
    note(la_cape, amina)
    with pytest.raises(services.AlreadyNoted, match="déjà noté 2\xa0h ce jour-là"):
        note(la_cape, amina, spent(60))
    assert note(la_cape, amina, spent(60), anyway=True)
    assert note(la_cape, amina, spent(day=YESTERDAY))
    assert note(la_cape, amina, spent(kind=TimeKind.WORK, activity=cuisine))


def test_nobody_confirms_her_own_hours_nor_those_of_a_stranger_group(la_cape, cuisine, amina, gaelle):
    join(cuisine, amina)
    mine = make_hours(la_cape, amina, activity=cuisine)
    with pytest.raises(services.NotAPeer):
        validate(la_cape, amina, mine)
    with pytest.raises(services.NotAPeer):
        validate(la_cape, gaelle, mine)
    assert not WorkConfirmation.objects.exists()


def test_who_was_on_the_job_confirms_its_hours(la_cape, cuisine, amina, gaelle):
    job = make_job(cuisine)
    make_shift(job, gaelle)
    entry = make_hours(la_cape, amina, job=job)
    make_hours(la_cape, amina, activity=cuisine)
    assert list(selectors.confirmable(gaelle.person, la_cape, TODAY)) == [entry]
    job.shifts.update(state=ShiftState.DECLINED)
    assert list(selectors.confirmable(gaelle.person, la_cape, TODAY)) == []


def test_a_referent_confirms_common_hours_and_the_coordination_all_of_them(la_cape, cuisine, request):
    amina, bilal, chloe, gaelle = (
        request.getfixturevalue(name) for name in ("amina", "bilal", "chloe", "gaelle")
    )
    common = make_hours(la_cape, amina)
    work = make_hours(la_cape, amina, activity=cuisine)
    theirs = make_hours(la_cape, chloe)
    assert list(selectors.confirmable(bilal.person, la_cape, TODAY)) == [common, theirs]
    assert list(selectors.confirmable(chloe.person, la_cape, TODAY)) == [common, work]
    assert list(selectors.confirmable(gaelle.person, la_cape, TODAY)) == []


def test_who_left_the_kpa_confirms_nothing(la_cape, cuisine, amina, bilal):
    join(cuisine, bilal)
    make_hours(la_cape, amina, activity=cuisine)
    bilal.person.hats.update(end=YESTERDAY)
    assert list(selectors.confirmable(bilal.person, la_cape, TODAY)) == []


def test_two_hundred_hours_are_confirmed_in_one_go_and_twice_changes_nothing(
    la_cape, amina, chloe, django_assert_max_num_queries
):
    entries = [make_hours(la_cape, amina, 1, day=TODAY - timedelta(days=n)) for n in range(200)]
    with django_assert_max_num_queries(12):
        assert validate(la_cape, chloe, *entries) == 200
    assert validate(la_cape, chloe, *entries) == 0
    assert actions(la_cape) == ["confirmed"]


def test_one_hour_that_is_not_hers_to_confirm_stops_them_all(la_cape, coop_manau, amina, chloe, fanny):
    mine, hers = make_hours(la_cape, chloe), make_hours(la_cape, amina)
    elsewhere = make_hours(coop_manau, fanny)
    for wrong in (mine, elsewhere):
        with pytest.raises(services.NotAPeer):
            validate(la_cape, chloe, hers, wrong)
    assert not WorkConfirmation.objects.exists()


def test_a_mistake_is_compensated_and_both_stay_written(la_cape, amina, chloe):
    entry = make_hours(la_cape, amina)
    validate(la_cape, chloe, entry)
    key = uuid4()
    undo = services.cancel_hours(entry=entry, client_id=key, actor=amina, now=NOW)
    assert (undo.minutes, undo.compensates, actions(undo)) == (-120, entry, ["compensated"])
    assert services.cancel_hours(entry=entry, client_id=key, actor=amina, now=NOW) == undo
    assert selectors.noted_by_kind(amina.person, la_cape, *MONTH) == {}
    assert list(selectors.entries_of(amina.person, la_cape, *MONTH)) == [undo, entry]
    for wrong in (entry, undo):
        with pytest.raises(services.AlreadyCompensated):
            services.cancel_hours(entry=wrong, client_id=uuid4(), actor=amina, now=NOW)
    assert note(la_cape, amina).minutes == 120


def test_a_correction_waits_for_a_peer_again(la_cape, amina, chloe):
    entry = make_hours(la_cape, amina, 23 * 60)
    validate(la_cape, chloe, entry)
    keys = (uuid4(), uuid4())
    for _twice in range(2):
        new = services.correct_hours(
            entry=entry, minutes=180, day=YESTERDAY, client_ids=keys, actor=amina, **AT
        )
    assert (new.minutes, new.day) == (180, YESTERDAY)
    noted = selectors.noted_by_kind(amina.person, la_cape, *MONTH)
    assert noted == {TimeKind.COMMON: Noted(180, 0)}
    assert WorkEntry.objects.count() == 3


def test_a_month_that_was_shared_takes_no_more_until_it_is_opened_again(la_cape, cuisine, amina):
    work = spent(kind=TimeKind.WORK, activity=cuisine)
    entry = note(la_cape, amina, work)
    by = {"actor": None, "now": NOW}
    closing = services.close_month(kpa=la_cape.kpa, activity=cuisine, month=TODAY, reason="Partage", **by)
    assert (closing.start, closing.end) == MONTH
    assert selectors.is_closed(la_cape, cuisine, TODAY)
    assert list(selectors.closings_of(la_cape)) == [closing]
    with pytest.raises(services.MonthClosed):
        note(la_cape, amina, work, anyway=True)
    with pytest.raises(services.MonthClosed):
        services.cancel_hours(entry=entry, client_id=uuid4(), actor=amina, now=NOW)
    with pytest.raises(services.MonthAlreadyClosed):
        services.close_month(kpa=la_cape.kpa, activity=cuisine, month=TODAY, reason="Encore", **by)
    assert note(la_cape, amina)
    with pytest.raises(Refused, match="rouvert"):
        services.reopen_month(closing=closing, reason=" ", **by)
    services.reopen_month(closing=closing, reason="Erreur d’une journée", **by)
    with pytest.raises(services.MonthOpen):
        services.reopen_month(closing=closing, reason="Encore", **by)
    assert note(la_cape, amina, work, anyway=True)
    again = services.close_month(kpa=la_cape.kpa, activity=cuisine, month=TODAY, reason="Réparé", **by)
    assert actions(closing) == ["closed", "reopened"]
    assert again.pk != closing.pk


def test_the_common_hours_of_a_month_close_apart(la_cape, cuisine, amina):
    services.close_month(
        kpa=la_cape.kpa, activity=None, month=TODAY, reason="Bilan du mois", actor=None, now=NOW
    )
    with pytest.raises(services.MonthClosed):
        note(la_cape, amina)
    assert note(la_cape, amina, spent(kind=TimeKind.WORK, activity=cuisine))


def test_the_month_says_what_is_done_and_what_is_left(la_cape, coop_manau, amina, chloe):
    assert selectors.common_due(amina.person, la_cape, TODAY, TODAY).target == 0
    Parameter.objects.create(
        organisation=la_cape,
        code=ParameterCode.COMMON_ACTION_HOURS,
        value=8,
        unit=Unit.HOURS,
        valid_from=date(2019, 1, 1),
        reason="essai",
    )
    confirm(make_hours(la_cape, amina, 330))
    make_hours(la_cape, amina, 30, day=YESTERDAY)
    make_hours(la_cape, amina, 600, day=date(2026, 2, 28))
    make_hours(la_cape, amina, 60, kind=TimeKind.VOLUNTEER)
    make_hours(la_cape, chloe, 60)
    make_hours(coop_manau, amina, 60)
    due = selectors.common_due(amina.person, la_cape, TODAY, TODAY)
    assert (due.done, due.confirmed, due.target, due.left) == (360, 330, 480, 120)
    assert selectors.common_minutes(la_cape, *MONTH) == {
        amina.person.pk: Noted(360, 330),
        chloe.person.pk: Noted(60, 0),
    }


def test_a_sharing_reads_who_did_what_on_its_jobs(la_cape, cuisine, amina, bilal, gaelle):
    job, other = make_job(cuisine), make_job(cuisine)
    both = [make_hours(la_cape, amina, 60, job=job), make_hours(la_cape, amina, 30, job=job, coefficient=150)]
    given_time = make_hours(la_cape, gaelle, 120, job=job, kind=TimeKind.VOLUNTEER)
    for entry in (*both, given_time):
        confirm(entry)
    waiting = make_hours(la_cape, bilal, 90, job=job)
    make_hours(la_cape, bilal, 90, job=other)
    rows = selectors.minutes_by_person([job])
    assert [(row.person, row.minutes, row.points, row.is_volunteer) for row in rows] == [
        (amina.person, 90, 60 * 100 + 30 * 150, False),
        (gaelle.person, 120, 12_000, True),
    ]
    assert rows[0].entries == tuple(entry.pk for entry in both)
    everyone = selectors.minutes_by_person([job], confirmed_only=False)
    assert [(row.person, row.confirmed) for row in everyone if row.person == bilal.person] == [
        (bilal.person, 0)
    ]
    assert waiting.pk in everyone[1].entries


def test_an_hour_has_one_hat(la_cape, cuisine, gaelle):
    entry, other = make_hours(la_cape, gaelle, activity=cuisine), make_hours(la_cape, gaelle)
    by = {"actor": None, "now": NOW}
    share = {"use": HoursUse.SHARING, "source": "order:12"}
    assert services.claim_hours(entries=[entry.pk], **share, **by) == 1
    assert services.claim_hours(entries=[entry.pk], **share, **by) == 0
    budget = {"use": HoursUse.CONTRIBUTIVE, "source": "request:3"}
    with pytest.raises(services.HoursPaidOtherwise):
        services.claim_hours(entries=[other.pk, entry.pk], **budget, **by)
    assert selectors.paid_otherwise([other.pk, entry.pk], **budget) == [entry.pk]
    with pytest.raises(services.HoursPaidOtherwise):
        services.claim_hours(entries=[entry.pk], use=HoursUse.SHARING, source="order:13", **by)
    assert services.claim_hours(entries=[other.pk], **budget, **by) == 1


def test_the_last_choice_and_the_jobs_without_hours_are_proposed(la_cape, cuisine, amina):
    assert selectors.last_entry(amina.person, la_cape) is None
    job = make_job(cuisine, starts_at=NOW - timedelta(days=2))
    shift = make_shift(job, amina)
    make_shift(make_job(cuisine), amina)
    make_shift(make_job(cuisine, starts_at=NOW - timedelta(days=40)), amina)
    assert list(selectors.shifts_to_note(amina.person, la_cape, TODAY)) == [shift]
    entry = make_hours(la_cape, amina, job=job)
    assert list(selectors.shifts_to_note(amina.person, la_cape, TODAY)) == []
    assert selectors.last_entry(amina.person, la_cape) == entry
    assert selectors.entry_of(amina.person, la_cape, entry.pk) == entry


def test_another_person_or_kpa_does_not_find_the_entry(la_cape, coop_manau, amina, bilal):
    entry = make_hours(la_cape, amina)
    assert selectors.entry_of(bilal.person, la_cape, entry.pk) is None
    assert selectors.entry_of(amina.person, coop_manau, entry.pk) is None


def test_what_is_stored_can_be_proved_again(la_cape, amina):
    entry = make_hours(la_cape, amina)
    confirm(entry)
    services.cancel_hours(entry=entry, client_id=uuid4(), actor=amina, now=NOW)
    assert {result.name: result.problems for result in verification.run() if result.name[:6] == "hours."} == {
        "hours.day": [],
        "hours.mirrors": [],
        "hours.peers": [],
    }


@given(st.lists(st.integers(1, 1440), max_size=20))
def test_a_day_never_holds_more_than_itself(durations):
    noted = 0
    for minutes in durations:
        if rules.fits_in_the_day(noted, minutes):
            noted += minutes
        else:
            assert minutes > rules.room_left(noted)
    assert noted <= rules.DAY_MINUTES


@given(st.lists(st.tuples(st.integers(1, 1440), st.integers(0, 1000)), max_size=8))
def test_points_add_up_whatever_the_slicing(stretches):
    whole = rules.weighted(rules.Stretch(*stretch) for stretch in stretches)
    assert whole == sum(rules.weighted([rules.Stretch(*stretch)]) for stretch in stretches)


def test_the_activity_of_another_kpa_is_refused(la_cape, coop_manau, amina):
    with pytest.raises(services.ActivityElsewhere):
        note(la_cape, amina, spent(kind=TimeKind.WORK, activity=make_activity(coop_manau)))


def test_hours_that_were_shared_are_neither_changed_nor_noted_elsewhere(la_cape, cuisine, amina, chloe):
    entry = note(la_cape, amina, spent(kind=TimeKind.WORK, activity=cuisine))
    validate(la_cape, chloe, entry)
    by = {"actor": None, "now": NOW}
    services.claim_hours(entries=[entry.pk], use=HoursUse.SHARING, source="job:1", **by)
    with pytest.raises(services.HoursPaid):
        services.cancel_hours(entry=entry, client_id=uuid4(), actor=amina, now=NOW)
    with pytest.raises(services.HoursPaid):
        services.correct_hours(
            entry=entry, minutes=30, day=YESTERDAY, client_ids=(uuid4(), uuid4()), actor=amina, **AT
        )
    assert WorkEntry.objects.standing().get() == entry


def test_hours_taken_back_since_are_not_paid(la_cape, cuisine, amina):
    entry = note(la_cape, amina, spent(kind=TimeKind.WORK, activity=cuisine))
    services.cancel_hours(entry=entry, client_id=uuid4(), actor=amina, now=NOW)
    with pytest.raises(services.HoursTakenBack):
        services.claim_hours(entries=[entry.pk], use=HoursUse.SHARING, source="job:1", actor=None, now=NOW)
