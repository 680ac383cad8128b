"""The rules of this area. A gate leaves on the request what it loaded: `seat`, `client`…"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales import permissions, selectors
from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE, hats_of
from kpacite.platform.access import Access, Verdict

Load = Callable[[HttpRequest, Mapping[str, Any]], bool]
"""Put an object of this KPA on the request; False when there is none."""
Rule = Callable[[HttpRequest], bool]


def seat_here(request: HttpRequest) -> selectors.Seat:
    """The groups of whoever asks, in the KPA of the page; loaded once for each request."""
    if not hasattr(request, "seat"):
        request.seat = selectors.seat_of(request.user.person, request.organisation, timezone.localdate())
    return request.seat


def gate(base: Access, *, load: Load | None = None, rule: Rule | None = None) -> Callable[..., Verdict]:
    """404 for an object of another KPA, 403 for a member who may not do this."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        if load is not None and not load(request, kwargs):
            return Verdict.NOT_FOUND
        return Verdict.YES if rule is None or rule(request) else Verdict.FORBIDDEN

    return verdict


def may_write_clients(request: HttpRequest) -> bool:
    return permissions.may_write_clients(hats_of(request), seat_here(request), request.organisation)


def _client(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    request.client = selectors.client_of(request.organisation, kwargs["client"])
    return request.client is not None


CLIENT_READER = Access(
    "client_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    gate(KPA_SPACE, load=_client),
)
CLIENTS_WRITER = Access(
    "clients_writer",
    _("Les membres des groupes d’activité de ce KPA"),
    gate(KPA_MEMBER, rule=may_write_clients),
)
CLIENT_WRITER = Access(
    "client_writer",
    _("Les membres des groupes d’activité de ce KPA"),
    gate(KPA_MEMBER, load=_client, rule=may_write_clients),
)
