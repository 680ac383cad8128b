"""What a mediation puts on the home of the few people it is about."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kpacite.domain.members import selectors
from kpacite.domain.members.enums import MediationState
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.interfaces.www.mediations import showing


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    """No name and no subject: a home is read over a shoulder."""
    found = []
    for case in selectors.mediations_for(request.user.person, kpa):
        if case.state == MediationState.CLOSED:
            continue
        leads = case.mediator_id == request.user.person_id
        title = _("Mener une médiation") if leads else _("Suivre ma médiation")
        detail = str(case.get_state_display())
        found.append(ToDo(title, showing.address(case), detail, icon="message-circle", domain="decider"))
    return found
