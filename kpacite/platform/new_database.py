"""An empty database made straight from the models: seconds, where walking the whole history takes minutes.

Every migration is written down as applied, so that the next `migrate` goes on from there.
`test_new_database.py` proves that both ways end in the same tables (docs/decisions/0063).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection


class _NoHistory:
    """What Django takes for apps without migrations, whatever their name."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def make_tables(*, verbosity: int = 0) -> None:
    """Create every table with its constraints and triggers in an empty database, at the latest migration."""
    with _history(_NoHistory()):
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=verbosity)
    note_history()


def note_history() -> None:
    """Write every migration down as applied, for tables that were made without them."""
    with _history({}):
        call_command("migrate", fake=True, interactive=False, verbosity=0)


@contextmanager
def _history(modules: object) -> Iterator[None]:
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = modules
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = before
