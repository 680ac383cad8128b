"""The charter on the home of a KPA: a sentence, only when a signature is asked for."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from kpacite.domain.governance import selectors
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    return selectors.signature_due_asked(request.user.person, kpa.organisation, today)


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    if not (told(request, "charter_signs") and told(request, "charter_unsigned")):
        return []
    return [HomeCard("charters/parts/_home.html", {"slug": kpa.organisation.slug}, column="first")]


def to_dos(_request: HttpRequest, _kpa: Kpa, _today: date) -> list[ToDo]:
    return []
