"""The rules of this area. A gate leaves on the request what it loaded: `case`, and `reads`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members import permissions, selectors
from kpacite.domain.members.models import MediationCase
from kpacite.interfaces.www.gates import KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict

Rule = Callable[[HttpRequest, MediationCase], bool]


def reads(request: HttpRequest, case: MediationCase) -> bool:
    parties = frozenset(party.person_id for party in case.parties.all())
    return permissions.may_read_mediation(request.user.person, case, parties)


def mediates(request: HttpRequest, case: MediationCase) -> bool:
    return permissions.mediates(request.user.person, case)


def is_informed(request: HttpRequest, case: MediationCase) -> bool:
    """Who reads, and the coordination, which never sees the words."""
    informed = permissions.may_know_of_mediations(hats_of(request), request.organisation)
    return informed or reads(request, case)


def _excludes(request: HttpRequest, case: MediationCase) -> bool:
    return permissions.may_exclude(hats_of(request), request.organisation, request.user.person, case)


def may_hand_over(request: HttpRequest, case: MediationCase) -> bool:
    parties = frozenset(party.person_id for party in case.parties.all())
    person = request.user.person
    return permissions.may_hand_over(hats_of(request), request.organisation, person, case, parties)


def _on_case(rule: Rule) -> Callable[..., Verdict]:
    """404 for whoever has no part in it: that a mediation exists is private too."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.case = selectors.mediation_loaded(kwargs["case"], request.organisation)
        found = request.case is not None and rule(request, request.case)
        return Verdict.YES if found else Verdict.NOT_FOUND

    return verdict


INFORMED = Access(
    "mediation_informed",
    _("Les personnes de la médiation, et la coordination pour savoir où elle en est"),
    _on_case(is_informed),
)
READER = Access("mediation_reader", _("Les personnes de la médiation"), _on_case(reads))
MEDIATOR = Access("mediation_mediator", _("La personne qui mène la médiation"), _on_case(mediates))
EXCLUDES = Access(
    "mediation_excludes", _("La coordination, si la décision ne la concerne pas"), _on_case(_excludes)
)
HANDS_OVER = Access(
    "mediation_hands_over",
    _("La personne qui mène la médiation ; la coordination, si elle n’y est pas"),
    _on_case(may_hand_over),
)
