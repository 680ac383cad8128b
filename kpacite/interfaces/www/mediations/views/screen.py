"""What the screens of this area share: a form on a page of its own, and who looked."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kpacite.domain.members.models import MediationCase
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.services import note_access
from kpacite.interfaces.www.members.views.screen import form_page, stand_in

__all__ = ["by", "form_page", "sent", "stand_in", "told"]


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def sent(request: HttpRequest) -> Any:
    """What was sent, also when nothing is typed: a form with one button."""
    return request.POST if request.method == "POST" else None


def told(request: HttpRequest, case: MediationCase) -> None:
    """Each of them will read that someone opened this page (docs/decisions/0022)."""
    for party in case.parties.all():
        note_access(person=party.person, reader=request.user, shown=Shown.MEDIATION, now=timezone.now())
