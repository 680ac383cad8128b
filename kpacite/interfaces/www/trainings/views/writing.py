"""Proposing a training, opening it, changing it, cancelling it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TrainingState
from kpacite.domain.activities.models import Training
from kpacite.interfaces.www.agenda.forms import CancelForm
from kpacite.interfaces.www.members.views.screen import form_page
from kpacite.interfaces.www.trainings.forms import TrainingForm
from kpacite.interfaces.www.trainings.views.listing import show_training
from kpacite.interfaces.www.trainings.views.screen import address_of, by, page_of, people_of, stand_in
from kpacite.interfaces.www.trainings.wording import when_words
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other

PAGE = "trainings/form.html"
FIELD_OF = {"starts_at": "day", "ends_at": "end"}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    form = TrainingForm(request.POST or None, people=people_of(request))
    context = {"form": form, "training": None, "back": reverse("trainings", kwargs={"kpa": kpa})}
    if request.method == "POST" and form.is_valid() and (proposed := _proposed(request, form)):
        messages.success(request, _("C’est proposé. La coordination ou un·e référent·e répond."))
        return see_other("training", kpa=kpa, training=proposed.pk)
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _proposed(request: HttpRequest, form: TrainingForm) -> Training | None:
    kpa = request.organisation.kpa
    try:
        return services.propose_training(kpa=kpa, span=form.span, **form.words, **by(request))
    except DomainError as error:
        _refuse(form, error)
    return None


def _refuse(form: TrainingForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    form = TrainingForm(request.POST or None, people=_givers(request), training=request.training)
    context = {"form": form, "training": request.training, "back": page_of(request)}
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("C’est enregistré."))
        return see_other(context["back"])
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _givers(request: HttpRequest) -> list[Any]:
    """The members of today, and whoever gives it even if she has left since."""
    people, trainer = people_of(request), request.training.trainer
    return people if trainer is None or trainer in people else [trainer, *people]


def _changed(request: HttpRequest, form: TrainingForm) -> bool:
    version, span = form.cleaned_data["version"] or 0, form.span
    hours = {"starts_at": span.start, "ends_at": span.end}
    try:
        services.edit_training(
            training=request.training,
            version=version,
            address=address_of,
            **form.words,
            **hours,
            **by(request),
        )
    except DomainError as error:
        _refuse(form, error)
        return False
    return True


@require_POST
def open_up(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    try:
        services.open_training(training=request.training, **by(request))
    except DomainError as error:
        return show_training(request, refusal=str(error), status=UNPROCESSABLE)
    messages.success(request, _("C’est ouvert. Les personnes peuvent s’inscrire."))
    return see_other(page_of(request))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    """Say no to an idea, or cancel what was open."""
    row, form = request.training, CancelForm(request.POST or None)
    form.fields["reason"].help_text = _("Tout le monde la lit. Par exemple : la salle est fermée.")
    proposed = row.state == TrainingState.PROPOSED
    context = {
        "title": _("Annuler « %(title)s » ?") % {"title": row.title},
        "intro": when_words(row) if proposed else _("Les personnes inscrites reçoivent un message."),
        "button": _("Annuler la formation"),
        "danger": True,
        "back": page_of(request),
        "back_label": row.title,
    }

    def act() -> None:
        reason = form.cleaned_data["reason"]
        services.cancel_training(training=row, reason=reason, address=address_of, **by(request))

    return form_page(request, form, act, context=context, success=_("C’est annulé."))
