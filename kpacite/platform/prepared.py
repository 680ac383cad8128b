# ruff: noqa: S608 - every name comes from the models
"""Queries written with the ORM and built once: on a hot path, building them costs more than running them.

    DRAFT = Prepared(lambda: Draft.objects.select_related("client").filter(pk=slot("pk")))
    draft = DRAFT.first(pk=12)

`insert`, `insert_all` and `update` write model instances as `save` does, without signals nor parents.
Values, converters and the locks of `select_for_update` are Django's own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=models.Model)


class _Slot(Expression):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002
        return "%s", [self]


def slot(name: str) -> Any:
    """The place of a value given at each run: a number, a text or a date, as the driver takes it; no None."""
    return _Slot(name)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A compiled query, and what turns its rows into objects. The threads share it.

    Its converters only ask the connection that compiled it for its time zone, the same everywhere.
    """

    sql: str
    params: Sequence[Any]
    compiler: Any
    converters: Any
    names: Sequence[str]
    related: Sequence[Any]

    @classmethod
    def of(cls, rows: models.QuerySet[Any], connection: BaseDatabaseWrapper) -> "_Plan":
        compiler = rows.query.clone().get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        own = compiler.klass_info["select_fields"]
        names = [column.target.attname for column, *_rest in compiler.select[own[0] : own[-1] + 1]]
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        related: Any = get_related_populators  # Its signature is that of Django 5.2.
        populators = related(compiler.klass_info, compiler.select, connection.alias)
        return cls(sql, params, compiler, converters, names, populators)

    def run(self, connection: BaseDatabaseWrapper, values: dict[str, Any]) -> Iterable[Any]:
        query = self.compiler.query
        if query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [values[p.name] if isinstance(p, _Slot) else p for p in self.params])
            found = cursor.fetchall()
        for row in self.compiler.apply_converters(found, self.converters):
            built = query.model.from_db(connection.alias, self.names, row[: len(self.names)])
            for populator in self.related:
                populator.populate(row, built)
            yield built


class Prepared(Generic[M]):
    """A query of whole objects (`select_related` with them), built at its first run on each engine."""

    def __init__(self, build: Callable[[], "models.QuerySet[M]"]) -> None:
        self._build = build
        self._plans: dict[str, _Plan] = {}

    def all(self, **values: object) -> list[M]:
        here = connections[DEFAULT_DB_ALIAS]
        if (plan := self._plans.get(here.vendor)) is None:
            plan = self._plans[here.vendor] = _Plan.of(self._build(), here)
        return list(plan.run(here, values))

    def first(self, **values: object) -> M | None:
        return next(iter(self.all(**values)), None)

    def get(self, **values: object) -> M:
        """The first one. Raises the `DoesNotExist` of its model."""
        found = self.first(**values)
        if found is None:
            model: Any = self._build().model
            raise model.DoesNotExist
        return found


def insert(row: models.Model) -> None:
    """Write a new row, which gets its automatic key."""
    sql, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        returning = f"{sql} VALUES ({_marks(fields)}) RETURNING {_column(row._meta.pk)}"
        cursor.execute(returning, _values(row, fields, add=True))
        row.pk = cursor.fetchone()[0]
    state = row._state  # noqa: SLF001 - what `save` tells a model too
    state.adding, state.db = False, DEFAULT_DB_ALIAS


def insert_all(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table; they do not learn their keys."""
    if not rows:
        return
    sql, fields = _insertion(type(rows[0]))
    size = max(connection.ops.bulk_batch_size(list(fields), rows), 1)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), size):
            batch = rows[first : first + size]
            places = ", ".join([f"({_marks(fields)})"] * len(batch))
            values = [value for row in batch for value in _values(row, fields, add=True)]
            cursor.execute(f"{sql} VALUES {places}", values)


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a row. Raises DatabaseError if the row is not there."""
    sql, fields = _change(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields, add=False), row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError("update: the row is not there")


Fields = tuple[Any, ...]


@cache
def _insertion(model: type[models.Model]) -> tuple[str, Fields]:
    fields = tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)
    return f"INSERT INTO {model._meta.db_table} ({', '.join(map(_column, fields))})", fields


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    fields = tuple(model._meta.get_field(name) for name in names)
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    return f"UPDATE {model._meta.db_table} SET {columns} WHERE {_column(model._meta.pk)} = %s", fields


def _column(field: Any) -> str:
    return f'"{field.column}"'


def _marks(fields: Fields) -> str:
    return ", ".join(["%s"] * len(fields))


def _values(row: models.Model, fields: Fields, *, add: bool) -> list[Any]:
    here = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(field.pre_save(row, add), here) for field in fields]
