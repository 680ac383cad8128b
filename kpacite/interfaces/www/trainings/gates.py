"""The rules of this area. A gate leaves on the request what it loaded: `training`, `seat`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import permissions, selectors
from kpacite.interfaces.www.gates import KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict

Rule = Callable[[HttpRequest], bool]


def may_open(request: HttpRequest) -> bool:
    return permissions.may_open_training(hats_of(request), request.organisation)


def may_keep(request: HttpRequest) -> bool:
    person = request.user.person_id
    return permissions.may_keep_training(hats_of(request), request.organisation, request.training, person)


def may_edit(request: HttpRequest) -> bool:
    return permissions.may_edit_training(
        hats_of(request),
        request.organisation,
        request.training,
        person=request.user.person_id,
        account=request.user.pk,
    )


def _holds_seat(request: HttpRequest) -> bool:
    return may_keep(request) or request.seat.person_id == request.user.person_id


def _on_training(rule: Rule | None = None) -> Callable[..., Verdict]:
    """404 for a training or a place of elsewhere, 403 for a member who may not do this here."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.training = selectors.training_of(request.organisation, kwargs["training"])
        if request.training is None:
            return Verdict.NOT_FOUND
        if "training_seat" in kwargs:
            request.seat = selectors.seat_in(request.training, kwargs["training_seat"])
            if request.seat is None:
                return Verdict.NOT_FOUND
        return Verdict.YES if rule is None or rule(request) else Verdict.FORBIDDEN

    return verdict


def _lister(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    return Verdict.YES if may_open(request) else Verdict.FORBIDDEN


def _link(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """The secret link of someone from outside; nothing once her contact was erased."""
    request.seat = selectors.seat_by_token(kwargs["place_key"])
    if request.seat is None or request.seat.training.kpa.organisation.slug != kwargs["slug"]:
        return Verdict.NOT_FOUND
    return Verdict.YES


TRAINING_READER = Access("training_reader", _("Les membres de ce KPA"), _on_training())
TRAINING_EDITOR = Access(
    "training_editor",
    _("La coordination, les référent·es et qui donne la formation ; son auteur tant qu’elle est proposée"),
    _on_training(may_edit),
)
TRAINING_OPENER = Access(
    "training_opener", _("La coordination et les référent·es de ce KPA"), _on_training(may_open)
)
TRAINING_KEEPER = Access(
    "training_keeper",
    _("La coordination et les référent·es de ce KPA, et le membre qui donne la formation"),
    _on_training(may_keep),
)
SEAT_HOLDER = Access(
    "seat_holder",
    _("La personne qui a la place ; qui tient la formation"),
    _on_training(_holds_seat),
)
TRAINING_LISTER = Access("training_lister", _("La coordination et les référent·es de ce KPA"), _lister)
SEAT_LINK = Access("seat_link", _("La personne qui a le lien secret de sa place"), _link)
