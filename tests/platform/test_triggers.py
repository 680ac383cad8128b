from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction

from kpacite.platform import triggers
from kpacite.platform.numbering import Counter, next_number
from tests.platform.guarded.triggers import PAGES

TRIGGERS_OF_PLATFORM = {"platform_auditevent", "platform_counter"}


@pytest.fixture
def guarded(transactional_db: None, settings: object) -> Iterator[None]:
    """An app of our own, whose trigger names two tables; its schema is taken back afterwards."""
    settings.MIGRATION_MODULES = {}
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.platform.guarded.apps.GuardedConfig"]
    triggers.register(PAGES)
    try:
        migrate()
        yield
    finally:
        triggers.unregister(PAGES)
        triggers.drop(connection)
        migrate("zero")


def migrate(target: str = "0003") -> None:
    call_command("migrate", "guarded", target, verbosity=0, interactive=False)


def fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO guarded_folder (id, name, closed) VALUES (1, 'Été', %s)", [True])
        cursor.execute("INSERT INTO guarded_page (id, folder_id, words) VALUES (1, 1, 'Bonjour')")


def remove_the_page() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM guarded_page")


def test_a_guarded_table_with_rows_can_be_altered_and_stays_guarded(guarded: None) -> None:
    migrate("0002")
    fill()
    migrate("0003")
    assert triggers.missing(connection) == []
    with pytest.raises(IntegrityError, match="closed"):
        remove_the_page()


def test_sqlite_could_not_alter_the_table_with_its_triggers_in_place(
    guarded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate("0002")  # No rows: with rows, Django does not even roll the failed migration back.
    fails = pytest.raises(OperationalError, match="error in trigger")
    with monkeypatch.context() as patch:
        patch.setitem(triggers.DROP, "sqlite", "SELECT 1")
        with fails if connection.vendor == "sqlite" else nullcontext():
            migrate("0003")


def test_a_table_that_is_not_whole_yet_waits_for_its_triggers(guarded: None) -> None:
    migrate("0001")
    assert PAGES.names("sqlite")[0] not in triggers.existing(connection)
    assert triggers.missing(connection) == []
    migrate("0002")
    assert PAGES.names("sqlite")[0] in triggers.existing(connection)


def test_migrating_one_app_keeps_the_guards_of_the_others(guarded: None) -> None:
    migrate("zero")
    assert set(triggers.existing(connection).values()) >= TRIGGERS_OF_PLATFORM


def test_a_trigger_that_the_code_forgot_is_removed(guarded: None) -> None:
    triggers.unregister(PAGES)
    triggers.install(connection)
    assert "guarded_page" not in triggers.existing(connection).values()
    triggers.register(PAGES)


@pytest.mark.django_db
def test_every_registered_trigger_is_installed_and_the_check_says_so() -> None:
    assert triggers.missing(connection) == []
    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_check_names_the_triggers_that_are_gone() -> None:
    with triggers.suspended(connection):
        [warning] = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert warning.id == "kpacite.W020"
    assert "kpa_platform_auditevent" in warning.msg
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_guards_are_never_lifted_outside_tests(settings: object) -> None:
    settings.TESTING = False
    with pytest.raises(RuntimeError), triggers.suspended(connection):
        pass


def test_a_trigger_without_our_prefix_is_refused() -> None:
    with pytest.raises(ValueError, match="kpa_"):
        triggers.TriggerSet(table="t", sqlite=["CREATE TRIGGER other BEFORE DELETE ON t"], postgresql=[])


def test_two_sets_cannot_share_a_name() -> None:
    twin = triggers.TriggerSet(
        table="elsewhere",
        sqlite=triggers.append_only("platform_auditevent").sqlite,
        postgresql=(),
    )
    with pytest.raises(ValueError, match="already taken"):
        triggers.register(twin)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_guarded_tables_in_tests() -> None:
    with transaction.atomic():
        next_number("flushed")
    call_command("flush", interactive=False, verbosity=0)
    assert not Counter.objects.exists()
    assert triggers.missing(connection) == []
