"""A query that asks for no order gets its rows in random order, as PostgreSQL might one day give them."""

from contextvars import ContextVar
from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

_inside_union: ContextVar[bool] = ContextVar("inside_union", default=False)


def may_be_shuffled(compiler: SQLCompiler) -> bool:
    """Whole rows of a plain SELECT: not a part of another statement, not grouped, not distinct."""
    query = compiler.query
    one_block = not (query.subquery or query.combinator or query.distinct or _inside_union.get())
    computed = query.group_by is not None or any(a.contains_aggregate for a in query.annotations.values())
    return type(compiler).__name__ == "SQLCompiler" and one_block and not computed


def shuffled(patch: pytest.MonkeyPatch) -> None:
    get_order_by, get_combinator_sql = SQLCompiler.get_order_by, SQLCompiler.get_combinator_sql

    def shuffling_get_order_by(self: SQLCompiler) -> Any:
        asked = get_order_by(self)
        if asked or not may_be_shuffled(self):
            return asked
        return [(OrderBy(Random()), ("RANDOM()", (), False))]

    def unshuffled_combinator(self: SQLCompiler, combinator: str, all: bool) -> Any:  # noqa: A002
        token = _inside_union.set(True)
        try:
            return get_combinator_sql(self, combinator, all)
        finally:
            _inside_union.reset(token)

    patch.setattr(SQLCompiler, "get_order_by", shuffling_get_order_by)
    patch.setattr(SQLCompiler, "get_combinator_sql", unshuffled_combinator)
