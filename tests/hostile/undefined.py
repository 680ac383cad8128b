"""`{{ name }}` that names nothing fails, in our templates only: Django's and allauth's count on silence.

`{% if name %}` and `{{ name|default:"…" }}` stay free: there the absence is meant.
"""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.base import Variable, VariableDoesNotExist, VariableNode
from django.template.context import Context
from django.template.defaultfilters import default, default_if_none

ABSENCE_IS_MEANT = {default, default_if_none}
_shown: ContextVar[Variable | None] = ContextVar("shown", default=None)


class UndefinedVariable(AssertionError):
    """A template of ours shows a variable that its view does not give."""


def is_ours(node: VariableNode) -> bool:
    place = Path(getattr(getattr(node, "origin", None), "name", None) or "unknown")
    return place.is_relative_to(settings.ROOT / "templates") or place.is_relative_to(
        settings.ROOT / "kpacite"
    )


def must_exist(node: VariableNode) -> bool:
    filters = node.filter_expression.filters
    return is_ours(node) and not (filters and filters[0][0] in ABSENCE_IS_MEANT)


def refused(patch: pytest.MonkeyPatch) -> None:
    render, resolve = VariableNode.render, Variable.resolve

    def watchful_render(self: VariableNode, context: Context) -> Any:
        token = _shown.set(self.filter_expression.var if must_exist(self) else None)
        try:
            return render(self, context)
        finally:
            _shown.reset(token)

    def watchful_resolve(self: Variable, context: Context) -> Any:
        try:
            return resolve(self, context)
        except VariableDoesNotExist as missing:
            if _shown.get() is self:
                raise UndefinedVariable(f"{self.var} in {context.template_name}") from missing
            raise

    patch.setattr(VariableNode, "render", watchful_render)
    patch.setattr(Variable, "resolve", watchful_resolve)
