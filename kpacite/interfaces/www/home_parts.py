"""What an area may put on the home of a KPA: cards, and things to do.

An area offers them in its own `home.py`; `homes/gathering.py` names those areas, in the order of the screen.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from django.http import HttpRequest

from kpacite.domain.organisations.models import Kpa


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A template that draws one `<section class="carte">`, and the names it reads (under `card`).

    Top: before the things to do.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    column: Literal["top", "main", "side"] = "main"


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits for this person: a verb first, one link. `by`: the last day, when there is one."""

    title: str
    url: str
    detail: str = ""
    icon: str = "triangle-alert"
    domain: str = "activites"
    by: date | None = None


class HomeProvider(Protocol):
    """An area's `home.py`. Both are asked once for each opening of a home, with few queries."""

    def cards(self, request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]: ...

    def to_dos(self, request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]: ...
