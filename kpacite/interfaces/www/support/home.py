"""What waits for my yes, and the answers of partner services that I wait for."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.enums import OrientationState
from kpacite.domain.paths.selectors import Followed
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.interfaces.www.support.following import SILENT, line_of, silence_words, tiles_of
from kpacite.platform.asking import Question

SHOWN = 4


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:
    asked = selectors.support_asked(request.user.person, kpa, today)
    chosen = selectors.chosen_by(request.user.person, kpa, today)
    asked["support_followed"] = selectors.followed_asked(chosen, today)
    asked["support_silence"] = selectors.silence_asked(kpa, today)
    if permissions.is_coordinator_of(hats_of(request), kpa.organisation):
        asked["support_everyone"] = selectors.followed_asked(selectors.running(kpa, today), today)
    return asked


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    return [*_board(request, kpa, today), *_followed(request, kpa, today)]


def _people(request: HttpRequest, question: str, today: date) -> list[Followed]:
    return selectors.read_followed(told(request, question), today, told(request, "support_silence") or 0)


def _followed(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    people = _people(request, "support_followed", today)
    if not people:
        return []
    slug = kpa.organisation.slug
    context = {
        "lines": [line_of(one, slug) for one in people[:SHOWN]],
        "count": len(people),
        "url": reverse("following", kwargs={"kpa": slug}),
    }
    return [HomeCard("support/parts/_home_mine.html", context)]


def _board(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:
    """The board of the mock-up: a tile for each stage, and the longest silence."""
    people = _people(request, "support_everyone", today)
    if not people:
        return []
    at = {"kpa": kpa.organisation.slug}
    stages = told(request, "path_strip") or ()
    names = selectors.or_default((stage["rank"], stage["name"]) for stage in stages)
    silent = sorted((one for one in people if one.silent), key=lambda one: -one.silent_days)
    everyone = reverse("following_all", kwargs=at)
    context = {
        "tiles": tiles_of(people, names, at["kpa"]),
        "count": len(people),
        "url": everyone,
        "board_url": reverse("path_board", kwargs=at),
        "silent": silent[0].first_name if silent else "",
        "silent_time": silence_words(silent[0].silent_days) if silent else "",
        "silent_count": len(silent),
        "silent_more": len(silent) > 1,
        "silent_url": f"{everyone}?liste={SILENT}",
    }
    return [HomeCard("support/parts/_home_board.html", context, column="top")]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    return [*_mine(request, kpa), *_late(request, kpa, today), *_silent(request, kpa, today)]


def _silent(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """Whom I accompany and nobody has met for long: one line, whatever their number."""
    silent = [one for one in _people(request, "support_followed", today) if one.silent]
    if not silent:
        return []
    slug = kpa.organisation.slug
    url = reverse("following", kwargs={"kpa": slug}) + f"?liste={SILENT}"
    if len(silent) == 1:
        url = reverse("appointment_new", kwargs={"kpa": slug, "public_id": silent[0].public_id})
    names = ", ".join(one.first_name for one in silent[:SHOWN])
    return [ToDo(_("Proposer un rendez-vous"), url, names, "calendar", "parcours")]


def _mine(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    at = {"kpa": kpa.organisation.slug, "public_id": request.user.person.public_id}
    found = []
    if told(request, "support_proposed"):
        url = reverse("circle", kwargs=at)
        found.append(ToDo(_("Dire qui vous voulez autour de vous"), url, icon="users", domain="parcours"))
    if told(request, "support_to_consent"):
        url = reverse("orientations", kwargs=at)
        title = _("Dire si vous êtes d’accord")
        found.append(ToDo(title, url, _("Une orientation"), "handshake", "parcours"))
    return found


def _late(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:
    """No theme and no reason: a home is read over a shoulder."""
    days = told(request, "support_days")
    found = []
    for row in told(request, "support_awaited") or ():
        if rules.answer_is_late(OrientationState.AWAITED, date.fromisoformat(row["on"]), today, days):
            at = {"kpa": kpa.organisation.slug, "public_id": row["public_id"], "orientation": row["pk"]}
            title = _("Demander la réponse pour %(name)s") % {"name": row["first_name"]}
            found.append(ToDo(title, reverse("orientation", kwargs=at), row["service"], "phone", "parcours"))
    return found
