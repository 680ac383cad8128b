import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kpacite.platform import audit
from kpacite.platform.audit import AuditEvent
from kpacite.platform.readonly import (
    INFRASTRUCTURE_TABLES,
    ReadOnlyGetMiddleware,
    WriteDuringRead,
    is_allowed,
    read_only,
)

SECRET = "Chloé attend un rendez-vous"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def writing_view(request: HttpRequest) -> HttpResponse:
    audit.record(actor=None, action="tests.page.seen", target=None, at=NOON)
    return HttpResponse("ok")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_writes_while_someone_looks_fails(method: str) -> None:
    with pytest.raises(WriteDuringRead, match="platform_auditevent"), transaction.atomic():
        ReadOnlyGetMiddleware(writing_view)(getattr(RequestFactory(), method)("/"))
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_form_may_write(method: str) -> None:
    assert ReadOnlyGetMiddleware(writing_view)(getattr(RequestFactory(), method)("/")).status_code == 200
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_in_production_the_write_is_logged_without_its_values_and_passes(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.STRICT_READS = False
    with caplog.at_level(logging.ERROR), read_only():
        audit.record(actor=None, action="tests.page.seen", target=None, at=NOON, reason=SECRET)
    assert AuditEvent.objects.count() == 1
    assert "Write during a read" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.django_db
def test_reading_locking_and_savepoints_pass() -> None:
    with read_only(), transaction.atomic(), transaction.atomic():
        assert list(AuditEvent.objects.select_for_update()) == []
        assert AuditEvent.objects.filter(pk__in=AuditEvent.objects.values("pk")).count() == 0


@pytest.mark.django_db
def test_the_guard_is_lifted_after_the_page() -> None:
    with pytest.raises(WriteDuringRead), transaction.atomic(), read_only():
        writing_view(RequestFactory().get("/"))
    writing_view(RequestFactory().get("/"))


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "a" FROM t',
        "  select 1",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH t AS (SELECT 1) SELECT * FROM t",
        'SAVEPOINT "s1"',
        'RELEASE SAVEPOINT "s1"',
        "PRAGMA foreign_keys",
        "EXPLAIN SELECT 1",
        'UPDATE "django_session" SET x = 1',
        'INSERT INTO "cache" VALUES (1)',
        'DELETE FROM "cache" WHERE expires < now()',
        "INSERT OR REPLACE INTO cache VALUES (1)",
    ],
)
def test_questions_and_the_machinery_s_own_tables_pass(sql: str) -> None:
    assert is_allowed(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "people_person" VALUES (1)',
        'UPDATE "people_person" SET x = (SELECT 1)',
        'DELETE FROM "people_person"',
        "TRUNCATE people_person",
        "DROP TABLE people_person",
        "REPLACE INTO people_person VALUES (1)",
        "WITH gone AS (DELETE FROM people_person RETURNING *) SELECT * FROM gone",
        'UPDATE "cache_of_others" SET x = 1',
        "selection",
        "",
    ],
)
def test_everything_else_is_a_write(sql: str) -> None:
    assert not is_allowed(sql)


@pytest.mark.django_db
def test_only_the_machinery_is_exempt() -> None:
    ours = {table for table in connection.introspection.table_names() if table.split("_")[0] in OUR_APPS}
    assert ours
    assert ours & INFRASTRUCTURE_TABLES == WRITTEN_BY_LOOKING


OUR_APPS = {"platform", "people", "organisations"}
# decisions/0022: who looked at whose file is written down at the moment of looking.
WRITTEN_BY_LOOKING = {"people_accessrecord"}
