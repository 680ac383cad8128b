"""Asking for a mediation, and leading it: hear, propose, agree, close; then what the group decides."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import permissions, selectors, services
from kpacite.domain.members.enums import MemberState
from kpacite.domain.members.models import MediationCase, MediationParty
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.mediations import gates, showing
from kpacite.interfaces.www.mediations.forms import (
    CAME,
    AgreementForm,
    AskForm,
    CloseForm,
    DecisionForm,
    HearForm,
)
from kpacite.interfaces.www.mediations.views.screen import by, form_page, sent
from kpacite.platform.forms import Form
from kpacite.platform.templatetags.kpacite import de

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def ask(request: HttpRequest, kpa: str) -> HttpResponse:
    place, today = request.organisation, timezone.localdate()
    informed = permissions.may_know_of_mediations(hats_of(request), place)
    people: list[Person] = list(dict.fromkeys(hat.person for hat in hats_worn_in(place, today)))
    form = AskForm(
        sent(request),
        me=request.user.person,
        people=people,
        memberships=selectors.members_of(place, today) if informed else [],
        initial={"is_mine": not informed},
    )

    def act() -> None:
        services.open_mediation(kpa=place.kpa, **form.facts, **by(request))

    context = {
        "title": _("Demander une médiation"),
        "intro": _("Une personne vous aide à vous parler. Rien ne sort de ce groupe."),
        "button": _("Demander la médiation"),
        "back": reverse("mediations", kwargs={"kpa": kpa}),
        "back_label": _("Les médiations"),
    }
    return form_page(
        request,
        form,
        act,
        context=context,
        success=_("C’est demandé. La personne choisie le voit sur son accueil."),
    )


def _page(case: MediationCase, title: Any, button: Any, intro: Any = "") -> dict[str, Any]:
    return {
        "title": title,
        "intro": intro,
        "button": button,
        "back": showing.address(case),
        "back_label": _("La médiation"),
    }


def _party(case: MediationCase, party: int) -> MediationParty:
    found = next((row for row in case.parties.all() if row.pk == party), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(BOTH)
def hear(request: HttpRequest, kpa: str, case: int, party: int) -> HttpResponse:  # noqa: ARG001
    row, told = request.case, _party(request.case, party)
    form = HearForm(
        sent(request), initial={"day": told.heard_on or timezone.localdate(), "words": told.words}
    )

    def act() -> None:
        data = form.cleaned_data
        who = {"case": row, "person": told.person, **by(request)}
        if data["came"] == CAME:
            services.hear(words=data["words"], heard_on=data["day"], **who)
        else:
            services.note_refusal(refused_on=data["day"], **who)

    title = _("Entendre %(name)s") % {"name": told.person}
    context = _page(row, title, _("Enregistrer"), _("Chacun parle, sans être coupé. Personne n’est forcé."))
    return form_page(request, form, act, context=context, success=_("C’est enregistré."))


@require_http_methods(BOTH)
def propose(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    row = request.case
    form = AgreementForm(sent(request), initial={"words": row.agreement})

    def act() -> None:
        services.propose_agreement(case=row, words=form.cleaned_data["words"], **by(request))

    context = _page(row, _("Proposer un accord"), _("Proposer cet accord"))
    return form_page(request, form, act, context=context, success=_("L’accord est proposé à chacun."))


@require_http_methods(BOTH)
def agree(request: HttpRequest, kpa: str, case: int, party: int) -> HttpResponse:  # noqa: ARG001
    """Her own yes, or the one that the mediator notes for someone who said it aloud."""
    row, told = request.case, _party(request.case, party)
    mine = told.person_id == request.user.person_id
    if not mine and not gates.mediates(request, row):
        raise Http404

    def act() -> None:
        today = timezone.localdate()
        services.agree(case=row, person=told.person, agreed_on=today, **by(request))

    title = (
        _("Dire oui à cet accord ?")
        if mine
        else _("Noter le oui %(of_name)s ?") % {"of_name": de(told.person)}
    )
    context = _page(row, title, _("Oui, d’accord") if mine else _("Noter ce oui"), row.agreement)
    return form_page(request, Form(sent(request)), act, context=context, success=_("C’est noté."))


@require_http_methods(BOTH)
def fail(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    row = request.case

    def act() -> None:
        services.record_no_agreement(case=row, **by(request))

    intro = _("On peut encore se revoir après : entendez de nouveau une personne.")
    context = _page(row, _("Noter qu’il n’y a pas d’accord ?"), _("Noter : pas d’accord"), intro)
    return form_page(request, Form(sent(request)), act, context=context, success=_("C’est noté."))


@require_http_methods(BOTH)
def close(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    row = request.case
    form = CloseForm(sent(request))

    def act() -> None:
        services.close_mediation(case=row, decision=form.cleaned_data["words"], **by(request))

    context = _page(row, _("Clore la médiation"), _("Clore la médiation"))
    return form_page(request, form, act, context=context, success=_("La médiation est close."))


@require_http_methods(BOTH)
def exclusion(request: HttpRequest, kpa: str, case: int) -> HttpResponse:  # noqa: ARG001
    """First it is proposed to the group; then its decision is written."""
    row = request.case
    if row.closed_on is not None:
        raise Http404
    waits = row.concerned.state == MemberState.EXCLUSION_PROPOSED
    return _decide(request, row) if waits else _propose(request, row)


def _propose(request: HttpRequest, row: MediationCase) -> HttpResponse:
    def act() -> None:
        services.propose_exclusion(case=row, **by(request))

    title = _("Proposer au groupe une exclusion ?")
    intro = _("Le groupe en parle et décide. La personne est entendue, et peut rester.")
    context = _page(row, title, _("La proposer au groupe"), intro)
    return form_page(
        request, Form(sent(request)), act, context=context, success=_("C’est proposé au groupe.")
    )


def _decide(request: HttpRequest, row: MediationCase) -> HttpResponse:
    form = DecisionForm(sent(request))

    def act() -> None:
        data = form.cleaned_data
        services.decide_exclusion(
            case=row, excluded=data["excluded"] == "yes", decision=data["words"], **by(request)
        )

    context = _page(row, _("Écrire ce que le groupe a décidé"), _("Enregistrer la décision"))
    return form_page(request, form, act, context=context, success=_("La décision est enregistrée."))
