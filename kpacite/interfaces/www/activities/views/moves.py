"""From one state to the next: a page that says what will happen, then one POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import services
from kpacite.domain.activities.models import Offer
from kpacite.interfaces.www.activities.views.screen import address_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

Act = Callable[[Offer, dict[str, Any]], Offer]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Move:
    """`act` calls the service; `done` is the word that the offer's page reads to offer the way back."""

    act: Act
    title: Words
    sentence: Words
    button: Words
    success: Words
    danger: bool = False
    done: str = ""


def _today() -> dict[str, Any]:
    return {"today": timezone.localdate()}


PROPOSE = Move(
    act=lambda offer, by: services.propose_offer(offer=offer, **by),
    title=_("Proposer « %(offer)s » ?"),
    sentence=_("Une personne du groupe la relit. Elle peut ensuite la mettre en ligne."),
    button=_("Proposer cette offre"),
    success=_("C’est fait. L’offre est proposée."),
)
PUBLISH = Move(
    act=lambda offer, by: services.publish_offer(offer=offer, **by, **_today()),
    title=_("Mettre « %(offer)s » en ligne ?"),
    sentence=_("Tout le monde la verra sur la page du KPA, avec son prix. Vous pourrez l’enlever."),
    button=_("Mettre en ligne"),
    success=_("C’est fait. L’offre est en ligne."),
    done="en-ligne",
)
UNPUBLISH = Move(
    act=lambda offer, by: services.unpublish_offer(offer=offer, **by),
    title=_("Enlever « %(offer)s » du catalogue ?"),
    sentence=_("L’offre redevient une proposition. Les clients ne la voient plus."),
    button=_("Enlever du catalogue"),
    success=_("C’est fait. L’offre n’est plus en ligne."),
)
RETIRE = Move(
    act=lambda offer, by: services.retire_offer(offer=offer, **by),
    title=_("Retirer « %(offer)s » ?"),
    sentence=_("L’offre quitte le catalogue et les listes. Rien n’est effacé : vous pourrez la remettre."),
    button=_("Retirer cette offre"),
    success=_("C’est fait. L’offre est retirée."),
    danger=True,
    done="retiree",
)
RESTORE = Move(
    act=lambda offer, by: services.restore_offer(offer=offer, **by, **_today()),
    title=_("Remettre « %(offer)s » ?"),
    sentence=_("L’offre revient là où elle était avant son retrait."),
    button=_("Remettre cette offre"),
    success=_("C’est fait. L’offre est revenue."),
)


def _view(move: Move) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, kpa: str, offer: int) -> HttpResponse:  # noqa: ARG001
        stand_in(request)
        offer = request.offer
        context = {
            "offer": offer,
            "move": move,
            "title": move.title % {"offer": offer.name},
            "back": address_of(request, offer),
            "refusal": "",
        }
        if request.method != "POST":
            return render(request, "activities/move.html", context)
        try:
            move.act(offer, {"actor": request.user, "now": timezone.now()})
        except DomainError as error:
            return render_invalid(request, "activities/move.html", context | {"refusal": str(error)})
        messages.success(request, str(move.success))
        return see_other(address_of(request, offer) + (f"?fait={move.done}" if move.done else ""))

    return view


propose, publish, unpublish = _view(PROPOSE), _view(PUBLISH), _view(UNPUBLISH)
retire, restore = _view(RETIRE), _view(RESTORE)
