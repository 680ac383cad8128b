"""The agenda on the home of a KPA: what waits for an answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import ShiftState
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.platform.asking import Question, moment_of
from kpacite.platform.templatetags.kpacite import jour

AHEAD = timedelta(weeks=8)
SHOWN = 3


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    now = timezone.now()
    shifts = selectors.shifts_between(request.user.person, now, now + AHEAD)
    asked = shifts.filter(state=ShiftState.PROPOSED, job__activity__kpa=kpa)
    return {"agenda_asked": selectors.shifts_asked(asked, most=SHOWN)}


def cards(_request: HttpRequest, _kpa: Kpa, _today: date) -> list[HomeCard]:
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    if not permissions.is_member_of(hats_of(request), kpa.organisation):
        return []
    shifts = told(request, "agenda_asked") or ()
    return [
        ToDo(
            title=_("Dire si je viens : %(job)s") % {"job": shift["title"]},
            url=reverse("job", kwargs={"kpa": kpa.organisation.slug, "job": shift["job"]}),
            detail=jour(moment, "semaine"),
            icon="calendar",
            by=min(timezone.localdate(moment), today + AHEAD),
        )
        for shift in sorted(shifts, key=itemgetter("starts_at"))
        for moment in (moment_of(shift["starts_at"]),)
    ]
