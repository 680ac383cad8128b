"""What a bilan puts on the home of a KPA: the network asks for words and photos."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.indicators import selectors
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question, rows_of
from kpacite.platform.templatetags.kpacite import jour

SHOWN = 3


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    """Only the coordination is asked; the others find the way on the bilan."""
    if not permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        return {}
    rows = selectors.reports_waiting_for(kpa, today)
    return {"recits_asking": rows_of(rows, most=SHOWN, pk="pk", title="title", until="asks_until")}


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    rows = sorted(told(request, "recits_asking") or (), key=lambda row: (row["until"], row["pk"]))
    return [_to_do(row["title"], date.fromisoformat(row["until"]), kpa) for row in rows]


def _to_do(title: str, until: date, kpa: Kpa) -> ToDo:
    return ToDo(
        title=_("Proposer une parole ou une photo"),
        url=reverse("kpa_recits", kwargs={"kpa": kpa.organisation.slug}),
        detail=_("%(title)s, jusqu’au %(day)s") % {"title": title, "day": jour(until)},
        icon="message-circle",
        domain="heures",
        by=until,
    )
