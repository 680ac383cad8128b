"""The areas that put something on the home of a KPA, in the order of the screen: one line for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest

from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.activities import home as activities_home
from kpacite.interfaces.www.agenda import home as agenda_home
from kpacite.interfaces.www.bilan import home as bilan_home
from kpacite.interfaces.www.billing import home as billing_home
from kpacite.interfaces.www.charters import home as charters_home
from kpacite.interfaces.www.contracts import home as contracts
from kpacite.interfaces.www.expenses import home as expenses_home
from kpacite.interfaces.www.home_parts import HomeProvider, Kind, ToDo
from kpacite.interfaces.www.homes import hats_home
from kpacite.interfaces.www.hours import home as hours_home
from kpacite.interfaces.www.mediations import home as mediations
from kpacite.interfaces.www.members import home as members
from kpacite.interfaces.www.paths import home as paths_home
from kpacite.interfaces.www.payments import home as payments_home
from kpacite.interfaces.www.sales import home as sales_home
from kpacite.interfaces.www.sharing import home as sharing_home
from kpacite.interfaces.www.support import home as support_home
from kpacite.interfaces.www.trainings import home as trainings_home
from kpacite.platform.asking import Question, ask

MOST_TO_DOS = 3
PROVIDERS: tuple[HomeProvider, ...] = (
    charters_home,
    hours_home,
    agenda_home,
    members,
    mediations,
    contracts,
    paths_home,
    support_home,
    trainings_home,
    sharing_home,
    bilan_home,
    sales_home,
    activities_home,
    hats_home,
    expenses_home,
    billing_home,
    payments_home,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A line of « À traiter »: how many things of a kind, the first of them in a word, and where."""

    n: int
    words: str
    url: str
    detail: str
    domain: str


def gathered(
    request: HttpRequest,
    kpa: Kpa,
    today: date,
    providers: Iterable[HomeProvider] = PROVIDERS,
    also: Mapping[str, Question] = MappingProxyType({}),
    *,
    by_kind: bool = False,
) -> dict[str, Any]:
    """`first_cards`, `top_cards`, `main_cards`, `side_cards`, `counts`, and the most pressing `to_dos`.

    Never more than three of them on a first screen. `also`: questions of the screen itself. `by_kind`: what
    has a kind is counted with its like, and only the rest stays among the `to_dos`.
    """
    providers = tuple(providers)
    _ask_once(request, kpa, today, providers, also)
    cards = [card for provider in providers for card in provider.cards(request, kpa, today)]
    all_to_dos = _most_pressing_first(request, kpa, today, providers)
    counts = counted(all_to_dos) if by_kind else []
    to_dos = [one for one in all_to_dos if not (one.on_card or (by_kind and one.kind))]
    return {
        "counts": counts,
        "first_cards": [card for card in cards if card.column == "first"],
        "top_cards": [card for card in cards if card.column == "top"],
        "main_cards": [card for card in cards if card.column == "main"],
        "side_cards": [card for card in cards if card.column == "side"],
        "to_dos": to_dos[:MOST_TO_DOS],
        "to_dos_left": max(len(to_dos) - MOST_TO_DOS, 0),
    }


def counted(to_dos: Iterable[ToDo]) -> list[Count]:
    """Those that have a kind, one line for each kind, the most pressing first."""
    found: dict[str, list[ToDo]] = {}
    for to_do in to_dos:
        if to_do.kind is not None:
            found.setdefault(to_do.kind.name, []).append(to_do)
    return [_count(rows[0].kind, rows) for rows in found.values() if rows[0].kind is not None]


def _count(kind: Kind, rows: list[ToDo]) -> Count:
    n = sum(row.count for row in rows)
    about = list(dict.fromkeys(row.about for row in rows if row.about))
    detail = ", ".join(about[:MOST_TO_DOS]) + ("…" if len(about) > MOST_TO_DOS else "")
    return Count(n, kind.words(n), rows[0].url if len(rows) == 1 else kind.url, detail, rows[0].domain)


def every_to_do(
    request: HttpRequest, kpa: Kpa, today: date, providers: Iterable[HomeProvider] = PROVIDERS
) -> list[ToDo]:
    """All that waits for a gesture of this person, when she asks for the whole list."""
    providers = tuple(providers)
    _ask_once(request, kpa, today, providers, {})
    return _most_pressing_first(request, kpa, today, providers)


def _ask_once(
    request: HttpRequest,
    kpa: Kpa,
    today: date,
    providers: tuple[HomeProvider, ...],
    also: Mapping[str, Question],
) -> None:
    questions = {
        name: question
        for provider in providers
        for name, question in provider.questions(request, kpa, today).items()
    }
    request.home_answers = ask(Kpa.objects.filter(pk=kpa.pk), {**questions, **also})  # type: ignore[attr-defined]


def _most_pressing_first(
    request: HttpRequest, kpa: Kpa, today: date, providers: tuple[HomeProvider, ...]
) -> list[ToDo]:
    to_dos = [to_do for provider in providers for to_do in provider.to_dos(request, kpa, today)]
    return sorted(to_dos, key=lambda to_do: to_do.by or date.max)
