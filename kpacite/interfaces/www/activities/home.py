"""What activities put on the home of a KPA: people who wait for the answer of a group."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.permissions import is_coordinator_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    seat = seat_of(request)
    groups = selectors.Groups(seat.person, seat.member_of, seat.referent_of)
    coordinates = is_coordinator_of(hats_of(request), kpa.organisation)
    waiting = selectors.answerable_asked(kpa.organisation, groups, coordinates=coordinates)
    return {"activities_waiting": waiting}


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    waiting = told(request, "activities_waiting") or ()
    return [_to_do(kpa.organisation.slug, row) for row in sorted(waiting, key=itemgetter("pk"))]


def _to_do(slug: str, row: Mapping[str, Any]) -> ToDo:
    name = f"{row['first_name']} {row['last_name']}".strip()
    at = {"kpa": slug, "code": row["code"].lower(), "asked": row["pk"]}
    return ToDo(
        title=_("Répondre à %(name)s") % {"name": name},
        detail=f"{row['activity']}, {GroupWish(row['wish']).label}",
        url=reverse("group_answer", kwargs=at),
        icon="user-plus",
    )
