"""Common pots: what is in them, where it came from, what the group wants to do with it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.sharing import services
from kpacite.domain.sharing.selectors import pots as selectors
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.ledger import exports
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.forms import DecisionForm, PotForm, PotOpeningForm, SpendingForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other

LATEST = 20
ANSWERS = {"oui": True, "non": False}


@require_safe
def pots(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    context = {
        "kpa": request.organisation,
        "pots": selectors.pots_of(request.organisation.kpa),
        "proposals": selectors.waiting_proposals(request.organisation.kpa),
        "closed": selectors.closed_pots(request.organisation.kpa),
        "may_keep": gates.may_keep_pots(request),
        "me": request.user.person,
    }
    return render(request, "sharing/pots.html", context)


@require_safe
def pot(request: HttpRequest, kpa: str, pot: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    page = paginate(request, selectors.moves_of(request.pot))
    context = {
        "kpa": request.organisation,
        "pot": request.pot,
        "balance": selectors.balance_of(request.pot),
        "page": page,
        "answered": selectors.answered_proposals(request.pot)[:LATEST],
        "may_propose": gates.may_write(request) and request.pot.closed_on is None,
        "may_keep": gates.may_keep_pots(request),
    }
    return render(request, "sharing/pot.html", context)


@require_safe
def moves_csv(request: HttpRequest, kpa: str, pot: str) -> HttpResponseBase:
    header = [_("Jour"), _("Montant, en euros"), _("Pourquoi")]
    return exports.table(request, f"{kpa}-pot-{pot}", header, _rows(request))


def _rows(request: HttpRequest) -> Iterator[list[object]]:
    for move in selectors.moves_of(request.pot):
        yield [move.day.isoformat(), exports.in_euros(move.cents), move.label]


@require_http_methods(["GET", "POST"])
def open_pot(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    form = PotOpeningForm(request.POST or None)
    context = {"form": form, "title": _("Ouvrir un pot commun"), "back": reverse("pots", kwargs={"kpa": kpa})}
    context |= {"intro": _("Un pot garde de l’argent du groupe pour un but."), "button": _("Ouvrir ce pot")}
    if request.method == "POST" and form.is_valid() and _done(form, _open, request):
        messages.success(request, _("Le pot est ouvert. Une règle peut maintenant le remplir."))
        return see_other("pots", kpa=kpa)
    return _shown(request, form, context)


def _open(request: HttpRequest, said: dict[str, Any]) -> None:
    services.open_pot(
        kpa=request.organisation.kpa,
        today=timezone.localdate(),
        actor=request.user,
        now=timezone.now(),
        **said,
    )


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, kpa: str, pot: str) -> HttpResponse:
    stand_in(request)
    form = PotForm(request.POST or None, initial={"name": request.pot.name, "purpose": request.pot.purpose})
    context = {
        "form": form,
        "title": _("Changer ce pot"),
        "intro": _("Le groupe voit tout de suite le nouveau but. L’ancien reste dans le journal."),
        "button": _("Garder ces mots"),
        "back": reverse("pot", kwargs={"kpa": kpa, "pot": pot}),
    }
    if request.method == "POST" and form.is_valid() and _done(form, _describe, request):
        messages.success(request, _("C’est noté."))
        return see_other("pot", kpa=kpa, pot=pot)
    return _shown(request, form, context)


def _describe(request: HttpRequest, said: dict[str, Any]) -> None:
    services.describe_pot(pot=request.pot, actor=request.user, now=timezone.now(), **said)


@require_POST
def close(request: HttpRequest, kpa: str, pot: str) -> HttpResponse:
    by = {"actor": request.user, "now": timezone.now()}
    try:
        services.close_pot(pot=request.pot, today=timezone.localdate(), **by)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Le pot est fermé. Vous pouvez le rouvrir."))
    return see_other("pot", kpa=kpa, pot=pot)


@require_POST
def reopen(request: HttpRequest, kpa: str, pot: str) -> HttpResponse:
    services.reopen_pot(pot=request.pot, actor=request.user, now=timezone.now())
    messages.success(request, _("Le pot sert de nouveau."))
    return see_other("pot", kpa=kpa, pot=pot)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kpa: str, pot: str) -> HttpResponse:
    stand_in(request)
    form = SpendingForm(request.POST or None)
    context = {
        "form": form,
        "title": _("Proposer une dépense"),
        "intro": _("Une autre personne du groupe répond à votre proposition."),
        "button": _("Proposer"),
        "back": reverse("pot", kwargs={"kpa": kpa, "pot": pot}),
    }
    if request.method == "POST" and form.is_valid() and _done(form, _propose, request):
        messages.success(request, _("Votre proposition est envoyée."))
        return see_other("pots", kpa=kpa)
    return _shown(request, form, context)


def _propose(request: HttpRequest, said: dict[str, Any]) -> None:
    services.propose_spending(
        pot=request.pot, person=request.user.person, actor=request.user, now=timezone.now(), **said
    )


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, kpa: str, proposal: int, answer: str) -> HttpResponse:  # noqa: ARG001
    if answer not in ANSWERS:
        raise Http404
    stand_in(request)
    form = DecisionForm(request.POST or None)
    context = {
        "form": form,
        "proposal": request.proposal,
        "accepted": ANSWERS[answer],
        "button": _("Oui, prendre cet argent dans le pot") if ANSWERS[answer] else _("Non, pas cette fois"),
        "back": reverse("pots", kwargs={"kpa": kpa}),
    }
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, _decider(accepted=ANSWERS[answer]), request)
    ):
        messages.success(request, _("Votre réponse est notée."))
        return see_other("pots", kpa=kpa)
    return _shown(request, form, context, page="sharing/decide.html")


def _decider(*, accepted: bool) -> Any:
    def decide_it(request: HttpRequest, said: dict[str, Any]) -> None:
        services.decide_spending(
            proposal=request.proposal,
            accepted=accepted,
            person=request.user.person,
            reason=said["reason"],
            today=timezone.localdate(),
            actor=request.user,
            now=timezone.now(),
        )

    return decide_it


def _done(form: Any, do: Any, request: HttpRequest) -> bool:
    try:
        do(request, form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _shown(
    request: HttpRequest, form: Any, context: dict[str, Any], page: str = "sharing/form.html"
) -> HttpResponse:
    if form.errors:
        return render_invalid(request, page, context)
    return render(request, page, context)
