"""The bilan of a KPA for its members, by whole years: what everybody could read, nothing more.

Only years that are over: a bilan that grew day by day would show each person who comes or goes.
"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.indicators import permissions, selectors
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.disclosure import TooClose
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.organisations import selectors as organisations
from kpacite.interfaces.www.bilan.showing import Shown, shown
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.public.figures import figure_of

YEARS_SHOWN = 5


@require_safe
def bilan(request: HttpRequest, kpa: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    last = timezone.localdate().year - 1
    years = range(last, last - YEARS_SHOWN, -1)
    asked = request.GET.get("annee", "")
    year = int(asked) if asked in {str(each) for each in years} else last
    context = {
        "kpa": request.organisation,
        "year": year,
        "years": [{"label": str(each), "url": f"?annee={each}", "current": each == year} for each in years],
        "shown": _shown(kpa, year),
        "sheets_url": _sheets_url(request),
        "facts": [figure_of(fact) for fact in organisations.facts_of(request.organisation)],
    }
    return render(request, "bilan/kpa.html", context)


def _sheets_url(request: HttpRequest) -> str:
    """The way to one's own statistics, for whoever reads some."""
    if not permissions.may_read_sheets(hats_of(request), request.organisation):
        return ""
    return reverse("kpa_sheets", kwargs={"kpa": request.organisation.slug})


def _shown(kpa: str, year: int) -> Shown | None:
    """None when an earlier bilan forbids to tell this one."""
    frame = Frame(date(year, 1, 1), date(year, 12, 31))
    try:
        return shown(selectors.bilan(frame, Scope(ScopeKind.KPA, kpa), Audience.PUBLIC))
    except TooClose:
        return None
