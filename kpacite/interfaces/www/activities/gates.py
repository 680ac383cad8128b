"""The rules of this area. A gate leaves on the request what it loaded: `groups`, `activity`, `offer`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.activities.models import Activity, Offer
from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE, hats_of
from kpacite.platform.access import Access, Verdict

OfferRule = Callable[[HttpRequest, Offer], bool]


def groups_of(request: HttpRequest) -> selectors.Groups:
    """The groups of whoever asks; loaded once for each request."""
    if not hasattr(request, "groups"):
        request.groups = selectors.groups_of(request.user.person, timezone.localdate())
    return request.groups


def may_publish(request: HttpRequest, offer: Offer) -> bool:
    return permissions.may_publish(hats_of(request), groups_of(request), request.organisation, offer)


def may_edit(request: HttpRequest, offer: Offer) -> bool:
    return permissions.may_edit(hats_of(request), groups_of(request), request.organisation, offer)


def may_check(request: HttpRequest, _offer: Offer) -> bool:
    return permissions.may_check(hats_of(request), request.organisation)


def _activity_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = KPA_SPACE.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    rows = Activity.objects.filter(kpa=request.organisation.pk, code=kwargs["code"].upper())
    request.activity = rows.first()
    return Verdict.YES if request.activity else Verdict.NOT_FOUND


def _on_offer(base: Access, rule: OfferRule | None = None) -> Callable[..., Verdict]:
    """404 for an offer of another KPA, 403 for a member who may not do this to this offer."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        offer = selectors.offer_loaded(kwargs["offer"], request.organisation, timezone.localdate())
        if offer is None:
            return Verdict.NOT_FOUND
        request.offer = offer
        return Verdict.YES if rule is None or rule(request, offer) else Verdict.FORBIDDEN

    return verdict


def _in_activity(base: Access, rule: Callable[[HttpRequest], bool] | None = None) -> Callable[..., Verdict]:
    """404 for an activity of another KPA, 403 for a member who may not do this to this group."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        found = _activity_verdict(request, kwargs)
        if found is not Verdict.YES or rule is None or rule(request):
            return found
        return Verdict.FORBIDDEN

    return verdict


def may_keep_group(request: HttpRequest) -> bool:
    hats, groups = hats_of(request), groups_of(request)
    return permissions.may_keep_group(hats, groups, request.organisation, request.activity)


GROUP_ASKER = Access("group_asker", _("Les membres de ce KPA"), _in_activity(KPA_MEMBER))
GROUP_KEEPER = Access(
    "group_keeper",
    _("Les référent·es de l’activité et la coordination de ce KPA"),
    _in_activity(KPA_MEMBER, may_keep_group),
)
ACTIVITY_READER = Access(
    "activity_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _activity_verdict,
)
OFFER_READER = Access(
    "offer_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _on_offer(KPA_SPACE),
)
OFFER_EDITOR = Access(
    "offer_editor",
    _("La personne qui a écrit l’offre, les référent·es de l’activité, la coordination de ce KPA"),
    _on_offer(KPA_MEMBER, may_edit),
)
OFFER_PUBLISHER = Access(
    "offer_publisher",
    _("Les référent·es de l’activité et la coordination de ce KPA"),
    _on_offer(KPA_MEMBER, may_publish),
)
OFFER_CHECKER = Access("offer_checker", _("La coordination de ce KPA"), _on_offer(KPA_MEMBER, may_check))
