"""A mediation in simple words, and no more of it than this person may read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, MediationParty
from kpacite.interfaces.www.mediations import gates
from kpacite.platform.templatetags.kpacite import jour

CASE = MediationState
BADGES = {CASE.AGREEMENT: "done", CASE.NO_AGREEMENT: "wait", CASE.CLOSED: ""}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """`words`: what she said, for her and the mediator only. The addresses: what may be done now."""

    party: MediationParty
    said: str
    words: str
    hear_url: str
    agree_url: str
    agree_label: str


def badge_of(case: MediationCase) -> str:
    return BADGES.get(CASE(case.state), "info")


def address(case: MediationCase, page: str = "", **kwargs: object) -> str:
    name = f"mediation_{page}" if page else "mediation"
    return reverse(name, kwargs={"kpa": case.kpa.organisation.slug, "case": case.pk, **kwargs})


def list_address(case: MediationCase) -> str:
    return reverse("mediations", kwargs={"kpa": case.kpa.organisation.slug})


def parties_of(request: HttpRequest, case: MediationCase) -> list[PartyRow]:
    leads, me = gates.mediates(request, case), request.user.person_id
    return [_row(case, party, leads=leads, mine=party.person_id == me) for party in case.parties.all()]


def _row(case: MediationCase, party: MediationParty, *, leads: bool, mine: bool) -> PartyRow:
    hears = leads and case.state in (CASE.OPENED, CASE.MEETING, CASE.NO_AGREEMENT)
    asked = case.state == CASE.MEETING and bool(case.agreement) and party.agreed_on is None
    return PartyRow(
        party=party,
        said=_said(party),
        words=party.words if leads or mine else "",
        hear_url=address(case, "hear", party=party.pk) if hears else "",
        agree_url=address(case, "agree", party=party.pk) if asked and (leads or mine) else "",
        agree_label=_("Dire oui à l’accord") if mine else _("Noter son oui"),
    )


def _said(party: MediationParty) -> str:
    if party.agreed_on:
        return _("D’accord le %(day)s") % {"day": jour(party.agreed_on)}
    if party.heard_on:
        return _("Entendu·e le %(day)s") % {"day": jour(party.heard_on)}
    if party.refused_on:
        return _("Ne veut pas venir, dit le %(day)s") % {"day": jour(party.refused_on)}
    return _("Pas encore entendu·e")


def context_of(request: HttpRequest, case: MediationCase) -> dict[str, Any]:
    return {
        "case": case,
        "badge": badge_of(case),
        "parties": parties_of(request, case),
        "leads": gates.mediates(request, case),
        "actions": _actions(request, case),
        "print_url": address(case, "print"),
        "back": list_address(case),
        "hand_url": _hand_url(request, case),
    }


def _hand_url(request: HttpRequest, case: MediationCase) -> str:
    may = case.state != CASE.CLOSED and gates.may_hand_over(request, case)
    return address(case, "hand_over") if may else ""


def _actions(request: HttpRequest, case: MediationCase) -> list[dict[str, Any]]:
    """What the mediator may do now, the next step first."""
    if not gates.mediates(request, case):
        return []
    waits = any(not party.has_answered for party in case.parties.all())
    refused = any(party.refused_on for party in case.parties.all())
    found = []
    if case.state == CASE.MEETING and not waits and not refused:
        label = _("Changer l’accord proposé") if case.agreement else _("Proposer un accord")
        found.append({"label": label, "url": address(case, "propose"), "main": not case.agreement})
    if case.state == CASE.MEETING and not waits:
        found.append({"label": _("Noter qu’il n’y a pas d’accord"), "url": address(case, "fail")})
    if case.state in (CASE.OPENED, CASE.AGREEMENT, CASE.NO_AGREEMENT) and not _is_decided_elsewhere(case):
        main = case.state == CASE.AGREEMENT
        found.append({"label": _("Clore la médiation"), "url": address(case, "close"), "main": main})
    return found


def _is_decided_elsewhere(case: MediationCase) -> bool:
    """An exclusion waits for the group: its decision closes the mediation."""
    return case.concerned is not None and case.concerned.state == MemberState.EXCLUSION_PROPOSED
