"""The named rules that views declare (`platform.access.declare`), built from the domain's permissions.

A gate also leaves on the request what it had to load: `request.hats` and `request.organisation`, so that the
view neither asks again nor can open another organisation than the one that was checked.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import permissions, selectors
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.platform.access import Access, Verdict

Rule = Callable[[Hats, Organisation], bool]
CARRIER_KINDS = (OrganisationKind.CARRIER, OrganisationKind.ASSOCIATION)


def hats_of(request: HttpRequest) -> Hats:
    """What the person who asks is today; loaded once for each request, nothing when nobody is signed in."""
    if not hasattr(request, "hats"):
        person = request.user.person if request.user.is_authenticated else None
        request.hats = selectors.hats_of(person, timezone.localdate())
    return request.hats


def _in_organisation(
    kwarg: str, kinds: tuple[OrganisationKind, ...], enter: Rule, act: Rule
) -> Callable[..., Verdict]:
    """404 for whoever does not belong there, 403 for whoever belongs but wears another hat."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        rows = Organisation.objects.filter(slug=kwargs[kwarg], kind__in=kinds)
        organisation = rows.select_related("kpa__place").first()
        if organisation is None:
            return Verdict.NOT_FOUND
        if not request.user.is_authenticated:
            return Verdict.SIGN_IN
        request.organisation = organisation
        hats = hats_of(request)
        if act(hats, organisation):
            return Verdict.YES
        return Verdict.FORBIDDEN if enter(hats, organisation) else Verdict.NOT_FOUND

    return verdict


def _in_kpa(act: Rule) -> Callable[..., Verdict]:
    return _in_organisation("kpa", (OrganisationKind.KPA,), permissions.is_member_of, act)


def _anywhere(rule: Callable[[Hats], bool]) -> Callable[..., Verdict]:
    def verdict(request: HttpRequest, _kwargs: Mapping[str, Any]) -> Verdict:
        if not request.user.is_authenticated:
            return Verdict.SIGN_IN
        return Verdict.YES if rule(hats_of(request)) else Verdict.FORBIDDEN

    return verdict


def _only_when(setting: str) -> Callable[..., Verdict]:
    def verdict(_request: HttpRequest, _kwargs: Mapping[str, Any]) -> Verdict:
        return Verdict.YES if getattr(settings, setting) else Verdict.NOT_FOUND

    return verdict


def _network_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = _anywhere(permissions.is_network_staff)(request, kwargs)
    if verdict is Verdict.YES:
        request.organisation = selectors.network()
    return verdict


KPA_MEMBER = Access("kpa_member", _("Les membres de ce KPA"), _in_kpa(permissions.is_member_of))
KPA_SPACE = Access(
    "kpa_space",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    _in_kpa(permissions.may_open_space_of),
)
KPA_COORDINATOR = Access(
    "kpa_coordinator", _("La coordination de ce KPA"), _in_kpa(permissions.is_coordinator_of)
)
CARRIER_STAFF = Access(
    "carrier_staff",
    _("La comptabilité de cette structure de portage"),
    _in_organisation("carrier", CARRIER_KINDS, permissions.is_accountant_of, permissions.is_accountant_of),
)
NETWORK_STAFF = Access("network_staff", _("La coordination du réseau"), _network_verdict)
FUNDER = Access("funder", _("Les financeurs"), _anywhere(permissions.is_funder))
DEMO_ONLY = Access("demo_only", _("Tout le monde, en démonstration seulement"), _only_when("DEMO"))
SHOWCASE_ONLY = Access("showcase_only", _("Tout le monde, hors production seulement"), _only_when("SHOWCASE"))
