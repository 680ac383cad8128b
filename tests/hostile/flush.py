"""The flush that ends a transactional test empties guarded tables too; their guards are back at once."""

from collections.abc import Iterable

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from kpacite.platform import triggers


def allowed(patch: pytest.MonkeyPatch) -> None:
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guards(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with triggers.suspended(self.connection):
            flush(self, sql_list)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
