"""The steps and the questions of this KPA's welcome, as its coordination sets them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import selectors, services
from kpacite.domain.members.enums import StepKind
from kpacite.interfaces.www.members.forms_setup import SetupQuestionForm, SetupStepForm
from kpacite.interfaces.www.members.views.screen import form_page, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import see_other


@dataclass(frozen=True, slots=True)
class Kind:
    """Steps or questions: their rows, their form, their services, their words."""

    code: str
    rows: Callable[[Any], Any]
    form: type[SetupStepForm | SetupQuestionForm]
    add: Callable[..., object]
    change: Callable[..., object]
    new: Any
    edit: Any


STEPS = Kind(
    "step",
    selectors.current_steps,
    SetupStepForm,
    services.add_step,
    lambda row, **words: services.change_step(step=row, **words),
    gettext_lazy("Ajouter une étape"),
    gettext_lazy("Changer cette étape"),
)
QUESTIONS = Kind(
    "question",
    selectors.current_questions,
    SetupQuestionForm,
    services.add_question,
    lambda row, **words: services.change_question(question=row, **words),
    gettext_lazy("Ajouter une question"),
    gettext_lazy("Changer cette question"),
)
KINDS = {kind.code: kind for kind in (STEPS, QUESTIONS)}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _row(request: HttpRequest, kind: Kind, key: int | str) -> Any:
    row = kind.rows(request.organisation.kpa).filter(pk=key).first() if str(key).isdecimal() else None
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, kpa: str) -> HttpResponse:
    """Both lists in their order; a POST moves one row up (`monter`: « step-12 »)."""
    stand_in(request)
    if request.method == "POST":
        code, _dash, key = request.POST.get("monter", "").partition("-")
        if code not in KINDS:
            raise Http404
        try:
            services.move_up(row=_row(request, KINDS[code], key), **_by(request))
            messages.success(request, _("C’est fait. L’ordre a changé."))
        except DomainError as error:
            messages.error(request, str(error))
        return see_other("welcome_setup", kpa=kpa)
    here = request.organisation.kpa
    context = {
        "slug": kpa,
        "steps": selectors.current_steps(here),
        "questions": selectors.current_questions(here),
        "charter": StepKind.CHARTER.value,
    }
    return render(request, "members/setup.html", context)


def _form(request: HttpRequest, kind: Kind, kpa: str, row: Any) -> HttpResponse:
    form = kind.form(request.POST if request.method == "POST" else None, row=row)
    retires = row is not None and getattr(row, "kind", "") != StepKind.CHARTER
    at = {"kpa": kpa, kind.code: row.pk} if row is not None else {}
    context = {
        "title": kind.new if row is None else kind.edit,
        "intro": _("Les personnes déjà en chemin gardent ce qu’elles ont commencé."),
        "button": _("Ajouter") if row is None else _("Enregistrer"),
        "back": reverse("welcome_setup", kwargs={"kpa": kpa}),
        "back_label": _("Les étapes et les questions"),
        "retire_url": reverse(f"welcome_setup_{kind.code}_retire", kwargs=at) if retires else "",
    }

    def act() -> object:
        words = form.cleaned_data | _by(request)
        if row is None:
            return kind.add(kpa=request.organisation.kpa, **words)
        return kind.change(row, **words)

    return form_page(
        request,
        form,
        act,
        context=context,
        success=_("C’est enregistré."),
        template="members/setup_form.html",
    )


def _retire(request: HttpRequest, kind: Kind, kpa: str, key: int) -> HttpResponse:
    row = _row(request, kind, key)
    form = Form(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Ne plus demander « %(label)s » ?") % {"label": row.label},
        "intro": _("Les personnes déjà en chemin la gardent. Les réponses données restent."),
        "button": _("Ne plus la demander"),
        "danger": True,
        "back": reverse("welcome_setup", kwargs={"kpa": kpa}),
        "back_label": _("Les étapes et les questions"),
    }

    def act() -> None:
        services.retire(row=row, **_by(request))

    return form_page(request, form, act, context=context, success=_("C’est fait."))


@require_http_methods(["GET", "POST"])
def step_new(request: HttpRequest, kpa: str) -> HttpResponse:
    return _form(request, STEPS, kpa, None)


@require_http_methods(["GET", "POST"])
def step_edit(request: HttpRequest, kpa: str, step: int) -> HttpResponse:
    return _form(request, STEPS, kpa, _row(request, STEPS, step))


@require_http_methods(["GET", "POST"])
def step_retire(request: HttpRequest, kpa: str, step: int) -> HttpResponse:
    return _retire(request, STEPS, kpa, step)


@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, kpa: str) -> HttpResponse:
    return _form(request, QUESTIONS, kpa, None)


@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, kpa: str, question: int) -> HttpResponse:
    return _form(request, QUESTIONS, kpa, _row(request, QUESTIONS, question))


@require_http_methods(["GET", "POST"])
def question_retire(request: HttpRequest, kpa: str, question: int) -> HttpResponse:
    return _retire(request, QUESTIONS, kpa, question)
