"""Hours on the home of a KPA: the poster of the month, and what waits."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.activities import permissions, rules, selectors
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo
from kpacite.interfaces.www.hours import wording


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    if not permissions.may_note_hours(hats_of(request), kpa.organisation):
        return []
    context = {
        "slug": kpa.organisation.slug,
        "due": selectors.common_due(request.user.person, kpa, today),
        "month": today,
        "last_day": rules.month_of(today).last_day,
    }
    return [HomeCard("hours/parts/_poster.html", context, column="top")]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    if not permissions.may_note_hours(hats_of(request), kpa.organisation):
        return []
    at = {"kpa": kpa.organisation.slug}
    note = reverse("hours_note", kwargs=at)
    shifts = selectors.shifts_to_note(request.user.person, kpa, today)[:2]
    found = [
        ToDo(
            title=_("Noter mes heures : %(job)s") % {"job": shift.job.title},
            url=f"{note}?intervention={shift.job_id}",
            detail=wording.day_words(timezone.localdate(shift.starts_at), today),
            icon="clock",
            domain="heures",
        )
        for shift in shifts
    ]
    if count := selectors.confirmable(request.user.person, kpa, today).count():
        detail = ngettext("%(n)d ligne attend", "%(n)d lignes attendent", count) % {"n": count}
        address = reverse("hours_confirm", kwargs=at)
        found.append(
            ToDo(_("Valider les heures des autres"), address, detail, icon="circle-check", domain="heures")
        )
    return found
