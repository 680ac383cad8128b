"""What hats put on the home of a KPA: members who ask for one."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations import permissions, selectors
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    if not permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        return {}
    return {"hats_waiting": selectors.hat_requests_asked(kpa.organisation, request.user.person)}


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    slug = kpa.organisation.slug
    rows = sorted(told(request, "hats_waiting") or (), key=itemgetter("pk"))
    return [
        ToDo(
            title=_("Répondre à %(name)s") % {"name": f"{row['first_name']} {row['last_name']}".strip()},
            detail=_("Demande une casquette : %(hat)s") % {"hat": Role(row["role"]).label},
            url=reverse("hat_answer", kwargs={"kpa": slug, "hat_request": row["pk"]}),
            icon="badge-check",
            domain="decider",
        )
        for row in rows
    ]
