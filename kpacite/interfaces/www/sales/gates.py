"""The rules of this area. A gate leaves on the request what it loaded: `seat`, `client`…"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.permissions import carries, is_coordinator_of
from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.enums import AutonomyKind
from kpacite.domain.sales.rules.deals import ReviewFacts, may_make_ready
from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE, hats_of
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.access import Access, Verdict

Load = Callable[[HttpRequest, Mapping[str, Any]], bool]
"""Put an object of this KPA on the request; False when there is none."""
Rule = Callable[[HttpRequest], bool]


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
    return permissions.may_write_clients(hats_of(request), seat_of(request), request.organisation)


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


def may_prepare(request: HttpRequest, activity: int | None) -> bool:
    return permissions.may_prepare(hats_of(request), seat_of(request), request.organisation, activity)


def may_review(request: HttpRequest, activity: int | None) -> bool:
    return permissions.may_review(hats_of(request), seat_of(request), request.organisation, activity)


def sells_somewhere(request: HttpRequest) -> bool:
    return may_prepare(request, None)


def _lead(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    request.lead = selectors.lead_of(request.organisation, kwargs["lead"])
    return request.lead is not None


def prepares_lead(request: HttpRequest) -> bool:
    return may_prepare(request, request.lead.deal.activity_id)


def hands_lead(request: HttpRequest) -> bool:
    return prepares_lead(request) or is_coordinator_of(hats_of(request), request.organisation)


GROUP_WORDS = _("Les membres du groupe de l’activité")
SELLER = Access(
    "seller", _("Les membres des groupes d’activité de ce KPA"), gate(KPA_MEMBER, rule=sells_somewhere)
)
LEAD_READER = Access(
    "lead_reader",
    _("Les membres de ce KPA et la comptabilité de sa structure de portage"),
    gate(KPA_SPACE, load=_lead),
)
LEAD_WRITER = Access("lead_writer", GROUP_WORDS, gate(KPA_MEMBER, load=_lead, rule=prepares_lead))
LEAD_HANDER = Access(
    "lead_hander",
    _("Les membres du groupe de l’activité et la coordination de ce KPA"),
    gate(KPA_MEMBER, load=_lead, rule=hands_lead),
)


def _quote(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    request.quote = selectors.quote_of(request.organisation, kwargs["quote"])
    return request.quote is not None


def prepares_quote(request: HttpRequest) -> bool:
    return may_prepare(request, request.quote.deal.activity_id)


def makes_quote_ready(request: HttpRequest) -> bool:
    """Somebody else who may review it, or whoever the carrier trusts and who prepares it."""
    person, quote = request.user.person, request.quote
    is_author = quote.author_id is not None and quote.author_id == person.pk
    may = may_review(request, quote.deal.activity_id)
    if may_make_ready(ReviewFacts(is_author=is_author, is_autonomous=False, may_review=may)):
        return True
    return prepares_quote(request) and selectors.has_autonomy(
        person, request.organisation, AutonomyKind.QUOTES, timezone.localdate()
    )


def _order(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    request.order = selectors.order_of(request.organisation, kwargs["order"])
    return request.order is not None


def prepares_order(request: HttpRequest) -> bool:
    return may_prepare(request, request.order.deal.activity_id)


def carries_here(request: HttpRequest) -> bool:
    return carries(hats_of(request), request.organisation)


READ_WORDS = _("Les membres de ce KPA et la comptabilité de sa structure de portage")
QUOTE_READER = Access("quote_reader", READ_WORDS, gate(KPA_SPACE, load=_quote))
QUOTE_WRITER = Access("quote_writer", GROUP_WORDS, gate(KPA_MEMBER, load=_quote, rule=prepares_quote))
QUOTE_REVIEWER = Access(
    "quote_reviewer",
    _(
        "Les référent·es de l’activité et la comptabilité de la structure de portage, "
        "sauf pour leur propre devis ; une personne à qui la structure de portage fait confiance"
    ),
    gate(KPA_SPACE, load=_quote, rule=makes_quote_ready),
)
ORDER_READER = Access("order_reader", READ_WORDS, gate(KPA_SPACE, load=_order))
ORDER_WRITER = Access("order_writer", GROUP_WORDS, gate(KPA_MEMBER, load=_order, rule=prepares_order))
CARRIER_HERE = Access(
    "carrier_here",
    _("La comptabilité de la structure de portage de ce KPA"),
    gate(KPA_SPACE, rule=carries_here),
)
