"""What ends a transactional test: the tables that it filled are emptied, guarded ones too.

Their guards are back at once. Django would empty the two hundred others as well, then look again at every
model of every app.
"""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase

from kpacite.platform import triggers

# Written once with the tables, and the same for all tests.
KEPT = {ContentType._meta.db_table, Permission._meta.db_table}


def allowed(patch: pytest.MonkeyPatch) -> None:
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guards(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with triggers.suspended(self.connection):
            flush(self, sql_list)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
    patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_all)


def _empty_all(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        empty(connections[alias])


def empty(connection: BaseDatabaseWrapper) -> None:
    filled = _filled(connection)
    with (
        triggers.suspended(connection, filled),
        connection.constraint_checks_disabled(),
        connection.cursor() as cursor,
    ):
        if connection.vendor == "postgresql":
            # Foreign keys are triggers too.
            cursor.execute("SET session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def _filled(connection: BaseDatabaseWrapper) -> list[str]:
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in KEPT
    ]
    asked = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(set(tables))
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]
