"""My path on my home; for the coordination, what waits for it."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import selectors
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.interfaces.www.paths.wording import month_words, steps_of


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    journey = selectors.path_of(request.user.person, kpa, today)
    if journey is None or (journey.end is not None and journey.end <= today):
        return []
    current = selectors.current_stage(journey)
    context: dict[str, Any] = {
        "talk": selectors.next_appointment(journey, today),
        "slug": kpa.organisation.slug,
        "steps": steps_of(selectors.stage_names(kpa), current.rank if current else None),
        "months": month_words(journey, today),
        "stage": current.name if current else "",
    }
    return [HomeCard("paths/parts/_home.html", context, column="side")]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    if not permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        return []
    at = {"kpa": kpa.organisation.slug}
    due = selectors.count_to_follow_up(kpa, today)
    if not due:
        return []
    words = ngettext("%(n)d personne partie il y a six mois", "%(n)d personnes parties il y a six mois", due)
    return [
        ToDo(
            title=_("Prendre des nouvelles"),
            url=reverse("path_follow_up", kwargs=at),
            detail=words % {"n": due},
            icon="phone",
            domain="parcours",
        )
    ]
