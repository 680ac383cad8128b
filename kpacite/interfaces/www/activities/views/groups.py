"""The group of an activity: ask for a place or a mandate, answer, put in, take out, leave."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import permissions, selectors, services
from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import GroupRequest
from kpacite.interfaces.www.activities import gates
from kpacite.interfaces.www.activities.group_forms import AskForm, JoinForm
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.gates import hats_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _start(request: HttpRequest, kpa: str, code: str) -> dict[str, Any]:
    stand_in(request)
    back = reverse("activity", kwargs={"kpa": kpa, "code": code})
    return {"kpa": request.organisation, "activity": request.activity, "code": code, "back": back}


def may_answer(request: HttpRequest, asked: GroupRequest) -> bool:
    return permissions.may_answer(hats_of(request), gates.groups_of(request), request.organisation, asked)


@BOTH
def ask(request: HttpRequest, kpa: str, code: str) -> HttpResponse:
    """A member asks for a place; someone of the group asks for the mandate."""
    today = timezone.localdate()
    place = selectors.place_in(request.activity, request.user.person, today)
    form = AskForm(request.POST or None, in_group=place is not None)
    context = _start(request, kpa, code) | {"form": form, "held": place}
    if request.method != "POST":
        return render(request, "activities/group_ask.html", context)
    if form.is_valid():
        try:
            services.ask_group(
                activity=request.activity,
                person=request.user.person,
                wish=GroupWish(form.cleaned_data["wish"]),
                words=form.cleaned_data["words"],
                today=today,
                **_by(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Votre demande est partie. Le groupe vous répond."))
            return see_other(context["back"])
    return render_invalid(request, "activities/group_ask.html", context)


@BOTH
def leave(request: HttpRequest, kpa: str, code: str) -> HttpResponse:
    """Leave the group by oneself; the role in the KPA stays."""
    today = timezone.localdate()
    context = _start(request, kpa, code)
    place = selectors.place_in(request.activity, request.user.person, today)
    if place is None:
        return see_other(context["back"])
    if request.method != "POST":
        return render(request, "activities/group_leave.html", context)
    services.leave_group(membership=place, end=today, **_by(request))
    messages.success(request, _("C’est fait. Vous n’êtes plus dans ce groupe."))
    return see_other(context["back"])


@BOTH
def keep(request: HttpRequest, kpa: str, code: str) -> HttpResponse:
    """Who is in the group, since when; put someone in."""
    today = timezone.localdate()
    outside = selectors.people_outside(request.activity, request.organisation, today)
    form = JoinForm(request.POST or None, people=outside)
    context = _start(request, kpa, code) | {
        "form": form,
        "places": selectors.group_of(request.activity, today),
        "past": selectors.past_mandates(request.activity, today),
        "waiting": selectors.waiting_requests(request.activity),
        "someone_outside": outside.exists(),
    }
    if request.method != "POST":
        return render(request, "activities/group_keep.html", context)
    if form.is_valid():
        try:
            services.join_group(activity=request.activity, start=today, **form.cleaned_data, **_by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. %s est dans le groupe.") % form.cleaned_data["person"])
            return see_other(request.path)
    return render_invalid(request, "activities/group_keep.html", context)


@BOTH
def end(request: HttpRequest, kpa: str, code: str, place: int) -> HttpResponse:
    """End a place or a mandate today, after asking."""
    today = timezone.localdate()
    row = get_object_or_404(selectors.group_of(request.activity, today), pk=place)
    context = _start(request, kpa, code) | {"ends": row}
    if request.method != "POST":
        return render(request, "activities/group_end.html", context)
    services.leave_group(membership=row, end=today, **_by(request))
    messages.success(request, _("C’est fait. %s n’est plus dans ce groupe.") % row.person)
    return see_other("group_keep", kpa=kpa, code=code)


@BOTH
def answer(request: HttpRequest, kpa: str, code: str, asked: int) -> HttpResponse:
    """Read what someone asks, say yes or no."""
    row = selectors.request_in(request.activity, asked)
    if row is None:
        raise Http404
    if not may_answer(request, row):
        raise PermissionDenied
    context = _start(request, kpa, code) | {"asked": row}
    if request.method != "POST":
        return render(request, "activities/group_answer.html", context)
    accept = request.POST.get("reponse") == "oui"
    try:
        services.answer_request(request=row, accept=accept, today=timezone.localdate(), **_by(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        done = _("C’est fait. %s a sa place.") if accept else _("C’est fait. La demande de %s est refusée.")
        messages.success(request, done % row.person)
    return see_other(context["back"])
