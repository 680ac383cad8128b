"""My path on my home; for the coordination, what waits for it."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import selectors
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.paths.wording import month_words, steps_of
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    asked = selectors.open_path_asked(request.user.person, kpa, today)
    if permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        asked |= selectors.follow_up_asked(kpa, today) | selectors.gaps_asked(kpa, today)
    return asked


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    return [*_own_card(request, kpa, today), *_gaps_card(request, kpa)]


def _gaps_card(request: HttpRequest, kpa: Kpa) -> list[HomeCard]:
    """For the coordination, while an answer is missing."""
    waiting, all_paths = told(request, "path_gaps"), told(request, "path_all")
    if not waiting:
        return []
    context = {"slug": kpa.organisation.slug, "whole": all_paths - waiting, "all": all_paths}
    return [HomeCard("paths/parts/_home_gaps.html", context, column="side")]


def _own_card(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    journey = told(request, "path_open")
    if not journey:
        return []
    here, stages = told(request, "path_stage") or {}, told(request, "path_strip") or ()
    names = selectors.or_default((stage["rank"], stage["name"]) for stage in stages)
    planned = journey["planned_end"]
    context: dict[str, Any] = {
        "talk": _talk(told(request, "path_talk")),
        "slug": kpa.organisation.slug,
        "steps": steps_of(names, here.get("rank")),
        "months": month_words(
            date.fromisoformat(journey["start"]), planned and date.fromisoformat(planned), today
        ),
        "stage": here.get("name", ""),
    }
    return [HomeCard("paths/parts/_home.html", context, column="side")]


def _talk(told: Mapping[str, str] | None) -> dict[str, Any] | None:
    return told and {
        "day": date.fromisoformat(told["day"]),
        "time": time.fromisoformat(told["time"]) if told["time"] else None,
        "with_person": f"{told['first_name']} {told['last_name']}".strip(),
    }


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    if not permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        return []
    due = selectors.count_to_follow_up(request.home_answers, today)
    if not due:
        return []
    at = {"kpa": kpa.organisation.slug}
    words = ngettext("%(n)d personne partie il y a six mois", "%(n)d personnes parties il y a six mois", due)
    return [
        ToDo(
            title=_("Prendre des nouvelles"),
            url=(url := reverse("path_follow_up", kwargs=at)),
            kind=Kind("news", _news_words, url),
            count=due,
            detail=words % {"n": due},
            icon="phone",
            domain="parcours",
        )
    ]


def _news_words(n: int) -> str:
    return ngettext("nouvelle à prendre, six mois après", "nouvelles à prendre, six mois après", n)
