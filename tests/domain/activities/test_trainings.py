"""Trainings: proposed, opened, changed, cancelled; places and the waiting list; who learns what by mail."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.activities import permissions, rules, selectors, services
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.rules import Span
from kpacite.domain.activities.selectors import When
from kpacite.domain.organisations.selectors import hats_of
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit, verification
from tests.domain.activities.test_constraints import _update
from tests.factories.activities import make_hours, make_seat, make_training
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BOOKED, WAITING = SeatState.BOOKED, SeatState.WAITING
TOMORROW = Span(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2))


def address(seat):
    return f"https://exemple.fr/place/{seat.pk}/"


def propose(kpa, account=None, **changes):
    details = {"title": " Coudre ", "learns": "Faire un ourlet.", "span": TOMORROW, "places": 4} | changes
    return services.propose_training(kpa=kpa.kpa, actor=account, now=NOW, **details)


def book(training, account, **changes):
    return services.book_seat(training=training, person=account.person, actor=account, now=NOW, **changes)


def come_from_outside(training, first_name="Paul", **contact):
    contact = contact or {"email": f"{first_name}@exemple.fr"}
    return services.book_from_outside(
        training=training, first_name=first_name, address=address, actor=None, now=NOW, **contact
    )


def leave(seat, now=NOW):
    return services.leave_seat(seat=seat, address=address, actor=None, now=now)


def edit(training, **changes):
    version = changes.pop("version", training.version)
    return services.edit_training(
        training=training, version=version, address=address, actor=None, now=NOW, **changes
    )


def cancel(training, reason="Malade"):
    return services.cancel_training(training=training, reason=reason, address=address, actor=None, now=NOW)


def actions(row):
    return [event.action.removeprefix("activities.") for event in audit.for_target(row)]


@given(st.integers(1, 500), st.integers(0, 600), st.integers(0, 50))
def test_the_line_never_fills_more_than_the_room_and_leaves_no_place_empty(places, taken, waiting):
    called = rules.called_in(places, taken, waiting)
    assert 0 <= called <= waiting
    assert taken + called <= max(places, taken)
    assert called == waiting or taken + called >= places
    assert (rules.seat_for(places, taken) == BOOKED) == (taken < places)


@given(st.lists(st.dates(), max_size=6), st.lists(st.dates(), max_size=6))
def test_a_day_noted_by_oneself_counts_once_and_never_beside_an_attendance(attended, noted):
    found = rules.followed(attended, noted)
    assert len(attended) <= found <= len(attended) + len(set(noted))
    assert rules.followed(attended, attended) == len(attended)


def test_an_idea_becomes_a_training_once_someone_says_yes(la_cape, amina, bilal):
    training = propose(la_cape, amina, trainer=amina.person)
    assert (training.title, training.state) == ("Coudre", TrainingState.PROPOSED)
    with pytest.raises(services.TrainingNotOpen):
        book(training, bilal)
    opened = services.open_training(training=training, actor=bilal, now=NOW)
    assert (opened.state, opened.opened_at, opened.version) == (TrainingState.OPEN, NOW, 2)
    assert actions(training) == ["training.opened", "training.proposed"]
    with pytest.raises(services.TrainingMoved):
        services.open_training(training=training, actor=bilal, now=NOW)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"span": Span(NOW - timedelta(hours=1), NOW)}, services.TrainingPast),
        ({"span": Span(TOMORROW.start, TOMORROW.start + timedelta(hours=25))}, services.TrainingTooLong),
        ({"span": Span(TOMORROW.end, TOMORROW.start)}, Refused),
        ({"title": " "}, Refused),
        ({"learns": ""}, Refused),
        ({"places": 0}, Refused),
        ({"places": 501}, Refused),
    ],
)
def test_an_impossible_training_is_refused_with_its_reason(la_cape, changes, error):
    with pytest.raises(error):
        propose(la_cape, **changes)
    assert not Training.objects.exists()


def test_nobody_opens_a_training_that_nobody_gives_or_that_is_past(la_cape, bilal):
    training = propose(la_cape)
    with pytest.raises(services.NobodyGivesIt):
        services.open_training(training=training, actor=bilal, now=NOW)
    late = propose(la_cape, given_by="Une couturière")
    with pytest.raises(services.TrainingPast):
        services.open_training(training=late, actor=bilal, now=TOMORROW.start)


def test_first_come_first_served_then_one_waits(la_cape, amina, bilal, gaelle):
    training = make_training(la_cape)
    assert [book(training, who).state for who in (amina, bilal, gaelle)] == [BOOKED, BOOKED, WAITING]
    assert selectors.rank_in_line(selectors.seat_of(training, gaelle.person)) == 1
    counted = selectors.training_of(la_cape, training.pk)
    assert (counted.taken, counted.waiting) == (2, 1)


def test_a_place_given_back_goes_to_the_first_who_waits_and_she_is_told(
    la_cape, amina, bilal, gaelle, django_capture_on_commit_callbacks
):
    training = make_training(la_cape, places=1)
    seat, waiting, last = (book(training, who) for who in (amina, bilal, gaelle))
    with django_capture_on_commit_callbacks(execute=True):
        leave(seat)
    waiting.refresh_from_db()
    last.refresh_from_db()
    assert (waiting.state, waiting.told_at, last.state) == (BOOKED, NOW, WAITING)
    assert [message.to for message in mail.outbox] == [[bilal.email]]
    assert address(waiting) in mail.outbox[0].body
    assert actions(waiting) == ["seat.called_in", "seat.queued"]
    with pytest.raises(services.SeatGivenBack):
        leave(seat)


def test_who_has_no_mail_is_to_be_called(la_cape, amina):
    training = make_training(la_cape, places=1)
    seat = book(training, amina)
    waiting = come_from_outside(training, phone="06 12 34 56 78")
    leave(seat)
    waiting.refresh_from_db()
    assert waiting.to_tell
    assert selectors.around(la_cape, amina.person, NOW).get().to_tell == 1
    services.note_told(seat=waiting, actor=amina, now=NOW)
    waiting.refresh_from_db()
    assert not waiting.to_tell
    assert actions(waiting)[0] == "seat.told"


def test_someone_from_outside_comes_with_a_first_name_and_one_contact(
    la_cape, django_capture_on_commit_callbacks
):
    training = make_training(la_cape)
    with django_capture_on_commit_callbacks(execute=True):
        seat = come_from_outside(training, email=" Paul@Exemple.fr ", form_token="a" * 32)
    assert (seat.name, seat.email, seat.state) == ("Paul", "paul@exemple.fr", BOOKED)
    assert mail.outbox[0].to == ["paul@exemple.fr"]
    assert selectors.seat_by_token(seat.token) == seat
    assert come_from_outside(training, email="paul@exemple.fr", form_token="a" * 32) == seat
    with pytest.raises(services.AlreadySignedUp):
        come_from_outside(training, email="PAUL@exemple.fr")
    with pytest.raises(Refused):
        come_from_outside(training, other_contact="")
    assert TrainingSeat.objects.count() == 1


def test_nobody_signs_up_twice_nor_to_what_she_gives_nor_once_it_has_begun(la_cape, amina, bilal):
    training = make_training(la_cape, trainer=bilal.person)
    book(training, amina)
    with pytest.raises(services.AlreadySignedUp):
        book(training, amina)
    with pytest.raises(services.GivesItHerself):
        book(training, bilal)
    begun = make_training(la_cape, starts_at=NOW - timedelta(hours=1))
    with pytest.raises(services.TrainingBegun):
        book(begun, amina)
    seat = book(begun, amina, late=True)
    with pytest.raises(services.TrainingBegun):
        leave(seat)


def test_another_room_is_told_and_added_places_go_to_the_line(
    la_cape, amina, bilal, django_capture_on_commit_callbacks
):
    training = make_training(la_cape, places=1)
    book(training, amina)
    waiting = book(training, bilal)
    with django_capture_on_commit_callbacks(execute=True):
        edited = edit(training, place="Salle bleue", places=2)
    waiting.refresh_from_db()
    assert (edited.version, waiting.state) == (2, BOOKED)
    assert sorted(message.to[0] for message in mail.outbox) == [amina.email, bilal.email, bilal.email]
    with pytest.raises(services.TrainingChangedMeanwhile):
        edit(training, version=1, title="Autre")
    with pytest.raises(services.FewerPlacesThanPeople):
        edit(edited, places=1)
    assert edit(edited, places=2).version == 2


def test_a_change_keeps_the_rules_of_a_proposal(la_cape, amina):
    training = make_training(la_cape)
    with pytest.raises(services.NobodyGivesIt):
        edit(training, given_by="")
    with pytest.raises(services.TrainingPast):
        edit(training, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    book(training, amina)
    with pytest.raises(services.GivesItHerself):
        edit(training, trainer=amina.person)


def test_a_cancelled_training_says_why_to_all_who_had_a_place_or_waited(
    la_cape, amina, bilal, django_capture_on_commit_callbacks
):
    training = make_training(la_cape, places=1)
    book(training, amina)
    seat = book(training, bilal)
    with pytest.raises(Refused):
        cancel(training, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        cancelled = cancel(training, "La salle est fermée")
    assert (cancelled.state, cancelled.cancel_reason) == (TrainingState.CANCELLED, "La salle est fermée")
    assert sorted(message.to[0] for message in mail.outbox) == [amina.email, bilal.email]
    assert "La salle est fermée" in mail.outbox[0].body
    for refused in (lambda: cancel(training), lambda: edit(cancelled, title="Autre")):
        with pytest.raises(services.TrainingMoved):
            refused()
    leave(seat)
    with pytest.raises(services.TrainingNotOpen):
        book(training, bilal)


def test_contacts_of_people_from_outside_are_erased_after_a_quarter_and_counts_stay(la_cape, amina):
    training = make_training(la_cape, starts_at=NOW - rules.CONTACT_KEPT - timedelta(days=1))
    outside, inside = make_seat(training), make_seat(training, amina)
    recent = make_seat(make_training(la_cape, starts_at=NOW - timedelta(days=9)))
    assert services.forget_outsiders(today=TODAY, now=NOW) == 1
    outside.refresh_from_db()
    assert (outside.first_name, outside.phone, outside.token, outside.forgotten_at) == ("", "", "", NOW)
    recent.refresh_from_db()
    inside.refresh_from_db()
    assert (recent.first_name, inside.name) == ("Paul", str(amina.person))
    assert selectors.training_of(la_cape, training.pk).taken == 2
    assert services.forget_outsiders(today=TODAY, now=NOW) == 0


def test_lists_tell_what_comes_what_waits_and_what_is_past(la_cape, coop_manau):
    coming = make_training(la_cape, "Cuisine du monde", is_public=True)
    past = make_training(la_cape, starts_at=NOW - timedelta(days=2))
    proposed = make_training(la_cape, state=TrainingState.PROPOSED, opened_at=None)
    make_training(coop_manau)

    def found(when, words=""):
        return list(selectors.trainings_of(la_cape, when, NOW, words))

    assert (found(When.COMING), found(When.PAST), found(When.PROPOSED)) == ([coming], [past], [proposed])
    assert (found(When.COMING, "MONDE"), found(When.COMING, "vélo")) == ([coming], [])
    assert list(selectors.public_trainings(la_cape, NOW)) == [coming]
    assert selectors.public_training("la-cape", past.pk) is None
    assert selectors.training_of(coop_manau, coming.pk) is None


def test_who_may_open_keep_and_edit_a_training(la_cape, amina, bilal, chloe, gaelle, fanny, hugo):
    training = make_training(la_cape, trainer=gaelle.person)
    idea = make_training(la_cape, state=TrainingState.PROPOSED, opened_at=None, author=amina)

    def may(rule):
        people = {"amina": amina, "bilal": bilal, "chloe": chloe, "gaelle": gaelle, "fanny": fanny}
        return {name for name, who in people.items() if rule(hats_of(who.person, TODAY), who)}

    def keeps(row):
        return may(lambda hats, who: permissions.may_keep_training(hats, la_cape, row, who.person_id))

    def edits(row):
        return may(
            lambda hats, who: permissions.may_edit_training(
                hats, la_cape, row, person=who.person_id, account=who.pk
            )
        )

    assert may(lambda hats, _who: permissions.may_open_training(hats, la_cape)) == {"bilal", "chloe"}
    assert may(lambda hats, _who: permissions.may_sign_up(hats, la_cape)) == {
        "amina", "bilal", "chloe", "gaelle",
    }  # fmt: skip
    assert (keeps(training), edits(training)) == ({"bilal", "chloe", "gaelle"},) * 2
    assert (keeps(idea), edits(idea)) == ({"bilal", "chloe"}, {"amina", "bilal", "chloe"})
    assert permissions.may_sign_up(hats_of(hugo.person, TODAY), la_cape)


ATTACKS = [
    ({"title": ""}, "training_told"),
    ({"learns": ""}, "training_told"),
    ({"ends_at": "2020-01-01 00:00:00+00"}, "training_times_in_order"),
    ({"places": 0}, "training_has_places"),
    ({"state": "cancelled"}, "training_state_dated"),
    ({"opened_at": None}, "training_state_dated"),
    ({"given_by": ""}, "training_given_by_someone"),
]
SEAT_ATTACKS = [
    ({"state": "waiting"}, "seat_state_dated"),
    ({"state": "withdrawn"}, "seat_state_dated"),
    ({"phone": ""}, "seat_of_someone"),
    ({"first_name": ""}, "seat_of_someone"),
    ({"forgotten_at": "2026-03-13 00:00:00+00"}, "seat_forgotten_whole"),
    ({"was_there": True}, "seat_presence_dated"),
]


@pytest.mark.parametrize(("columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_an_impossible_training(la_cape, columns, constraint):
    training = make_training(la_cape)
    with pytest.raises(IntegrityError, match=constraint):
        _update(training, **columns)


@pytest.mark.parametrize(("columns", "constraint"), SEAT_ATTACKS)
def test_raw_sql_cannot_write_an_impossible_place(la_cape, columns, constraint):
    seat = make_seat(make_training(la_cape))
    with pytest.raises(IntegrityError, match=constraint):
        _update(seat, **columns)


def test_raw_sql_cannot_fill_a_room_beyond_its_places(la_cape, amina):
    training = make_training(la_cape, places=1)
    seat = make_seat(training)
    with pytest.raises(IntegrityError, match="no more people than places"), transaction.atomic():
        make_seat(training, amina)
    waiting = make_seat(training, amina, WAITING)
    at = "2026-03-13 00:00:00+00"
    with pytest.raises(IntegrityError, match="no more people than places"):
        _update(waiting, state="booked", booked_at=at)
    _update(seat, was_there=False, noted_at=at)
    _update(waiting, state="booked", booked_at=at)
    with pytest.raises(IntegrityError, match="no more people than places"):
        _update(seat, was_there=True)


def test_raw_sql_cannot_take_places_away_from_people(la_cape):
    training = make_training(la_cape, places=2)
    make_seat(training)
    make_seat(training, first_name="Zoé")
    with pytest.raises(IntegrityError, match="place for each"):
        _update(training, places=1)


def test_the_same_person_or_address_has_one_place(la_cape, amina):
    training = make_training(la_cape, places=9)
    make_seat(training, amina)
    make_seat(training, email="paul@exemple.fr")
    for again in ({"who": amina}, {"email": "paul@exemple.fr"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_seat(training, **again)


def test_verify_proves_places_and_tells_of_hours_that_are_not_hers(la_cape, amina):
    seat = make_seat(make_training(la_cape), amina)
    TrainingSeat.objects.filter(pk=seat.pk).update(was_there=True, noted_at=NOW, hours=make_hours(la_cape))
    found = {row.name: row.problems for row in verification.run() if row.name.startswith("trainings.")}
    assert found["trainings.places"] == []
    assert found["trainings.hours"] == [f"seat {seat.pk} counts hours that are not hers, or were taken back"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_people_who_sign_up_at_once_share_three_places(la_cape):
    training = make_training(la_cape, places=3)

    def sign_up(number):
        try:
            come_from_outside(training, email=f"personne{number}@exemple.fr")
        finally:
            connection.close()

    threads = [Thread(target=sign_up, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(TrainingSeat.objects.values_list("state", flat=True))
    assert states == ["booked"] * 3 + ["waiting"] * 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_raw_writers_of_places_wait_for_each_other(la_cape):
    training, refused = make_training(la_cape, places=1), []

    def insert(number):
        try:
            make_seat(training, first_name=f"Personne {number}")
        except IntegrityError:
            refused.append(number)
        finally:
            connection.close()

    threads = [Thread(target=insert, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (TrainingSeat.objects.count(), len(refused)) == (1, 3)
