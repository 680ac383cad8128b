"""Who can do what in the KPA: only what a person chose to show, and only as she sees it herself."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.paths import selectors
from kpacite.domain.paths.enums import Level, SkillFamily
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.kernel.text import fold
from kpacite.platform.http import csv_response

LONGEST_SEARCH = 80


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    found = selectors.skill_directory(request.organisation, timezone.localdate())
    return [
        {
            "skill": skill,
            "people": [{"person": one.person, "level": str(Level(one.level).label)} for one in people],
        }
        for skill, people in found
    ]


def _matches(row: dict[str, Any], words: str, family: str) -> bool:
    if family and row["skill"].family != family:
        return False
    text = fold(" ".join([row["skill"].name, *(str(one["person"]) for one in row["people"])]))
    return all(word in text for word in fold(words).split())


def _asked(request: HttpRequest) -> tuple[str, str]:
    family = request.GET.get("famille", "")
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    return words, family if family in SkillFamily.values else ""


@require_safe
def directory(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    words, family = _asked(request)
    rows = _rows(request)
    here = reverse("skill_directory", kwargs={"kpa": kpa})
    context = {
        "here": here,
        "words": words,
        "family": family,
        "rows": [row for row in rows if _matches(row, words, family)],
        "filters": [
            {
                "label": f"{label} ({sum(_matches(row, words, code) for row in rows)})",
                "url": f"{here}?famille={code}" + (f"&q={words}" if words else ""),
                "current": code == family,
            }
            for code, label in [("", _("Toutes")), *SkillFamily.choices]
        ],
        "mine_url": reverse("skills", kwargs={"kpa": kpa, "public_id": request.user.person.public_id})
        if selectors.path_of(request.user.person, request.organisation, timezone.localdate())
        else "",
        "csv_url": reverse("skill_directory_csv", kwargs={"kpa": kpa}),
        "nobody": not rows,
    }
    return render(request, "paths/directory.html", context)


@require_safe
def directory_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    header = [_("Compétence"), _("Famille"), _("Personne"), _("Comment elle se voit")]
    rows = (
        [row["skill"].name, row["skill"].get_family_display(), str(one["person"]), one["level"]]
        for row in _rows(request)
        for one in row["people"]
    )
    return csv_response(f"{kpa}-competences.csv", header, rows)
