"""Rules that the database keeps, whoever writes: triggers for SQLite and PostgreSQL, side by side.

An app declares its `TriggerSet`s beside its models and registers them in `AppConfig.ready`:

    triggers.register(triggers.append_only("platform_auditevent"))

One mechanism installs them on both engines: after each `migrate` (and `flush`), one transaction drops
what bears our prefix and creates what is registered, so that a changed or forgotten trigger never
lingers. SQLite needs more: it rebuilds a table in order to alter it, and the rebuild fails when a
trigger names the table (or silently loses the triggers of the table itself). There, and only there,
the triggers are dropped before the migrations too. On PostgreSQL the guards stand throughout.

A migration that fails half-way on SQLite leaves the database unguarded until the next `migrate`:
the check `kpacite.W020` and `missing()` tell. It is a warning, because `migrate` itself refuses to
start on an error, and `migrate` is the cure; `make check` fails on warnings.

The owner of a database can always drop a trigger. What stands against that is the separation of the
accounts (docs/exploitation.md), not this module.
"""

import logging
import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

logger = logging.getLogger(__name__)

PREFIX = "kpa_"
NAME = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?TRIGGER\s+(\w+)", re.IGNORECASE)
EXISTING = {
    "sqlite": (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 4) = 'kpa_'"
    ),
    "postgresql": (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE left(t.tgname, 4) = 'kpa_' AND NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
    ),
}
DROP = {"sqlite": "DROP TRIGGER {name}", "postgresql": 'DROP TRIGGER {name} ON "{table}"'}


@dataclass(frozen=True, kw_only=True)
class TriggerSet:
    """The triggers of one table, as whole SQL statements for each engine.

    Names start with `kpa_` and are unique in the database. PostgreSQL functions are written
    `CREATE OR REPLACE FUNCTION` and raise ERRCODE 23514, so that both engines give `IntegrityError`.
    """

    table: str
    sqlite: Sequence[str]
    postgresql: Sequence[str]

    def __post_init__(self) -> None:
        for name in chain(self.names("sqlite"), self.names("postgresql")):
            if not name.startswith(PREFIX):
                raise ValueError(f"Trigger {name} of {self.table}: its name must start with {PREFIX}")

    def statements(self, vendor: str) -> Sequence[str]:
        return {"sqlite": self.sqlite, "postgresql": self.postgresql}[vendor]

    def names(self, vendor: str) -> list[str]:
        return [match[1] for sql in self.statements(vendor) if (match := NAME.match(sql.strip()))]


_registered: list[TriggerSet] = []


def register(*sets: TriggerSet) -> None:
    """Add the sets to those that every `migrate` installs; the same set twice counts once."""
    for new in sets:
        if new in _registered:
            continue
        if taken := {*new.names("sqlite")} & {n for known in _registered for n in known.names("sqlite")}:
            raise ValueError(f"Trigger names already taken: {sorted(taken)}")
        _registered.append(new)


def unregister(*sets: TriggerSet) -> None:
    """Forget the sets (tests that plant a set of their own)."""
    for known in sets:
        _registered.remove(known)


def refuse_replace(table: str, *keys: str) -> str:
    """A SQLite trigger against `INSERT OR REPLACE`, which deletes a row without firing delete triggers."""
    same = " OR ".join(f'"{key}" = NEW."{key}"' for key in keys)
    return (  # The names come from our own code.
        f"CREATE TRIGGER kpa_{table}_no_replace BEFORE INSERT ON {table}"  # noqa: S608
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def append_only(table: str, *, keys: Sequence[str] = ("id",)) -> TriggerSet:
    """Rows may be added, never changed nor removed. `keys`: the columns that are unique one by one."""
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER kpa_{table}_no_update BEFORE UPDATE ON {table} {refusal}",
            f"CREATE TRIGGER kpa_{table}_no_delete BEFORE DELETE ON {table} {refusal}",
            refuse_replace(table, *keys),
        ),
        postgresql=(
            """CREATE OR REPLACE FUNCTION kpa_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$""",
            f"CREATE TRIGGER kpa_{table}_frozen BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_append_only()",
            f"CREATE TRIGGER kpa_{table}_kept BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kpa_append_only()",
        ),
    )


def kept(
    table: str, *, same: Sequence[str], once: Sequence[str] = (), sealed_by: str = "", words: str = ""
) -> TriggerSet:
    """No row goes. `same`: columns that never change. `once`: written once, when empty.

    `sealed_by`: a column that ends the row: once written, nothing of it changes. `words`: the refusal.
    """
    words, name = words or f"{table}: what was noted stays", f"kpa_{table}"

    def changed(different: str) -> str:
        still = [f"NEW.{column} {different} OLD.{column}" for column in same]
        first = [f"(OLD.{column} IS NOT NULL AND NEW.{column} {different} OLD.{column})" for column in once]
        ended = [f"OLD.{sealed_by} IS NOT NULL"] if sealed_by else []
        return " OR ".join(still + first + ended)

    return TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_same BEFORE UPDATE ON {table} WHEN {changed('IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
            refuse_replace(table, "id"),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {name}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                IF {changed("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{words}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {name}_same BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_kept()",
        ),
    )


def frozen_while(
    table: str, *, state: Collection[Any], same: Sequence[str], words: str, column: str = "state"
) -> TriggerSet:
    """In one of these states a row does not go, and the columns of `same` do not change."""
    name = f"kpa_{table}"
    held = f"OLD.{column} IN ({', '.join(repr(str(one)) for one in state)})"

    def changed(different: str) -> str:
        return f"{held} AND ({' OR '.join(f'NEW.{one} {different} OLD.{one}' for one in same)})"

    return TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_frozen BEFORE UPDATE ON {table} WHEN {changed('IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {table} WHEN {held}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
            refuse_replace(table, "id"),
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {name}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF {held} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                    RETURN OLD;
                END IF;
                IF {changed("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{words}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {name}_frozen BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_frozen()",
        ),
    )


def same_place(table: str, *, column: str, parent: str, place: str, words: str) -> TriggerSet:
    """The row of `parent` that `column` names, if any, has the same `place` as this one."""
    name = f"kpa_{table}_{column.removesuffix('_id')}"
    elsewhere = (  # The names come from our own code.
        f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} p"  # noqa: S608
        f" WHERE p.id = NEW.{column} AND p.{place} = NEW.{place})"
    )
    return TriggerSet(
        table=table,
        sqlite=tuple(
            f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} WHEN {elsewhere}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for event in ("INSERT", "UPDATE")
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {name}_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF {elsewhere} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {name}_here BEFORE INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_here()",
        ),
    )


def state_machine(
    table: str, transitions: Mapping[Any, Collection[str]], *, first: Collection[str], column: str = "state"
) -> TriggerSet:
    """A row is born in one of the `first` states, and then moves only along `transitions`."""
    steps = " OR ".join(
        f"(OLD.{column} = '{old!s}' AND NEW.{column} = '{new!s}')"
        for old in sorted(transitions, key=str)
        for new in sorted(map(str, transitions[old]))
    )
    born = f"NEW.{column} NOT IN ({', '.join(repr(str(state)) for state in sorted(map(str, first)))})"
    moved = f"NEW.{column} <> OLD.{column} AND NOT ({steps})"
    words = f"{table}: this change of state is not allowed"
    name = f"kpa_{table}"
    return TriggerSet(
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_born BEFORE INSERT ON {table} WHEN {born}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {name}_step BEFORE UPDATE ON {table} WHEN {moved}"
            f" BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ),
        postgresql=(
            f"""CREATE OR REPLACE FUNCTION {name}_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF {born} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                ELSIF {moved} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '23514'; END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER {name}_step BEFORE INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_state()",
        ),
    )


def existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers as the database knows them: name → table."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTING[connection.vendor])
        return dict(cursor.fetchall())


def drop(connection: BaseDatabaseWrapper, tables: Container[str] | None = None) -> None:
    with transaction.atomic(using=connection.alias):
        found = existing(connection)
        with connection.cursor() as cursor:
            for name, table in found.items():
                if tables is None or table in tables:
                    cursor.execute(DROP[connection.vendor].format(name=name, table=table))


def install(connection: BaseDatabaseWrapper, tables: Container[str] | None = None) -> None:
    """Make these tables, or all, hold the registered triggers and no other of ours, in one transaction."""
    with transaction.atomic(using=connection.alias):
        drop(connection, tables)
        ready = [known for known in _ready(connection) if tables is None or known.table in tables]
        with connection.cursor() as cursor:
            for sql in chain.from_iterable(known.statements(connection.vendor) for known in ready):
                cursor.execute(sql)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should guard an existing table and do not."""
    wanted = {name for known in _ready(connection) for name in known.names(connection.vendor)}
    return sorted(wanted - existing(connection).keys())


def _ready(connection: BaseDatabaseWrapper) -> list[TriggerSet]:
    """The sets whose table has all its columns: after `migrate some_app 0001`, others must wait."""
    guarded = {known.table for known in _registered} & set(connection.introspection.table_names())
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    whole = {table for table in guarded if _is_whole(table, models.get(table), connection)}
    return [known for known in _registered if known.table in whole]


def _is_whole(table: str, model: type[Model] | None, connection: BaseDatabaseWrapper) -> bool:
    wanted = {field.column for field in model._meta.local_concrete_fields} if model else set()
    with connection.cursor() as cursor:
        found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return wanted <= found


def before_migrate(*, using: str, plan: Sequence[object], **_: Any) -> None:
    if plan and connections[using].vendor == "sqlite":
        drop(connections[using])


def after_migrate(*, using: str, **_: Any) -> None:
    install(connections[using])


def check_installed(*, databases: Sequence[str] | None, **_: Any) -> list[checks.CheckMessage]:
    return [
        checks.Warning(
            f"Database “{alias}”: triggers are missing: {', '.join(names)}.",
            hint="Run `kpacite migrate`: it installs them again.",
            id="kpacite.W020",
        )
        for alias in databases or []
        if (names := missing(connections[alias]))
    ]


@contextmanager
def suspended(connection: BaseDatabaseWrapper, tables: Container[str] | None = None) -> Iterator[None]:
    """Lift the guards of these tables, or all, during the block. For the teardown of tests, nothing else.

    Raises RuntimeError outside the test settings.
    """
    if not getattr(settings, "TESTING", False):
        raise RuntimeError("Guards are lifted in tests only.")
    drop(connection, tables)
    try:
        yield
    finally:
        install(connection, tables)
