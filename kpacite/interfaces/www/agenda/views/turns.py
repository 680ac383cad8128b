"""« Tour de rôle »: who got work lately, for those who share it out. By first name: nobody is ranked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.activities import selectors
from kpacite.interfaces.www.homes.places import stand_in


@require_safe
def turns(request: HttpRequest, kpa: str, code: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request, request.organisation)
    rows = selectors.turns_of(request.activity, timezone.localdate())
    context = {
        "kpa": request.organisation,
        "activity": request.activity,
        "rows": rows,
        "without": [row.person.first_name for row in rows if row.had_nothing],
    }
    return render(request, "agenda/turns.html", context)
