"""Hours attacked behind the back of the services, on both databases."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import HoursClosing, WorkClaim, WorkEntry
from kpacite.domain.activities.services import TimeSpent
from tests.domain.activities.test_constraints import _update
from tests.factories.activities import confirm, make_activity, make_hours, make_job
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def close(kpa, activity=None):
    return services.close_month(
        kpa=kpa.kpa, activity=activity, month=TODAY, reason="Partage", actor=None, now=NOW
    )


@pytest.mark.parametrize(
    "columns",
    [{"minutes": 60}, {"day": "2026-03-01"}, {"note": "autre"}, {"coefficient": 200}, {"kind": "common"}],
)
def test_hours_are_never_changed(la_cape, columns):
    entry = make_hours(la_cape)
    with pytest.raises(IntegrityError, match="append-only"):
        _update(entry, **columns)


@pytest.mark.parametrize("table", ["workentry", "workconfirmation", "hoursclosing", "workclaim"])
def test_nothing_about_hours_is_erased(la_cape, table):
    entry = make_hours(la_cape)
    confirm(entry)
    services.claim_hours(entries=[entry.pk], use="sharing", source="order:1", actor=None, now=NOW)
    close(la_cape)
    with pytest.raises(IntegrityError, match=r"append-only|is kept"):
        run(f"DELETE FROM activities_{table}")


def test_hours_are_not_written_over(la_cape):
    entry = make_hours(la_cape)
    columns = ", ".join(f'"{field.column}"' for field in WorkEntry._meta.local_fields)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(IntegrityError):
        run(f"{verb} INTO activities_workentry ({columns}) SELECT {columns} FROM activities_workentry")
    assert WorkEntry.objects.get() == entry


def test_a_day_holds_twenty_four_hours(la_cape, amina):
    make_hours(la_cape, amina, 1440)
    with pytest.raises(IntegrityError, match="24 hours"), transaction.atomic():
        make_hours(la_cape, amina, 1)
    make_hours(la_cape, amina, 1440, day=TODAY - timedelta(days=1))


def test_a_closed_month_takes_nothing_and_the_others_do(la_cape, cuisine):
    closing = close(la_cape, cuisine)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        make_hours(la_cape, activity=cuisine)
    make_hours(la_cape)
    make_hours(la_cape, activity=make_activity(la_cape, "Jardin"))
    make_hours(la_cape, activity=cuisine, day=closing.start - timedelta(days=1))
    make_hours(la_cape, activity=cuisine, day=closing.end)
    close(la_cape)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        make_hours(la_cape)


@pytest.mark.parametrize("column", ["start", "reason", "activity_id"])
def test_a_closing_is_only_opened_again_once(la_cape, cuisine, column):
    closing = close(la_cape)
    value = {"start": "2020-01-01", "reason": "autre", "activity_id": cuisine.pk}[column]
    with pytest.raises(IntegrityError, match="only opened again"):
        _update(closing, **{column: value})
    services.reopen_month(closing=closing, reason="Erreur", actor=None, now=NOW)
    with pytest.raises(IntegrityError, match="only opened again"):
        _update(closing, reopened_at=None, reopen_reason="")


def test_the_same_month_is_closed_once(la_cape, cuisine):
    for activity in (None, cuisine):
        close(la_cape, activity)
        copy = HoursClosing.objects.get(activity=activity)
        copy.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_hours_job_and_activity_are_of_one_kpa(la_cape, coop_manau, cuisine):
    theirs = make_activity(coop_manau)
    with pytest.raises(IntegrityError, match="one KPA"), transaction.atomic():
        make_hours(la_cape, activity=theirs)
    with pytest.raises(IntegrityError, match="one KPA"), transaction.atomic():
        make_hours(la_cape, activity=cuisine, job=make_job(make_activity(la_cape, "Jardin")))


def test_nobody_confirms_herself(la_cape, amina, bilal):
    entry = make_hours(la_cape, amina)
    with pytest.raises(IntegrityError, match="someone else"), transaction.atomic():
        confirm(entry, amina)
    confirm(entry, bilal)
    with pytest.raises(IntegrityError), transaction.atomic():
        confirm(entry)


def test_what_was_taken_back_is_not_confirmed(la_cape, amina, bilal):
    entry = make_hours(la_cape, amina)
    undo = services.cancel_hours(entry=entry, client_id=uuid4(), actor=None, now=NOW)
    for wrong in (entry, undo):
        with pytest.raises(IntegrityError, match="someone else"), transaction.atomic():
            confirm(wrong, bilal)


@pytest.mark.parametrize(
    "different", [{"minutes": -60}, {"day": TODAY - timedelta(days=1)}, {"kind": TimeKind.SUPPORT}, {}]
)
def test_a_compensation_mirrors_its_entry_and_comes_once(la_cape, amina, different):
    entry = make_hours(la_cape, amina)
    if not different:
        make_hours(la_cape, amina, -120, compensates=entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hours(la_cape, amina, **({"minutes": -120, "compensates": entry} | different))


def test_a_compensation_is_not_compensated_nor_of_someone_else(la_cape, amina, bilal):
    entry = make_hours(la_cape, amina)
    with pytest.raises(IntegrityError, match="mirrors"), transaction.atomic():
        make_hours(la_cape, bilal, -120, compensates=entry)
    undo = make_hours(la_cape, amina, -120, compensates=entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hours(la_cape, amina, 120, compensates=undo)


ATTACKS = [
    ({"minutes": 0}, "hours_positive_unless_compensation"),
    ({"minutes": -120}, "hours_positive_unless_compensation"),
    ({"minutes": 1441}, "24 hours|hours_within_a_day"),
    ({"kind": "rest"}, "hours_kind_known"),
    ({"kind": TimeKind.WORK}, "hours_of_work_have_an_activity"),
    ({"coefficient": 1001}, "hours_coefficient_in_bounds"),
]


@pytest.mark.parametrize(("fields", "refusal"), ATTACKS)
def test_impossible_hours_are_not_written(la_cape, fields, refusal):
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        make_hours(la_cape, **fields)


def test_a_claim_says_by_what(la_cape):
    entry = make_hours(la_cape)
    with pytest.raises(IntegrityError, match="claim_known"), transaction.atomic():
        services.claim_hours(entries=[entry.pk], use="cash", source="x", actor=None, now=NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_do_not_make_a_day_of_thirty_hours(la_cape, amina):
    person, kpa = amina.person, la_cape.kpa
    outcomes = []

    def declare():
        try:
            services.declare_hours(
                kpa=kpa,
                person=person,
                spent=TimeSpent(kind=TimeKind.COMMON, day=TODAY, minutes=15 * 60),
                client_id=uuid4(),
                actor=None,
                now=NOW,
                today=TODAY,
                anyway=True,
            )
            outcomes.append("noted")
        except services.DayIsFull:
            outcomes.append("full")
        finally:
            connection.close()

    threads = [Thread(target=declare) for _phone in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full", "full", "full", "noted"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_raw_writers_of_a_day_wait_for_each_other(la_cape):
    person = make_person()

    def insert():
        try:
            make_hours(la_cape, minutes=1000, person=person)
        except IntegrityError:
            refused.append(1)
        finally:
            connection.close()

    refused = []
    threads = [Thread(target=insert) for _writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (WorkEntry.objects.count(), len(refused)) == (1, 3)


def test_paid_hours_are_not_taken_back_nor_the_contrary(la_cape, amina):
    paid, gone = make_hours(la_cape, amina), make_hours(la_cape, amina, 60)
    services.claim_hours(entries=[paid.pk], use="sharing", source="job:1", actor=None, now=NOW)
    with pytest.raises(IntegrityError, match="paid are not taken back"), transaction.atomic():
        make_hours(la_cape, amina, -120, compensates=paid)
    make_hours(la_cape, amina, -60, compensates=gone)
    with pytest.raises(IntegrityError, match="taken back are not paid"), transaction.atomic():
        WorkClaim.objects.create(entry=gone, use="sharing", source="job:1", claimed_at=NOW)
