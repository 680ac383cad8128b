"""What activities put on the home of a KPA: people who wait for the answer of a group."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.activities.gates import groups_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    waiting = list(selectors.waiting_requests_in(kpa.organisation))
    if not waiting:
        return []
    hats, groups = hats_of(request), groups_of(request)
    return [
        ToDo(
            title=_("Répondre à %(name)s") % {"name": row.person},
            detail=f"{row.activity}, {row.get_wish_display()}",
            url=reverse(
                "group_answer",
                kwargs={"kpa": kpa.organisation.slug, "code": row.activity.code.lower(), "asked": row.pk},
            ),
            icon="user-plus",
        )
        for row in waiting
        if permissions.may_answer(hats, groups, kpa.organisation, row)
    ]
