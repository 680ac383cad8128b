"""My path, and the path of someone who chose me or whose KPA I coordinate."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.models import Path
from kpacite.domain.people.enums import Shown
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.forms import CompanionForm
from kpacite.interfaces.www.paths.views.screen import stand_in, told
from kpacite.interfaces.www.paths.wording import exit_words, history_of, month_words, steps_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def state_of(journey: Path) -> dict[str, Any]:
    """Where a path stands: no words of the person."""
    today = timezone.localdate()
    current = selectors.current_stage(journey)
    left = selectors.latest_exit(journey)
    return {
        "journey": journey,
        "kpa": journey.kpa.organisation,
        "current": current,
        "steps": steps_of(selectors.stage_names(journey.kpa), current.rank if current else None),
        "months": month_words(journey.start, journey.planned_end, today) if journey.end is None else "",
        "ended": journey.end is not None and journey.end <= today,
        "exit": exit_words(left) if left else "",
        "exit_seen": left.observed_on if left else None,
    }


def _words_of(journey: Path) -> dict[str, Any]:
    at = {"kpa": journey.kpa.organisation.slug, "public_id": journey.person.public_id}
    return {
        "new_talk_url": reverse("appointment_new", kwargs=at),
        "open_move": selectors.open_move(journey),
        "history": history_of(journey, timezone.localdate()),
        "companions": selectors.companions_of(journey, timezone.localdate()),
        "next_talk": selectors.next_appointment(journey, timezone.localdate()),
        "talks_url": reverse("appointments", kwargs=at),
    }


@require_safe
def my_path(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    journey = request.journey
    if journey is None:
        return render(request, "paths/none.html", {"kpa": request.organisation})
    chosen_by = selectors.accompanied_by(request.user.person, request.organisation, timezone.localdate())
    context = state_of(journey) | _words_of(journey) | {"own": True, "chosen_by": chosen_by}
    return render(request, "paths/path.html", context | {"slug": kpa})


@require_safe
def person_path(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The whole path for whom the person chose; its state alone for the coordination; both are told."""
    journey = request.journey
    if gates.is_own(request, journey):
        return redirect("my_path", kpa=kpa)
    stand_in(request)
    context = state_of(journey) | {"own": False, "may_keep": gates.may_keep(request, journey), "slug": kpa}
    if gates.is_companion(request, journey):
        told(request, journey, Shown.PATH)
        return render(request, "paths/path.html", context | _words_of(journey) | {"chosen_by": ()})
    told(request, journey, Shown.PATH_STATE)
    context["exit_title"] = _("Noter des nouvelles") if journey.end else _("Noter la fin du parcours")
    return render(request, "paths/state.html", context)


@require_http_methods(["GET", "POST"])
def companions(request: HttpRequest, kpa: str) -> HttpResponse:
    """Choose who walks beside me, or stop."""
    journey = request.journey
    if journey is None:
        return redirect("my_path", kpa=kpa)
    stand_in(request)
    today, now = timezone.localdate(), timezone.now()
    rows = selectors.companions_of(journey, today)
    form = CompanionForm(request.POST or None, people=selectors.possible_companions(journey, today))
    context = {"form": form, "rows": rows, "back": reverse("my_path", kwargs={"kpa": kpa})}
    if request.method != "POST":
        return render(request, "paths/companions.html", context)
    by = {"actor": request.user, "today": today, "now": now}
    if key := request.POST.get("end", ""):
        row = rows.filter(pk=key).first() if key.isdigit() else None
        if row:
            services.end_companion(companion=row, **by)
            messages.success(request, _("C’est fait. Cette personne ne lit plus votre parcours."))
        return see_other("path_companions", kpa=kpa)
    if form.is_valid():
        try:
            services.choose_companion(path=journey, person=form.chosen, **by)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. Cette personne peut lire votre parcours."))
            return see_other("my_path", kpa=kpa)
    return render_invalid(request, "paths/companions.html", context)
