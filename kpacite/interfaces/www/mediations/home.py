"""What a mediation puts on the home of the few people it is about."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.members import selectors
from kpacite.domain.members.enums import MediationState
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question

SHOWN = 10


def questions(request: HttpRequest, kpa: Kpa, _today: date) -> Mapping[str, Question]:
    return {"mediations_open": selectors.mediations_asked(request.user.person, kpa, most=SHOWN)}


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    """No name and no subject: a home is read over a shoulder."""
    cases = sorted(told(request, "mediations_open") or (), key=itemgetter("pk"), reverse=True)
    me = request.user.person_id
    return [
        ToDo(
            title=_("Mener une médiation") if case["leads"] == me else _("Suivre ma médiation"),
            url=reverse("mediation", kwargs={"kpa": kpa.organisation.slug, "case": case["pk"]}),
            detail=str(MediationState(case["state"]).label),
            icon="message-circle",
            domain="decider",
        )
        for case in cases
    ]
