"""What sharing puts on the home of a KPA: my money, and the sharings that wait for my word."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sharing.selectors import balances, sharings
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.kernel.money import Euro
from kpacite.platform.asking import Question

SHOWN = 20


def questions(request: HttpRequest, kpa: Kpa, _today: date) -> Mapping[str, Question]:
    person = request.user.person  # type: ignore[union-attr]
    return {
        "sharing_owed": balances.owed_asked(person, kpa),
        "sharing_part": sharings.latest_part_asked(person, kpa),
        "sharing_words": sharings.simulations_with(person, kpa),
        "sharing_waits": sharings.waiting_asked(person, kpa, most=SHOWN),
    }


def cards(request: HttpRequest, kpa: Kpa, _today: date) -> list[HomeCard]:
    if not permissions.is_member_of(hats_of(request), kpa.organisation):
        return []
    latest = told(request, "sharing_part")
    card = {
        "slug": kpa.organisation.slug,
        "owed": Euro(told(request, "sharing_owed")),
        "latest": latest,
        "part": Euro(latest["cents"]) if latest else None,
    }
    return [HomeCard("sharing/parts/_home.html", card, column="side")]


def to_dos(request: HttpRequest, kpa: Kpa, _today: date) -> list[ToDo]:
    return [*_agreements(request, kpa), *_words(request, kpa)]


def _words(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    if not told(request, "sharing_words"):
        return []
    return [
        ToDo(
            title=_("Dire ma demande ou mes jetons"),
            detail=sharing.title,
            url=reverse("sharing_say", kwargs={"kpa": kpa.organisation.slug, "number": sharing.number}),
            icon="message-circle",
            domain="argent",
        )
        for sharing in sharings.words_for(request.user.person, kpa)  # type: ignore[union-attr]
    ]


def _agreements(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    waiting = told(request, "sharing_waits") or ()
    return [
        ToDo(
            title=_("Dire si je suis d’accord"),
            detail=sharing["title"],
            url=reverse("sharing", kwargs={"kpa": kpa.organisation.slug, "number": sharing["number"]}),
            icon="hand-coins",
            domain="argent",
            by=date.fromisoformat(sharing["by"]) if sharing["by"] else None,
        )
        for sharing in sorted(waiting, key=itemgetter("number"))
    ]
