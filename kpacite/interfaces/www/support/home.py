"""What waits for my yes, and the answers of partner services that I wait for."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.enums import OrientationState
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    return selectors.support_asked(request.user.person, kpa, today)


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    return [*_mine(request, kpa), *_late(request, kpa, today)]


def _mine(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    at = {"kpa": kpa.organisation.slug, "public_id": request.user.person.public_id}
    found = []
    if told(request, "support_proposed"):
        url = reverse("circle", kwargs=at)
        found.append(ToDo(_("Dire qui vous voulez autour de vous"), url, icon="users", domain="parcours"))
    if told(request, "support_to_consent"):
        url = reverse("orientations", kwargs=at)
        title = _("Dire si vous êtes d’accord")
        found.append(ToDo(title, url, _("Une orientation"), "handshake", "parcours"))
    return found


def _late(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """No theme and no reason: a home is read over a shoulder."""
    days = told(request, "support_days")
    found = []
    for row in told(request, "support_awaited") or ():
        if rules.answer_is_late(OrientationState.AWAITED, date.fromisoformat(row["on"]), today, days):
            at = {"kpa": kpa.organisation.slug, "public_id": row["public_id"], "orientation": row["pk"]}
            title = _("Demander la réponse pour %(name)s") % {"name": row["first_name"]}
            found.append(ToDo(title, reverse("orientation", kwargs=at), row["service"], "phone", "parcours"))
    return found
