"""What an area may put on the home of a KPA: cards, and things to do.

An area offers them in its own `home.py`; `homes/gathering.py` names those areas, in the order of the screen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from django.http import HttpRequest

from kpacite.domain.organisations.models import Kpa
from kpacite.platform.asking import Question


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A template that draws one `<section class="carte">`, and the names it reads (under `card`).

    First: across the screen, above all. Top: before the things to do.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    column: Literal["first", "top", "main", "side"] = "main"


@dataclass(frozen=True, slots=True)
class Kind:
    """Things to do of one kind, which the board of the coordination counts: « 2 contrats à signer ».

    `words`: what follows a number. `url`: the page where they all are.
    """

    name: str
    words: Callable[[int], str]
    url: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits for this person: a verb first, one link. `by`: the last day, when there is one.

    `on_card`: a card of the home shows it already; it is then only in the whole list.
    For the board: its `kind`, how many things it stands for, and in a word what they are `about`.
    """

    title: str
    url: str
    detail: str = ""
    icon: str = "triangle-alert"
    domain: str = "activites"
    by: date | None = None
    on_card: bool = False
    kind: Kind | None = None
    count: int = 1
    about: str = ""


class HomeProvider(Protocol):
    """An area's `home.py`.

    A home opens often, on slow phones: the questions of every area are asked in one query, and an area asks
    for rows only when the answers say that there are some. A question is named after its area.
    """

    def questions(self, request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]: ...

    def cards(self, request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]: ...

    def to_dos(self, request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]: ...


def told(request: HttpRequest, question: str) -> Any:
    """The answer to a question of this home; None to one that was not asked."""
    return request.home_answers.get(question)  # type: ignore[attr-defined]
