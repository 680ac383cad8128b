"""What sharing puts on the home of a KPA: my money, and the sharings that wait for my word."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.selectors import balances, sharings
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.kernel.money import Euro


def cards(request: HttpRequest, kpa: Kpa, _today: date) -> list[HomeCard]:
    if not permissions.is_member_of(hats_of(request), kpa.organisation):
        return []
    person = request.user.person  # type: ignore[union-attr]
    latest = sharings.latest_part(person, kpa)
    card = {
        "slug": kpa.organisation.slug,
        "owed": Euro(balances.owed_to(person, kpa)),
        "latest": latest,
        "part": Euro(latest.cents) if latest else None,
    }
    return [HomeCard("sharing/parts/_home.html", card, column="side")]


def to_dos(request: HttpRequest, kpa: Kpa, _today: date) -> list[ToDo]:
    person = request.user.person  # type: ignore[union-attr]
    return [*_agreements(person, kpa), *_words(person, kpa)]


def _words(person: Person, kpa: Kpa) -> list[ToDo]:
    return [
        ToDo(
            title=_("Dire ma demande ou mes jetons"),
            detail=sharing.title,
            url=reverse("sharing_say", kwargs={"kpa": kpa.organisation.slug, "number": sharing.number}),
            icon="message-circle",
            domain="argent",
        )
        for sharing in sharings.words_for(person, kpa)
    ]


def _agreements(person: Person, kpa: Kpa) -> list[ToDo]:
    return [
        ToDo(
            title=_("Dire si je suis d’accord"),
            detail=seat.sharing.title,
            url=reverse("sharing", kwargs={"kpa": kpa.organisation.slug, "number": seat.sharing.number}),
            icon="hand-coins",
            domain="argent",
            by=seat.sharing.answer_by,
        )
        for seat in sharings.waiting_for(person, kpa)
    ]
