"""The people whom I accompany; for the coordination, everyone: last talk, next one, what ends."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.paths import selectors
from kpacite.domain.paths.selectors import Followed
from kpacite.interfaces.www.paths.views.lists import tabs_of
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.interfaces.www.support.following import KEEPS, filters_of, kept, line_of
from kpacite.platform.http import csv_response, paginate

LONGEST_SEARCH = 80


def _mine(request: HttpRequest) -> list[Followed]:
    today = timezone.localdate()
    paths = selectors.chosen_by(request.user.person, request.organisation, today)
    return selectors.followed(paths, request.organisation, today)


def _all(request: HttpRequest) -> list[Followed]:
    today = timezone.localdate()
    return selectors.followed(selectors.running(request.organisation, today), request.organisation, today)


@require_safe
def mine(request: HttpRequest, kpa: str) -> HttpResponse:
    around = selectors.around(request.user.person, request.organisation, timezone.localdate())
    rows = [
        (row, reverse("circle", kwargs={"kpa": kpa, "public_id": row.path.person.public_id}))
        for row in around
    ]
    more = {"title": _("Les personnes que j’accompagne"), "around": rows, "csv": "following_csv"}
    return _page(request, _mine(request), more, reverse("following", kwargs={"kpa": kpa}))


@require_safe
def everyone(request: HttpRequest, kpa: str) -> HttpResponse:
    more = {
        "title": _("Le suivi des personnes"),
        "tabs": tabs_of(request, "following_all"),
        "csv": "following_all_csv",
    }
    return _page(request, _all(request), more, reverse("following_all", kwargs={"kpa": kpa}))


def _page(request: HttpRequest, people: list[Followed], more: dict[str, object], here: str) -> HttpResponse:
    stand_in(request)
    words, code = _asked(request)
    slug = request.organisation.slug
    found = kept(people, words, code)
    page = paginate(request, found)
    query = request.GET.urlencode()
    context = {
        "tabs": (),
        "around": (),
        "here": here,
        "words": words,
        "code": code,
        "filters": filters_of(people, words, code, here),
        "page": page,
        "lines": [line_of(one, slug) for one in page],
        "count": len(found),
        "nobody": not people,
        **more,
        "csv_url": reverse(str(more["csv"]), kwargs={"kpa": slug}) + (f"?{query}" if query else ""),
    }
    return render(request, "support/following.html", context)


def _asked(request: HttpRequest) -> tuple[str, str]:
    code = request.GET.get("liste", "")
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH], code if code in KEEPS else ""


@require_safe
def mine_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    return _csv(request, kept(_mine(request), *_asked(request)), f"{kpa}-mon-suivi.csv")


@require_safe
def everyone_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    return _csv(request, kept(_all(request), *_asked(request)), f"{kpa}-suivi.csv")


def _csv(_request: HttpRequest, people: list[Followed], name: str) -> HttpResponseBase:
    """Dates and stages; no word of a person, no name of a paper."""
    header = [_("Personne"), _("Étape"), _("Dernier contact"), _("Prochain rendez-vous")]
    header += [_("Fin du contrat"), _("Papier à renouveler avant"), _("Sans contact")]
    header += [_("Point à proposer")]
    rows = (
        [
            one.name,
            one.stage,
            one.last or "",
            one.coming or "",
            one.contract_end or "",
            one.paper_end or "",
            _("oui") if one.silent else "",
            _("oui") if one.review_due else "",
        ]
        for one in people
    )
    return csv_response(name, header, rows)
