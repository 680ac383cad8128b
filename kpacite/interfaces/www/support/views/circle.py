"""Who is around a person, why and until when; her yes or her no."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations import permissions
from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import SupportState
from kpacite.domain.paths.models import Path, SupportMember
from kpacite.domain.people.enums import Shown
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.views.screen import back_to, stand_in, told
from kpacite.interfaces.www.support.forms import SupportForm
from kpacite.interfaces.www.support.views.shared import address, by, written
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.templatetags.kpacite import jour

BADGES = {SupportState.PROPOSED: "wait", SupportState.AGREED: "done", SupportState.DECLINED: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """`reason`: empty for whoever may not read it. `reads`: she also chose this person for her path."""

    member: SupportMember
    dates: str
    reason: str
    badge: str
    reads: bool
    may_answer: bool
    may_end: bool


def _dates(member: SupportMember) -> str:
    words = {"start": jour(member.start), "end": jour(member.end) if member.end else ""}
    if member.end is None:
        return _("depuis le %(start)s") % words
    return _("du %(start)s au %(end)s") % words


def _lines(request: HttpRequest, journey: Path, today: date) -> list[Line]:
    own, me = gates.is_own(request, journey), request.user.person_id
    reads_all = gates.may_read(request, journey)
    leads = permissions.is_coordinator_of(hats_of(request), request.organisation)
    chosen = set(selectors.companions_of(journey, today).values_list("person_id", flat=True))
    return [
        Line(
            member=row,
            dates=_dates(row),
            reason=row.reason if reads_all or me in (row.supporter_id, _author(row)) else "",
            badge=BADGES[SupportState(row.state)],
            reads=row.supporter_id in chosen,
            may_answer=own and row.state == SupportState.PROPOSED,
            may_end=own or leads or row.supporter_id == me,
        )
        for row in selectors.support_of(journey)
    ]


def _author(row: SupportMember) -> int | None:
    return row.proposed_by.person_id if row.proposed_by else None


@require_http_methods(["GET", "POST"])
def circle(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    journey, today = request.journey, timezone.localdate()
    if request.method == "POST":
        _act(request, journey, today)
        return see_other(address(journey, "circle"))
    stand_in(request)
    told(request, journey, Shown.SUPPORT)
    lines = _lines(request, journey, today)
    over = [
        line
        for line in lines
        if line.member.state == SupportState.DECLINED or (line.member.end and line.member.end <= today)
    ]
    context = {
        "journey": journey,
        "own": gates.is_own(request, journey),
        "back": _back(request, journey),
        "waiting": [x for x in lines if x.member.state == SupportState.PROPOSED and x not in over],
        "here": [x for x in lines if x.member.state == SupportState.AGREED and x not in over],
        "over": over,
        "propose_url": address(journey, "circle_propose")
        if journey.end is None and gates.may_propose_support(request, journey)
        else "",
    }
    return render(request, "support/circle.html", context)


def _back(request: HttpRequest, journey: Path) -> str:
    """Who is only in the group has no page of the path to go back to."""
    return back_to(request, journey) if gates.may_see(request, journey) else ""


def _act(request: HttpRequest, journey: Path, today: date) -> None:
    do = next((name for name in ("yes", "no", "end") if name in request.POST), "")
    key = request.POST.get(do, "")
    line = next(
        (x for x in _lines(request, journey, today) if str(x.member.pk) == key),
        None,
    )
    if line is None or not (line.may_end if do == "end" else gates.is_own(request, journey)):
        messages.error(request, _("Cette réponse n’est pas pour vous."))
        return
    try:
        if do == "end":
            services.end_support(member=line.member, today=today, **by(request))
            messages.success(request, _("C’est fait. Cette personne n’est plus dans le groupe."))
        else:
            services.answer_support(member=line.member, agrees=do == "yes", today=today, **by(request))
            messages.success(request, _("C’est noté."))
    except DomainError as error:
        messages.error(request, str(error))


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    journey, today = request.journey, timezone.localdate()
    form = SupportForm(
        request.POST or None,
        people=selectors.possible_supporters(journey, today),
        services=selectors.partner_services(request.organisation),
        initial={"start": today, "quality": "supporter"},
    )
    own = gates.is_own(request, journey)
    context: dict[str, Any] = {
        "form": form,
        "back": address(journey, "circle"),
        "own": own,
        "journey": journey,
    }
    if request.method != "POST":
        return render(request, "support/propose.html", context)

    def act(typed: dict[str, Any]) -> object:
        dated = {"start": typed["start"], "end": typed["end"], "today": today}
        who = services.Who(**form.chosen)
        return services.propose_support(path=journey, who=who, reason=typed["reason"], **dated, **by(request))

    if written(form, act):
        done = _("C’est noté.") if own else _("C’est proposé. La personne répond sur sa page.")
        messages.success(request, done)
        return see_other(context["back"])
    return render_invalid(request, "support/propose.html", context)
