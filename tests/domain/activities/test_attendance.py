"""Who was there, and what it writes in the ledger of hours and in the quarter's count."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import SeatState, TimeKind, TrainingState
from kpacite.domain.activities.models import WorkEntry
from kpacite.platform import audit
from tests.domain.activities.test_constraints import _update
from tests.factories.activities import make_hours, make_seat, make_training
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
RECEIVED, GIVEN = TimeKind.TRAINING_RECEIVED, TimeKind.TRAINING_GIVEN
QUARTER = (date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture
def training(la_cape, bilal):
    """This morning, three hours, given by Bilal."""
    return make_training(la_cape, "Coudre", starts_at=NOW - timedelta(hours=2), trainer=bilal.person)


def note(training, by, *present, held=True, now=NOW):
    return services.note_attendance(
        training=training,
        present=[seat.pk for seat in present],
        held=held,
        actor=by,
        now=now,
        today=TODAY,
    )


def standing():
    rows = WorkEntry.objects.standing().order_by("person__first_name")
    return [(row.person.first_name, row.kind, row.minutes, hasattr(row, "confirmation")) for row in rows]


def followed(account, kpa):
    return selectors.trainings_followed(account.person_id, kpa.pk, *QUARTER)


def test_who_came_gets_hours_and_so_does_who_gave_them(la_cape, training, amina, bilal, chloe, gaelle):
    seat, absent = make_seat(training, amina), make_seat(training, gaelle)
    note(training, chloe, seat)
    assert standing() == [("Amina", RECEIVED, 180, True), ("Bilal", GIVEN, 180, True)]
    absent.refresh_from_db()
    assert (absent.was_there, absent.hours) == (False, None)
    assert (followed(amina, la_cape), followed(bilal, la_cape), followed(gaelle, la_cape)) == (1, 0, 0)
    event = audit.for_target(seat)[0]
    assert event.action == "activities.seat.attendance"
    assert (event.data["before"], event.data["after"]) == (None, True)


def test_the_trainer_notes_her_group_and_someone_else_confirms_her_own_hours(training, amina, bilal):
    note(training, bilal, make_seat(training, amina))
    assert standing() == [("Amina", RECEIVED, 180, True), ("Bilal", GIVEN, 180, False)]


def test_a_correction_compensates_and_leaves_a_trace(la_cape, training, amina, chloe):
    seat = make_seat(training, amina)
    note(training, chloe, seat)
    note(training, chloe, seat)
    assert WorkEntry.objects.count() == 2
    note(training, chloe, held=False)
    assert (standing(), WorkEntry.objects.count()) == ([], 4)
    seat.refresh_from_db()
    assert (seat.was_there, seat.hours, followed(amina, la_cape)) == (False, None, 0)
    assert [event.data["after"] for event in audit.for_target(seat)] == [False, True]
    note(training, chloe, seat)
    assert followed(amina, la_cape) == 1


def test_hours_noted_by_oneself_are_not_doubled(la_cape, training, amina, chloe):
    make_hours(la_cape, amina, kind=RECEIVED, minutes=60)
    note(training, chloe, make_seat(training, amina))
    assert standing()[0] == ("Amina", RECEIVED, 60, False)
    assert followed(amina, la_cape) == 1


def test_two_workshops_of_one_day_are_two(la_cape, training, amina, chloe):
    other = make_training(la_cape, "Lire", starts_at=NOW - timedelta(minutes=20))
    for row in (training, other):
        note(row, chloe, make_seat(row, amina))
    assert followed(amina, la_cape) == 2
    make_hours(la_cape, amina, kind=RECEIVED, day=TODAY - timedelta(days=1))
    assert followed(amina, la_cape) == 3
    assert selectors.trainings_followed(amina.person_id, la_cape.pk, date(2026, 4, 1), date(2026, 7, 1)) == 0


def test_who_waited_and_came_takes_the_place_of_who_did_not(training, amina, gaelle, chloe):
    seats = [make_seat(training), make_seat(training, amina)]
    waiting = make_seat(training, gaelle, SeatState.WAITING)
    with pytest.raises(services.NoPlaceLeft):
        note(training, chloe, *seats, waiting)
    note(training, chloe, seats[1], waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.was_there) == (SeatState.BOOKED, True)
    with pytest.raises(services.NoPlaceLeft):
        note(training, chloe, *seats, waiting)


def test_people_from_outside_and_without_a_role_have_no_hours(training, fanny, hugo, chloe):
    note(training, chloe, make_seat(training), make_seat(training, hugo), held=False)
    assert standing() == []


def test_attendance_waits_for_the_day_and_for_an_open_training(la_cape, amina, chloe):
    coming = make_training(la_cape)
    with pytest.raises(services.TrainingNotBegun):
        note(coming, chloe)
    idea = make_training(la_cape, state=TrainingState.PROPOSED, opened_at=None)
    with pytest.raises(services.TrainingNotOpen):
        note(idea, chloe)


def test_a_closed_month_or_a_full_day_writes_nothing_at_all(la_cape, training, amina, chloe):
    seat = make_seat(training, amina)
    make_hours(la_cape, amina, minutes=1400)
    with pytest.raises(services.HoursNotWritten, match="Amina"):
        note(training, chloe, seat)
    seat.refresh_from_db()
    assert seat.was_there is None
    services.close_month(kpa=la_cape.kpa, activity=None, month=TODAY, reason="Partage", actor=None, now=NOW)
    with pytest.raises(services.HoursNotWritten, match="partagées"):
        note(training, chloe)


def test_what_was_held_is_neither_moved_nor_cancelled(training, amina, chloe):
    note(training, chloe, make_seat(training, amina))
    training.refresh_from_db()

    def address(_seat):
        return ""

    by = {"address": address, "actor": chloe, "now": NOW}
    with pytest.raises(services.AttendanceNoted):
        services.edit_training(training=training, version=training.version, places=9, **by)
    with pytest.raises(services.AttendanceNoted):
        services.cancel_training(training=training, reason="Non", **by)


def test_what_is_planned_this_quarter_is_told(la_cape, training, amina):
    make_seat(make_training(la_cape), amina)
    make_seat(make_training(la_cape, starts_at=NOW + timedelta(days=60)), amina)
    make_seat(training, amina, SeatState.WAITING)
    assert selectors.trainings_planned(amina.person_id, la_cape.pk, TODAY, QUARTER[1]) == 1


def test_raw_sql_cannot_give_hours_to_who_was_not_there(training, amina, chloe):
    seat = make_seat(training, amina)
    note(training, chloe, seat)
    with pytest.raises(IntegrityError, match="seat_hours_of_who_came"):
        _update(seat, was_there=False)
