"""What can never be false, attacked behind the back of the services, on both databases."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction

from kpacite.domain.paths.models import Path, PersonFacts, PersonReference, SensitiveFacts
from tests.factories.organisations import make_kpa
from tests.factories.paths import make_exit, make_path
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def _path():
    return make_path(make_kpa(), planned_end=date(2025, 1, 1), initial_planned_end=date(2025, 1, 1))


def _exit():
    return make_exit(make_path(make_kpa(), end=date(2026, 1, 5)), situation="EMPLOI", contract="CDI")


def _facts():
    return PersonFacts.objects.create(person=make_person(), birth_date=date(2000, 1, 1), gender="F")


def _reference():
    return PersonReference.objects.create(
        source=make_kpa().organisation, reference="P1", person=make_person()
    )


ATTACKS = [
    (_path, {"end": "2020-01-01"}, "path_dates_in_order"),
    (_path, {"planned_end": "2020-01-01"}, "path_planned_after_start"),
    (_path, {"education": "DOCTORAT"}, "path_codes_known"),
    (_path, {"referral_kind": "rumour"}, "path_codes_known"),
    (_path, {"qpv": "yes"}, "path_codes_known|path_qpv_of_its_day"),
    (_path, {"qpv": "oui"}, "path_qpv_of_its_day"),
    (_path, {"qpv": "oui", "qpv_method": "manual", "qpv_generation": 2015}, "path_qpv_of_its_day"),
    (_path, {"qpv_generation": 2024}, "path_qpv_of_its_day"),
    (_path, {"postcode": "59100"}, "path_department_of_postcode"),
    (_path, {"initial_planned_end": "2025-06-01"}, "first planned end|path_first_planned_end_kept"),
    (_path, {"initial_planned_end": None}, "first planned end|path_first_planned_end_kept"),
    (_exit, {"situation": "RETRAITE", "contract": ""}, "exit_situation_known"),
    (_exit, {"situation": "SANS"}, "exit_contract_with_a_job"),
    (_exit, {"contract": "CDD"}, "exit_contract_with_a_job"),
    (_exit, {"training": "CERT"}, "exit_kind_of_training"),
    (_facts, {"gender": "M"}, "person_facts_gender_known"),
    (_facts, {"birth_date_declined": True}, "person_facts_birth_date_or_not"),
    (_reference, {"reference": ""}, "person_reference_given"),
]


def _update(row: models.Model, **columns: object) -> None:
    """As someone with a database shell would: no form, no service, no ORM."""
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    table, key = row._meta.db_table, row._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changes} WHERE {key} = %s", [*columns.values(), row.pk])


@pytest.mark.parametrize(("make", "columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_what_can_never_be(make, columns, constraint):
    row = make()
    with pytest.raises(IntegrityError, match=constraint):
        _update(row, **columns)


@pytest.mark.parametrize("make", [_path, _exit, _reference])
def test_the_same_row_cannot_be_there_twice(make):
    copy = make()
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


OLD = {"start": date(2024, 1, 1), "end": date(2025, 1, 1)}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 12, 31), None),
        (date(2023, 1, 1), date(2024, 1, 2)),
        (date(2023, 1, 1), None),
        (date(2024, 5, 1), date(2024, 6, 1)),
        (date(2023, 1, 1), date(2026, 1, 1)),
    ],
)
def test_two_paths_of_one_person_in_one_kpa_share_no_day(start, end):
    old = make_path(make_kpa(), **OLD)
    with pytest.raises(IntegrityError, match="share no day"), transaction.atomic():
        make_path(old.kpa, old.person, start=start, end=end)


def test_a_path_may_start_on_the_day_another_ends():
    old = make_path(make_kpa(), **OLD)
    assert make_path(old.kpa, old.person, start=date(2025, 1, 1)).pk


def test_a_path_elsewhere_or_of_someone_else_is_another_matter():
    old = make_path(make_kpa(), **OLD)
    assert make_path(make_kpa(), old.person, **OLD).pk
    assert make_path(old.kpa, make_person("Bilal"), **OLD).pk


def test_a_path_cannot_be_stretched_over_the_next_one():
    old = make_path(make_kpa(), **OLD)
    make_path(old.kpa, old.person, start=date(2025, 1, 1))
    with pytest.raises(IntegrityError, match="share no day"):
        _update(old, end="2025-02-01")


def test_a_path_that_ended_on_its_first_day_takes_no_day():
    old = make_path(make_kpa(), **OLD)
    assert make_path(old.kpa, old.person, start=date(2024, 6, 1), end=date(2024, 6, 1)).pk


def test_sensitive_answers_are_ciphertext_in_the_database():
    row = SensitiveFacts.objects.create(person=make_person(), answers="onx?")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM paths_sensitivefacts WHERE person_id = %s", [row.pk])
        sealed = cursor.fetchone()[0]
    assert sealed != "onx?"
    assert SensitiveFacts.objects.get().answers == "onx?"


def test_a_path_runs_until_the_day_before_its_end():
    path = make_path(make_kpa(), **OLD)
    assert list(Path.objects.on(date(2024, 12, 31))) == [path]
    assert not Path.objects.on(date(2025, 1, 1)).exists()
    assert list(Path.objects.touching(date(2025, 1, 1), date(2025, 2, 1))) == [path]
