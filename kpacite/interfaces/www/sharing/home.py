"""What sharing puts on the home of a KPA: my money, and the sharings that wait for my word."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sharing.selectors import balances, gathering, sharings
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.seats import seat_of
from kpacite.interfaces.www.sharing.views.starting import ORDER
from kpacite.kernel.money import Euro
from kpacite.platform.asking import Question

SHOWN = 20
ON_CARD = 3


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    person = request.user.person  # type: ignore[union-attr]
    return _ready(request, kpa, today) | {
        "sharing_owed": balances.owed_asked(person, kpa),
        "sharing_part": sharings.latest_part_asked(person, kpa),
        "sharing_words": sharings.simulations_with(person, kpa),
        "sharing_waits": sharings.waiting_asked(person, kpa, most=SHOWN),
        "sharing_validations": sharings.to_validate_asked(
            person, kpa, sorted(seat_of(request).referent_of), most=SHOWN
        ),
    }


def _ready(request: HttpRequest, kpa: Kpa, today: date) -> dict[str, Question]:
    """A sharing to start is asked of who answers for the activity, and of the coordination."""
    if permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        return {"sharing_ready": gathering.ready_asked(kpa, today, None, most=SHOWN)}
    led = sorted(seat_of(request).referent_of)
    return {"sharing_ready": gathering.ready_asked(kpa, today, led, most=SHOWN)} if led else {}


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
    return [HomeCard("sharing/parts/_home.html", card, column="side"), *_ready_card(request, kpa)]


def _ready_card(request: HttpRequest, kpa: Kpa) -> list[HomeCard]:
    """It has no last day: on a card of its own it never falls behind what has one."""
    rows = _to_start(request, kpa)[:ON_CARD]
    return [HomeCard("sharing/parts/_ready_card.html", {"rows": rows})] if rows else []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    return [
        *_agreements(request, kpa),
        *_validations(request, kpa, today),
        *_words(request, kpa),
        *_to_start(request, kpa),
    ]


def _to_start(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    """The latest orders first: their people remember them."""
    slug = kpa.organisation.slug
    address = reverse("sharing_start", kwargs={"kpa": slug})
    orders = sorted(told(request, "sharing_ready") or (), key=itemgetter("pk"), reverse=True)
    return [
        ToDo(
            title=_("Partager l’argent reçu"),
            detail=order["title"],
            url=f"{address}?{urlencode({ORDER: order['pk']})}",
            icon="hand-coins",
            domain="argent",
            kind=Kind("to_share", _ready_words, reverse("sharings", kwargs={"kpa": slug})),
            about=order["title"],
            on_card=place < ON_CARD,
        )
        for place, order in enumerate(orders)
    ]


def _ready_words(n: int) -> str:
    return ngettext("commande payée à partager", "commandes payées à partager", n)


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


def _validations(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """Everyone has answered: two people have to say that it is right, or the money waits for nobody."""
    waiting = told(request, "sharing_validations") or ()
    return [
        ToDo(
            title=_("Valider un partage"),
            detail=sharing["title"],
            url=reverse(
                "sharing_validate", kwargs={"kpa": kpa.organisation.slug, "number": sharing["number"]}
            ),
            icon="shield-check",
            domain="argent",
        )
        for sharing in sorted(waiting, key=itemgetter("number"))
        if sharings.is_ready(sharing, today)
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
