"""Hours on the home of a KPA: the poster of the month, and what waits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.activities import permissions, rules, selectors
from kpacite.domain.activities.rules import Due
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import selectors as paths
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.hours import wording
from kpacite.platform.asking import Question, how_many, moment_of

SHOWN = 2


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    if not permissions.may_note_hours(hats_of(request), kpa.organisation):
        return {}
    person = request.user.person
    return {
        **selectors.common_due_asked(person, kpa, today),
        **paths.month_asked(person, kpa, today),
        "hours_to_note": selectors.shifts_asked(selectors.shifts_to_note(person, kpa, today), most=SHOWN),
        "hours_to_confirm": how_many(selectors.confirmable(person, kpa, today)),
    }


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    if not permissions.may_note_hours(hats_of(request), kpa.organisation):
        return []
    context = {
        "slug": kpa.organisation.slug,
        "due": _due(request, today),
        "month": today,
        "last_day": rules.month_of(today).last_day,
        "to_confirm": told(request, "hours_to_confirm") or 0,
    }
    return [HomeCard("hours/parts/_poster.html", context, column="top")]


def _due(request: HttpRequest, today: date) -> Due:
    """What the charter asks of her this month: by days after she came, nothing while she rests."""
    answers = request.home_answers
    due = selectors.common_due_told(answers)
    return replace(due, target=paths.month_minutes(answers, due.target, today))


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    if not permissions.may_note_hours(hats_of(request), kpa.organisation):
        return []
    at = {"kpa": kpa.organisation.slug}
    note = reverse("hours_note", kwargs=at)
    shifts = told(request, "hours_to_note") or ()
    found = [
        ToDo(
            title=_("Noter mes heures : %(job)s") % {"job": shift["title"]},
            url=f"{note}?intervention={shift['job']}",
            detail=wording.day_words(timezone.localdate(moment_of(shift["starts_at"])), today),
            icon="clock",
            domain="heures",
        )
        for shift in sorted(shifts, key=itemgetter("starts_at"), reverse=True)
    ]
    if count := told(request, "hours_to_confirm"):
        detail = ngettext("%(n)d ligne attend", "%(n)d lignes attendent", count) % {"n": count}
        address = reverse("hours_confirm", kwargs=at)
        found.append(
            ToDo(
                _("Valider les heures des autres"),
                address,
                detail,
                icon="circle-check",
                domain="heures",
                on_card=True,
                kind=Kind("hours", _confirm_words, address),
                count=count,
            )
        )
    return found


def _confirm_words(n: int) -> str:
    return ngettext("ligne d’heures à valider", "lignes d’heures à valider", n)
