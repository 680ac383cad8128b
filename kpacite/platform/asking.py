"""Many small questions to the database in one query: the first screen of a person asks one of each area."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, JSONField, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject

Question = QuerySet[Any] | Combinable
"""A query set asks whether it has a row; an expression asks for its value."""


def ask(row: QuerySet[Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    """The answers by name, in one query. `row`: any query set of exactly one row, to hang them on."""
    asked = {
        name: Exists(question) if isinstance(question, QuerySet) else question
        for name, question in questions.items()
    }
    return dict(row.order_by().values(**asked).get()) if asked else {}


def how_many(rows: QuerySet[Any]) -> Coalesce:
    """`Count` would group the outer query; a bare function does not."""
    return _one(rows, Func(F("pk"), function="COUNT", output_field=IntegerField()))


def sum_of(rows: QuerySet[Any], field: str) -> Coalesce:
    """The sum of a whole number, 0 when there is no row."""
    return _one(rows, Func(F(field), function="SUM", output_field=IntegerField()))


def first_of(rows: QuerySet[Any], value: Combinable | str) -> Subquery:
    """A value of the first row; None without row."""
    return Subquery(rows.values(asked=F(value) if isinstance(value, str) else value)[:1])


def rows_of(rows: QuerySet[Any], *, most: int, **fields: str | Combinable) -> Subquery:
    """The first rows as a list of dicts, in any order; None without row. Days and moments come as text."""
    chosen = rows.model._base_manager.filter(pk__in=rows.values("pk")[:most])
    return Subquery(chosen.order_by().values(asked=_JSONList(JSONObject(**fields))))


def moment_of(text: str) -> datetime:
    """A moment that came in `rows_of`; SQLite keeps them in UTC without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _JSONList(Func):
    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


def _one(rows: QuerySet[Any], value: Func) -> Coalesce:
    alone = rows.order_by().select_related(None).values(asked=value)
    return Coalesce(Subquery(alone), 0, output_field=IntegerField())
