"""Confirming the hours of one's peers: read them, then one button for all."""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import selectors, services
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.hours import wording
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

PAGE = "hours/confirm.html"


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    if request.method != "POST":
        return render(request, PAGE, _context(request))
    asked = [int(key) for key in request.POST.getlist("hours") if key.isdecimal()]
    if not asked:
        refusal = _("Cochez une ligne au moins.")
        return render_invalid(request, PAGE, _context(request, asked) | {"refusal": refusal})
    try:
        count = services.confirm_hours(
            kpa=request.kpa,
            entries=asked,
            by=request.user.person,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        return render_invalid(request, PAGE, _context(request, asked) | {"refusal": str(error)})
    words = ngettext("C’est validé : %(n)d ligne. Merci !", "C’est validé : %(n)d lignes. Merci !", count)
    messages.success(request, words % {"n": count})
    return see_other("hours_confirm", kpa=kpa)


def _context(request: HttpRequest, asked: Collection[int] | None = None) -> dict[str, Any]:
    """By person, in the order of first names. `asked`: the lines that stay ticked; all of them at first."""
    rows = list(selectors.confirmable(request.user.person, request.organisation, timezone.localdate()))
    rows.sort(key=lambda entry: (entry.person.first_name, entry.person_id, entry.day, entry.pk))
    people = []
    for person, entries in groupby(rows, key=lambda entry: entry.person):
        mine = list(entries)
        ticks = [asked is None or entry.pk in asked for entry in mine]
        lines = [(entry, wording.name_of(entry), tick) for entry, tick in zip(mine, ticks, strict=True)]
        people.append((person, sum(entry.minutes for entry in mine), lines))
    return {"kpa": request.organisation, "people": people, "count": len(rows), "refusal": ""}
