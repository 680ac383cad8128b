"""What can never be false, attacked with raw SQL behind the back of the services, on both databases."""

import json
from itertools import product

import pytest
from django.db import IntegrityError, connection, models, transaction

from kpacite.domain.governance import models as tables
from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import VersionState
from kpacite.domain.governance.models import CharterSignature, CharterVersion
from tests.domain.governance.charters import TEXT, discuss, put_in_force, sign, write
from tests.factories.people import TODAY

pytestmark = pytest.mark.django_db
VERSION, SIGNATURE = "governance_charterversion", "governance_chartersignature"


def execute(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def update(row: models.Model, verb: str = "UPDATE", **columns: object) -> None:
    changes = ", ".join(f"{name} = %s" for name in columns)
    execute(f"{verb} {row._meta.db_table} SET {changes} WHERE id = %s", *columns.values(), row.pk)


def insert_copy(row: models.Model, verb: str = "INSERT", **changes: object) -> None:
    """The same row again, with some columns changed, and a key of the database's own choice."""
    values = {field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
              for field in row._meta.concrete_fields if not field.primary_key}  # fmt: skip
    values |= changes
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    execute(f"{verb} INTO {row._meta.db_table} ({names}) VALUES ({marks})", *values.values())


FROZEN_CHANGES = [
    {"sections": json.dumps([{"heading": "x", "body": "y"}])},
    {"content_hash": "0" * 64},
    {"authors": "Quelqu’un d’autre"},
    {"motive": "Une autre raison"},
    {"is_example": True},
    {"in_force_from": "2020-01-01"},
    {"number": 7},
    {"state": "draft", "in_force_from": None},
    {"state": "discussed", "in_force_from": None},
]


@pytest.mark.parametrize("columns", FROZEN_CHANGES)
def test_a_version_in_force_keeps_every_word(la_cape, columns):
    version = put_in_force(la_cape)
    with pytest.raises(IntegrityError):
        update(version, **columns)


@pytest.mark.parametrize("columns", [*FROZEN_CHANGES, {"superseded_on": "2027-01-01"}, {"state": "in_force"}])
def test_a_replaced_version_keeps_every_word_too(la_cape, columns):
    version = put_in_force(la_cape)
    put_in_force(la_cape, TEXT[:1], start=TODAY)
    with pytest.raises(IntegrityError):
        update(version, **columns)


@pytest.mark.parametrize(("current", "new"), list(product(VersionState, VersionState)))
def test_the_database_knows_the_table_of_states(la_cape, current, new):
    version = {
        VersionState.DRAFT: write,
        VersionState.DISCUSSED: discuss,
        VersionState.IN_FORCE: put_in_force,
        VersionState.SUPERSEDED: put_in_force,
    }[current](la_cape)
    if current == VersionState.SUPERSEDED:
        put_in_force(la_cape, TEXT[:1], start=TODAY)
    dates = {
        VersionState.IN_FORCE: {"in_force_from": TODAY, "motive": "x"},
        VersionState.SUPERSEDED: {"superseded_on": TODAY},
    }.get(new, {})
    allowed = rules.may_become(current, new)
    if not allowed and current != new:
        with pytest.raises(IntegrityError):
            update(version, state=new.value, **dates)
    elif allowed:
        update(version, state=new.value, **dates)
        assert CharterVersion.objects.filter(pk=version.pk, state=new).exists()


def test_no_version_disappears_even_as_a_draft(la_cape):
    version = write(la_cape)
    with pytest.raises(IntegrityError):
        execute(f"DELETE FROM {VERSION} WHERE id = %s", version.pk)


@pytest.mark.parametrize(
    "changes", [{"number": 3}, {"number": 1}, {"number": 0}, {"number": 2, "state": "discussed"}]
)
def test_a_version_is_born_a_draft_with_the_next_number(la_cape, changes):
    version = put_in_force(la_cape)
    born = {"state": "draft", "in_force_from": None, "motive": ""} | changes
    with pytest.raises(IntegrityError):
        insert_copy(version, **born)


def test_two_drafts_are_never_open_together(la_cape):
    version = write(la_cape)
    with pytest.raises(IntegrityError):
        insert_copy(version, number=2)


def test_a_number_belongs_to_its_charter(la_cape, coop_manau):
    version, other = write(la_cape), write(coop_manau)
    with pytest.raises(IntegrityError):
        update(version, charter_id=other.charter_id)


def test_replace_makes_room_for_nothing(la_cape, amina):
    """SQLite's OR REPLACE deletes rows in silence; PostgreSQL has no such words."""
    replace = " OR REPLACE" if connection.vendor == "sqlite" else ""
    signature = sign(put_in_force(la_cape), amina)
    other = discuss(la_cape, TEXT[:1])
    for attack in (
        lambda: update(other, f"UPDATE{replace}", state="in_force", in_force_from=TODAY, motive="x"),
        lambda: insert_copy(other, f"INSERT{replace}", number=3, state="draft"),
        lambda: insert_copy(other, f"INSERT{replace}", number=1, state="draft"),
        lambda: insert_copy(signature, f"INSERT{replace}"),
    ):
        with pytest.raises(IntegrityError):
            attack()
    assert CharterVersion.objects.count() == 2
    assert CharterSignature.objects.count() == 1


def test_a_signature_is_never_changed_nor_removed(la_cape, amina):
    signature = sign(put_in_force(la_cape), amina)
    for columns in ({"typed_name": "x"}, {"signed_on": "2020-01-01"}, {"text_hash": "0" * 64}):
        with pytest.raises(IntegrityError):
            update(signature, **columns)
    with pytest.raises(IntegrityError):
        execute(f"DELETE FROM {SIGNATURE} WHERE id = %s", signature.pk)


def test_a_signature_is_bound_to_the_text_in_force(la_cape, coop_manau, amina, bilal):
    signature = sign(put_in_force(la_cape), amina)
    draft = discuss(coop_manau)
    fields = {"person_id": bilal.person_id}
    for changes in (
        {"text_hash": "0" * 64},
        {"version_id": draft.pk, "text_hash": draft.content_hash},
        {"signed_on": "2020-01-01"},
        {"signatory": "kpa", "kpa_id": la_cape.pk},
        {"signatory": "person", "kpa_id": la_cape.pk},
        {"typed_name": ""},
        {"mode": "voice"},
        {"person_id": amina.person_id},
    ):
        with pytest.raises(IntegrityError):
            insert_copy(signature, **(fields | changes))
    insert_copy(signature, **fields)
    assert CharterSignature.objects.count() == 2


def test_a_charter_has_a_known_kind_and_readers(la_cape):
    charter = write(la_cape).charter
    for columns in ({"kind": "other"}, {"publication": "friends"}):
        with pytest.raises(IntegrityError):
            update(charter, **columns)


def test_no_foreign_key_of_the_app_cascades():
    keys = [
        field
        for model in (tables.Charter, CharterVersion, CharterSignature)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]
    assert len(keys) == 7
    assert {field.remote_field.on_delete for field in keys} == {models.PROTECT}
