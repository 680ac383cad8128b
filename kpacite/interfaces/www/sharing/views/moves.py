"""What people do with a sharing: agree, ask, answer, propose, validate, take back, repair."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import Answer, Recovery, SharingState
from kpacite.domain.sharing.selectors import rules
from kpacite.domain.sharing.selectors.received import cash_now
from kpacite.interfaces.www.sharing.forms import (
    CorrectionForm,
    DropForm,
    QuestionForm,
    ReplyForm,
    RuleChoiceForm,
)
from kpacite.interfaces.www.sharing.standing import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def by(request: HttpRequest) -> dict[str, Any]:
    return {"sharing": request.sharing, "actor": request.user, "now": timezone.now()}


def _back(request: HttpRequest) -> str:
    at = {"kpa": request.organisation.slug, "number": request.sharing.number}
    return reverse("sharing", kwargs=at)


def _done(request: HttpRequest, do: Callable[[], object], sentence: str) -> HttpResponse:
    """Do it, or say why not; then the sharing's page either way."""
    try:
        do()
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, sentence)
    return see_other(_back(request))


@require_POST
def agree(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    return _done(
        request,
        lambda: services.answer_sharing(person=request.user.person, question=None, **by(request)),
        _("Merci. Votre accord est noté."),
    )


@require_POST
def propose(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    return _done(
        request,
        lambda: services.propose_sharing(today=timezone.localdate(), **by(request)),
        _("Le partage est proposé. Chaque personne peut dire si elle est d’accord."),
    )


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    """It undoes what everyone said: one reads that before."""
    if request.method != "POST":
        stand_in(request)
        agreed = request.sharing.people.filter(answer=Answer.AGREED).count()
        context = {"sharing": request.sharing, "back": _back(request), "agreed": agreed}
        return render(request, "sharing/take_back.html", context)
    return _done(
        request,
        lambda: services.take_back(**by(request)),
        _("Le partage redevient une simulation. Tout le monde redira son accord."),
    )


@require_http_methods(["GET", "POST"])
def validate(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    if request.method == "POST":
        return _done(
            request,
            lambda: services.validate_sharing(
                person=request.user.person, today=timezone.localdate(), **by(request)
            ),
            _("Votre validation est notée."),
        )
    first = request.sharing.approvals.select_related("person").first()
    context = {"sharing": request.sharing, "back": _back(request), "first": first}
    return render(request, "sharing/validate.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    words = {
        "title": _("J’ai une question"),
        "intro": _("Le partage attend la réponse du groupe."),
        "button": _("Envoyer ma question"),
    }
    return on_form(
        request,
        QuestionForm(request.POST or None),
        words,
        lambda form: services.answer_sharing(
            person=request.user.person, question=form.cleaned_data["question"], **by(request)
        ),
        _("Votre question est envoyée. Le partage attend."),
    )


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, kpa: str, number: int, seat: int) -> HttpResponse:  # noqa: ARG001
    asked = request.sharing.people.filter(pk=seat).select_related("person").first()
    if asked is None:
        raise Http404
    words = {
        "title": _("Répondre à %(name)s") % {"name": asked.person.first_name},
        "intro": asked.question,
        "button": _("Envoyer la réponse"),
    }
    return on_form(
        request,
        ReplyForm(request.POST or None),
        words,
        lambda form: services.reply_to_question(
            person=asked.person, reply=form.cleaned_data["reply"], **by(request)
        ),
        _("La réponse est envoyée."),
    )


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    words = {
        "title": _("Abandonner ce partage"),
        "intro": _("Le premier partage reste comme il est.")
        if request.sharing.corrects_id
        else _("Rien n’est payé. L’argent pourra être partagé autrement."),
        "button": _("Abandonner ce partage"),
    }
    return on_form(
        request,
        DropForm(request.POST or None),
        words,
        lambda form: services.drop_sharing(reason=form.cleaned_data["reason"], **by(request)),
        _("Le partage est abandonné."),
    )


@require_http_methods(["GET", "POST"])
def choose_rule(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    if request.sharing.state != SharingState.SIMULATED:
        raise Http404
    versions = rules.adopted_rules(request.organisation.kpa)
    form = RuleChoiceForm(
        request.POST or None, versions=versions, initial={"rule": str(request.sharing.rule_id)}
    )
    words = {
        "title": _("Choisir une autre règle"),
        "intro": _("Seules les règles adoptées par le groupe peuvent servir."),
        "button": _("Partager avec cette règle"),
    }
    return on_form(
        request,
        form,
        words,
        lambda form: services.change_rule(rule=form.chosen, **by(request)),
        _("Le calcul est refait."),
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    form = CorrectionForm(request.POST or None, initial={"amount": Euro(cash_now(request.sharing))})
    words = {
        "title": _("Rectifier ce partage"),
        "intro": _("Ce partage ne change pas. Un second dit la différence, et une autre personne le valide."),
        "button": _("Rectifier"),
    }

    def do(form: Form) -> object:
        said = form.cleaned_data
        return services.correct_sharing(
            base=said["amount"],
            recovery=Recovery(said["recovery"]),
            reason=said["reason"],
            person=request.user.person,
            **by(request),
        )

    return on_form(
        request, form, words, do, _("La rectification est prête. Une autre personne doit valider.")
    )


def on_form(
    request: HttpRequest,
    form: Form,
    words: dict[str, Any],
    do: Callable[[Any], object],
    sentence: str,
) -> HttpResponse:
    """A short form about the sharing: what is wrong is said beside its field, what was typed stays."""
    stand_in(request)
    context = words | {"form": form, "sharing": request.sharing, "back": _back(request)}
    if request.method == "POST" and form.is_valid():
        try:
            do(form)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, sentence)
            return see_other(_back(request))
    if form.errors:
        return render_invalid(request, "sharing/move.html", context)
    return render(request, "sharing/move.html", context)
