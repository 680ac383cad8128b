"""Stages: proposed by the person, talked about, begun on a day, or set aside; and the stages of a KPA."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.paths import rules, selectors, services
from kpacite.interfaces.www.paths.forms import DayForm, StageForm, StagesForm
from kpacite.interfaces.www.paths.views.screen import back_to, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _written(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form is right and the domain agreed; its refusal is then beside the field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _choices(request: HttpRequest) -> list[tuple[int, str]]:
    names = selectors.stage_names(request.organisation)
    current = selectors.current_stage(request.journey)
    ranks = [rank for rank, _name in names]
    here = current.rank if current else None
    return [(rank, name) for rank, name in names if rules.stage_may_follow(here, rank, ranks)]


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kpa: str) -> HttpResponse:
    if request.journey is None:
        return redirect("my_path", kpa=kpa)
    stand_in(request)
    form = StageForm(request.POST or None, stages=_choices(request))
    context = {"form": form, "back": reverse("my_path", kwargs={"kpa": kpa})}
    if request.method != "POST":
        return render(request, "paths/propose.html", context)

    def act() -> object:
        wanted = {"rank": form.cleaned_data["stage"], "words": form.cleaned_data["words"]}
        return services.propose_stage(path=request.journey, **wanted, **_by(request))

    if _written(form, act):
        messages.success(request, _("C’est proposé. Parlez-en avec la personne qui vous accompagne."))
        return see_other("my_path", kpa=kpa)
    return render_invalid(request, "paths/propose.html", context)


def _dated(request: HttpRequest, words: dict[str, str], act: Callable[[Any], object]) -> HttpResponse:
    """A question about a day, then the act."""
    stand_in(request)
    back = back_to(request, request.journey)
    form = DayForm(request.POST or None, initial={"day": timezone.localdate()})
    context = {"form": form, "back": back, "move": request.move, **words}
    if request.method != "POST":
        return render(request, "paths/day.html", context)
    if _written(form, lambda: act(form.cleaned_data["day"])):
        messages.success(request, words["done"])
        return see_other(back)
    return render_invalid(request, "paths/day.html", context)


@require_http_methods(["GET", "POST"])
def discuss(request: HttpRequest, kpa: str, move: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    words = {
        "title": _("Nous avons parlé de cette étape"),
        "sentence": _("Notez le jour où vous en avez parlé ensemble."),
        "button": _("Noter que nous en avons parlé"),
        "done": _("C’est noté. L’étape peut commencer quand la personne veut."),
    }
    own = request.user.person_id == request.journey.person_id
    other = None if own else request.user.person
    today = timezone.localdate()
    return _dated(
        request,
        words,
        lambda day: services.discuss_stage(
            move=request.move, day=day, with_person=other, today=today, **_by(request)
        ),
    )


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, kpa: str, move: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    words = {
        "title": _("Commencer cette étape"),
        "sentence": _("Dites le jour où elle commence. Vous pourrez revenir à une étape d’avant."),
        "button": _("Commencer cette étape"),
        "done": _("C’est fait. Bonne étape !"),
    }
    today = timezone.localdate()
    return _dated(
        request,
        words,
        lambda day: services.enter_stage(move=request.move, day=day, today=today, **_by(request)),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, kpa: str, move: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    back = back_to(request, request.journey)
    if request.method != "POST":
        return render(request, "paths/withdraw.html", {"move": request.move, "back": back})
    try:
        services.withdraw_stage(move=request.move, **_by(request))
        messages.success(request, _("C’est fait. Vous pourrez proposer une autre étape."))
    except DomainError as error:
        messages.error(request, str(error))
    return see_other(back)


@require_http_methods(["GET", "POST"])
def stages(request: HttpRequest, kpa: str) -> HttpResponse:
    """The words of the KPA for its stages."""
    stand_in(request)
    names = [name for _rank, name in selectors.stage_names(request.organisation)]
    form = StagesForm(request.POST or None, initial={"names": "\n".join(names)})
    context = {"form": form, "back": reverse("path_board", kwargs={"kpa": kpa})}
    if request.method != "POST":
        return render(request, "paths/stages.html", context)

    def act() -> object:
        wanted = form.cleaned_data["names"].splitlines()
        return services.set_stages(kpa=request.organisation.kpa, names=wanted, **_by(request))

    if _written(form, act):
        messages.success(request, _("C’est enregistré. Chaque parcours montre ces étapes."))
        return see_other("path_board", kpa=kpa)
    return render_invalid(request, "paths/stages.html", context)
