"""A followed person in words, and the lists that one may cut out of many."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.paths.selectors import Followed
from kpacite.kernel.text import fold
from kpacite.platform.templatetags.kpacite import jour

SILENT, NO_TALK, REVIEW = "silence", "sans-rendez-vous", "point"
CONTRACT, PAPER = "contrat", "papier"
KEEPS = {
    SILENT: lambda one: one.silent,
    NO_TALK: lambda one: one.coming is None,
    REVIEW: lambda one: one.review_due,
    CONTRACT: lambda one: one.contract_soon,
    PAPER: lambda one: one.paper_soon,
}
WEEK, MONTH, YEAR = 7, 30, 365


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """`alerts`: what waits, each a few words."""

    one: Followed
    url: str
    detail: str
    alerts: list[str]


def silence_words(days: int) -> str:
    """« 3 jours », « 6 semaines », « 5 mois », « 2 ans »: whole ones, in the unit that one says."""
    if days < 2 * WEEK:
        return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
    if days < 3 * MONTH:
        return ngettext("%(n)d semaine", "%(n)d semaines", days // WEEK) % {"n": days // WEEK}
    if days < 2 * YEAR:
        return ngettext("%(n)d mois", "%(n)d mois", days // MONTH) % {"n": days // MONTH}
    return ngettext("%(n)d an", "%(n)d ans", days // YEAR) % {"n": days // YEAR}


def line_of(one: Followed, slug: str) -> FollowedLine:
    parts = [one.stage or _("Pas encore d’étape")]
    parts.append(_("vue le %(day)s") % {"day": jour(one.last)} if one.last else _("pas encore vue"))
    if one.coming:
        parts.append(_("prochain rendez-vous le %(day)s") % {"day": jour(one.coming)})
    alerts = []
    if one.silent:
        alerts.append(_("Sans contact depuis %(time)s") % {"time": silence_words(one.silent_days)})
    if one.review_due:
        alerts.append(_("Proposer un point sur le contrat"))
    if one.contract_soon:
        alerts.append(_("Contrat jusqu’au %(day)s") % {"day": jour(one.contract_end)})
    if one.paper_soon:
        alerts.append(_("Papier à renouveler avant le %(day)s") % {"day": jour(one.paper_end)})
    url = reverse("person_path", kwargs={"kpa": slug, "public_id": one.public_id})
    return FollowedLine(one, url, " · ".join(parts), alerts)


def kept(people: list[Followed], words: str, code: str) -> list[Followed]:
    keep = KEEPS.get(code, lambda _one: True)
    asked = fold(words).split()
    return [one for one in people if keep(one) and all(word in fold(one.name) for word in asked)]


def filters_of(people: list[Followed], words: str, code: str, here: str) -> list[dict[str, Any]]:
    names = [
        ("", _("Toutes")),
        (SILENT, _("Sans contact")),
        (NO_TALK, _("Sans rendez-vous prévu")),
        (REVIEW, _("Point à proposer")),
        (CONTRACT, _("Contrat qui finit")),
        (PAPER, _("Papier à renouveler")),
    ]
    return [
        {
            "label": f"{label} ({len(kept(people, words, key))})",
            "url": f"{here}?liste={key}" + (f"&q={words}" if words else ""),
            "current": key == code,
        }
        for key, label in names
    ]


def tiles_of(people: list[Followed], stages: list[tuple[int, str]], slug: str) -> list[dict[str, Any]]:
    """One tile for each stage of the KPA, and one for whom has none yet, when there is someone."""
    columns = [*stages, (0, _("Pas encore d’étape"))]
    tints = ("parcours", "decider", "heures", "argent")
    tiles = []
    for place, (rank, name) in enumerate(columns):
        here = [line_of(one, slug) for one in people if one.rank == rank]
        if rank or here:
            tint = tints[place % len(tints)] if rank else "activites"
            tiles.append({"name": name, "people": here, "tint": tint, "rank": rank})
    return tiles
