"""Promises that can be proved again at any time: each app registers its own; `kpacite verify` runs all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kpacite.platform import triggers

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: a stable name, what it says in words, a check that yields each breach as a sentence."""

    name: str
    words: str
    check: Check


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    words: str
    problems: list[str]


_promises: dict[str, Promise] = {}


def register(name: str, words: str) -> Callable[[Check], Check]:
    """Declare a promise. Call it from the app's `ready()`, or from a module that `ready()` imports."""

    def keep(check: Check) -> Check:
        _promises[name] = Promise(name, words, check)
        return check

    return keep


def run() -> list[Result]:
    """Prove every promise again, in the order of their names."""
    return [
        Result(promise.name, promise.words, list(promise.check()))
        for promise in sorted(_promises.values(), key=lambda promise: promise.name)
    ]


@register("database.migrations", "Every migration is applied")
def _migrations() -> Iterable[str]:
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{migration.app_label}.{migration.name} is not applied: run `kpacite migrate`"


@register("database.integrity", "The database file is sound and its foreign keys hold")
def _integrity() -> Iterable[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (row[0] for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in cursor.fetchall())


@register("database.guards", "Every trigger that guards a table is in place")
def _guards() -> Iterable[str]:
    for name in triggers.missing(connection):
        yield f"the trigger {name} is not in place: run `kpacite migrate`"
