"""The lists of the coordination: all paths, news to ask for."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.paths import selectors
from kpacite.domain.paths.selectors import BoardRow
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.interfaces.www.paths.wording import exit_words
from kpacite.kernel.text import fold
from kpacite.platform.http import csv_response, page_or_part, paginate, with_query

ENDED = "finis"


def tabs_of(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    words = [
        ("path_board", _("Tous les parcours")),
        ("following_all", _("Suivi")),
        ("path_follow_up", _("Nouvelles à prendre")),
        ("path_gaps", _("Données à compléter")),
        ("prescribers", _("Prescripteurs")),
    ]
    at = {"kpa": request.organisation.slug}
    return [
        {"label": label, "url": reverse(name, kwargs=at), "current": name == here} for name, label in words
    ]


@require_safe
def board(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    today = timezone.localdate()
    rows = selectors.board(request.organisation, today)
    words, stage = _asked(request)
    shown = [row for row in rows if _matches(row, words, stage, today)]
    context = {
        "kpa": request.organisation,
        "tabs": tabs_of(request, "path_board"),
        "filters": _filters(request, rows, stage, words, today),
        "page": paginate(request, shown),
        "count": len(shown),
        "words": words,
        "stage": stage,
        "today": today,
        "csv_url": with_query(
            reverse("path_board_csv", kwargs={"kpa": request.organisation.slug}), etape=stage, q=words
        ),
        "waiting": selectors.without_path(request.organisation, today),
    }
    return page_or_part(request, "paths/board.html", "paths/parts/_board.html", context)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Words of a name, and a stage."""
    return _words(request), request.GET.get("etape", "")


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:80]


def _matches(row: BoardRow, words: str, stage: str, today: date) -> bool:
    ended = row.path.end is not None and row.path.end <= today
    if stage and (stage == ENDED) != ended:
        return False
    if stage and stage != ENDED and str(row.rank) != stage:
        return False
    return _is_called(row, words)


def _is_called(row: BoardRow, words: str) -> bool:
    text = fold(str(row.path.person))
    return all(word in text for word in fold(words).split())


def _filters(
    request: HttpRequest, rows: list[BoardRow], stage: str, words: str, today: date
) -> list[dict[str, Any]]:
    here = reverse("path_board", kwargs={"kpa": request.organisation.slug})
    names = [("", _("Tous")), ("0", _("Pas encore d’étape"))]
    names += [(str(rank), name) for rank, name in selectors.stage_names(request.organisation)]
    names += [(ENDED, _("Finis"))]
    options = []
    for code, label in names:
        count = sum(_matches(row, words, code, today) for row in rows)
        url = with_query(here, etape=code, q=words)
        options.append({"label": f"{label} ({count})", "url": url, "current": code == stage})
    return options


@require_safe
def board_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The rows of the page: names, stages and dates. No answer of a person, no word of hers."""
    today = timezone.localdate()
    words, stage = _asked(request)
    header = [_("Prénom"), _("Nom"), _("Étape"), _("Début"), _("Fin prévue"), _("Fin"), _("Sortie")]
    rows = (
        [
            row.path.person.first_name,
            row.path.person.last_name,
            row.stage,
            row.path.start.isoformat(),
            row.path.planned_end.isoformat() if row.path.planned_end else "",
            row.path.end.isoformat() if row.path.end else "",
            exit_words(row.exit) if row.exit else "",
        ]
        for row in selectors.board(request.organisation, today)
        if _matches(row, words, stage, today)
    )
    return csv_response(f"{kpa}-parcours.csv", header, rows)


@require_safe
def follow_up(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    words = _words(request)
    context = {
        "kpa": request.organisation,
        "tabs": tabs_of(request, "path_follow_up"),
        "words": words,
        "page": paginate(request, _to_follow_up(request)),
        "csv_url": with_query(reverse("path_follow_up_csv", kwargs={"kpa": kpa}), q=words),
    }
    return render(request, "paths/follow_up.html", context)


@require_safe
def follow_up_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The rows of the page: names and the day each one left."""
    header = [_("Prénom"), _("Nom"), _("Fin")]
    rows = (
        [row.path.person.first_name, row.path.person.last_name, row.path.end.isoformat()]
        for row in _to_follow_up(request)
        if row.path.end
    )
    return csv_response(f"{kpa}-nouvelles.csv", header, rows)


def _to_follow_up(request: HttpRequest) -> list[BoardRow]:
    today = timezone.localdate()
    rows = selectors.to_follow_up(selectors.board(request.organisation, today), today)
    return [row for row in rows if _is_called(row, _words(request))]
