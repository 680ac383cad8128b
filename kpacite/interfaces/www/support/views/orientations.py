"""Towards partner services: what they are told, the person's yes, their answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.selectors import parameter
from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.enums import NoteTheme, OrientationState
from kpacite.domain.paths.models import Orientation, Path
from kpacite.domain.people.enums import Shown
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.views.screen import back_to, stand_in, told
from kpacite.interfaces.www.support.forms import AnswerForm, OrientationForm
from kpacite.interfaces.www.support.views.shared import address, by, written
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

STATE = OrientationState
BADGES = {STATE.ASKED: "wait", STATE.AWAITED: "wait", STATE.ACCEPTED: "done", STATE.UNANSWERED: "late"}


def _surroundings(request: HttpRequest) -> dict[str, Any]:
    stand_in(request)
    journey: Path = request.journey
    told(request, journey, Shown.SUPPORT)
    return {
        "journey": journey,
        "own": gates.is_own(request, journey),
        "back": back_to(request, journey),
        "list_url": address(journey, "orientations"),
    }


def _row(journey: Path, row: Orientation, days: int) -> dict[str, Any]:
    late = selectors.is_late(row, timezone.localdate(), days)
    return {
        "orientation": row,
        "url": address(journey, "orientation", orientation=row.pk),
        "badge": "late" if late else BADGES.get(STATE(row.state), ""),
        "label": _("Réponse en retard") if late else row.get_state_display(),
        "late": late,
    }


def _days(request: HttpRequest) -> int:
    code = ParameterCode.ORIENTATION_ANSWER_DAYS
    return parameter(code=code, organisation=request.organisation, on=timezone.localdate())


@require_safe
def orientations(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    context = _surroundings(request)
    journey, days = request.journey, _days(request)
    context["rows"] = [_row(journey, row, days) for row in selectors.orientations_of(journey)]
    context["new_url"] = address(journey, "orientation_new") if journey.end is None else ""
    return render(request, "support/orientations.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    context = _surroundings(request)
    known = selectors.partner_services(request.organisation)
    form = OrientationForm(request.POST or None, services=known)
    context |= {"form": form, "slug": kpa, "empty": not known}
    if request.method != "POST":
        return render(request, "support/orientation_new.html", context)

    def act(typed: dict[str, Any]) -> object:
        chosen = {"service": form.chosen, "theme": NoteTheme(typed["theme"]), "reason": typed["reason"]}
        return services.orient(path=request.journey, today=timezone.localdate(), **chosen, **by(request))

    if written(form, act):
        done = _("C’est noté. Le service peut être contacté.")
        if not context["own"]:
            done = _("C’est écrit. La personne lit, puis dit oui ou non.")
        messages.success(request, done)
        return see_other(context["list_url"])
    return render_invalid(request, "support/orientation_new.html", context)


@require_http_methods(["GET", "POST"])
def orientation(request: HttpRequest, kpa: str, public_id: str, orientation: int) -> HttpResponse:  # noqa: ARG001
    """One orientation: the person's buttons while she is asked, then the form of the answer."""
    journey: Path = request.journey
    row = selectors.orientation_of(orientation, journey)
    if row is None:
        raise Http404
    context = _surroundings(request)
    here = address(journey, "orientation", orientation=row.pk)
    if request.method == "POST" and request.POST.get("do") in ("yes", "no"):
        _consent(request, row)
        return see_other(here)
    form = AnswerForm(request.POST or None, initial={"day": timezone.localdate()})
    state = STATE(row.state)
    context |= _row(journey, row, _days(request)) | {
        "form": form,
        "asks": context["own"] and state == STATE.ASKED,
        "answers": any(rules.orientation_may_become(state, STATE(new)) for new in rules.ANSWERS),
    }
    if request.method != "POST":
        return render(request, "support/orientation.html", context)

    def act(typed: dict[str, Any]) -> object:
        said = {"state": STATE(typed["state"]), "day": typed["day"], "words": typed["words"]}
        return services.answer_orientation(orientation=row, **said, **by(request))

    if written(form, act):
        messages.success(request, _("La réponse du service est notée."))
        return see_other(here)
    return render_invalid(request, "support/orientation.html", context)


def _consent(request: HttpRequest, row: Orientation) -> None:
    if not gates.is_own(request, request.journey):
        messages.error(request, _("Seule la personne dit oui ou non."))
        return
    agrees = request.POST["do"] == "yes"
    try:
        services.consent_to_orientation(
            orientation=row, agrees=agrees, today=timezone.localdate(), **by(request)
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        yes, no = _("C’est noté : le service peut être contacté."), _("C’est noté : rien n’est dit.")
        messages.success(request, yes if agrees else no)
