"""Reading a mediation: one's own cases; for the coordination, only how far each is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kpacite.domain.members import permissions, selectors
from kpacite.domain.members.enums import MediationState
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.mediations import gates, showing
from kpacite.interfaces.www.mediations.views.screen import stand_in, told


@require_safe
def cases(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    mine = list(selectors.mediations_for(request.user.person, request.organisation))
    known = {row.pk for row in mine}
    informed = permissions.may_know_of_mediations(hats_of(request), request.organisation)
    others = selectors.mediations_of(request.organisation) if informed else []
    context = {
        "mine": [_line(row) for row in mine],
        "others": [_line(row) for row in others if row.pk not in known],
        "informed": informed,
        "ask_url": reverse("mediation_ask", kwargs={"kpa": kpa}),
    }
    return render(request, "mediations/list.html", context)


def _line(case: selectors.MediationCase) -> dict[str, object]:
    return {"case": case, "badge": showing.badge_of(case), "url": showing.address(case)}


@require_safe
def case(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    """The whole for the mediator, her part for a party, the state alone for the coordination."""
    stand_in(request)
    row = request.case
    told(request, row)
    hats, person = hats_of(request), request.user.person
    excludes = permissions.may_exclude(hats, request.organisation, person, row)
    context = showing.context_of(request, row)
    waits = excludes and row.state == MediationState.NO_AGREEMENT
    context["exclusion_url"] = showing.address(row, "exclusion") if waits else ""
    template = "mediations/case.html" if gates.reads(request, row) else "mediations/informed.html"
    return render(request, template, context)


@require_safe
def printed(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    """The same on paper: what this person may read, without buttons."""
    stand_in(request)
    told(request, request.case)
    return render(request, "mediations/print.html", showing.context_of(request, request.case))
