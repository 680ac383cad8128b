"""Trainings on the home of a KPA: mine when it is near, and what waits for who keeps them; in one query."""

from collections.abc import Mapping
from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.activities.enums import TrainingState
from kpacite.domain.activities.models import Training
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.permissions import is_member_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.trainings.wording import own_badge, when_words
from kpacite.platform.asking import Question


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    if not is_member_of(hats_of(request), kpa.organisation):
        return {}
    return {"trainings_near": selectors.around(kpa, request.user.person, timezone.now())}


def _around(request: HttpRequest, kpa: Kpa) -> list[Training]:
    """Loaded once for each request."""
    if not told(request, "trainings_near"):
        return []
    if not hasattr(request, "trainings_around"):
        request.trainings_around = list(selectors.around(kpa, request.user.person, timezone.now()))
    return request.trainings_around


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    """The next one that she gives, or has a place in, or waits for."""
    now, person = timezone.now(), request.user.person_id
    ahead = [row for row in _around(request, kpa) if row.state == TrainingState.OPEN and row.ends_at > now]
    mine = next((row for row in ahead if row.own_state is not None or row.trainer_id == person), None)
    if mine is None:
        return []
    badge, label = own_badge(mine)
    context = {
        "slug": kpa.organisation.slug,
        "training": mine,
        "when": when_words(mine),
        "badge": badge,
        "label": label,
    }
    return [HomeCard("trainings/parts/_home.html", context, column="side")]


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    now = timezone.now()
    found = (_to_do(request, kpa, row, now) for row in _around(request, kpa))
    return [to_do for to_do in found if to_do]


def _idea_words(n: int) -> str:
    return ngettext("idée de formation", "idées de formation", n)


def _presence_words(n: int) -> str:
    return ngettext("feuille de présence à noter", "feuilles de présence à noter", n)


def _to_do(request: HttpRequest, kpa: Kpa, row: Training, now: datetime) -> ToDo | None:
    hats, place = hats_of(request), kpa.organisation
    at = {"kpa": place.slug, "training": row.pk}
    everything, kind = reverse("trainings", kwargs={"kpa": place.slug}), None
    if row.state == TrainingState.PROPOSED:
        if not permissions.may_open_training(hats, place) or row.starts_at <= now:
            return None
        title, page, by = _("Répondre à l’idée : %(title)s"), "training", None
        kind = Kind("ideas", _idea_words, f"{everything}?quand=proposees")
    elif not permissions.may_keep_training(hats, place, row, request.user.person_id):
        return None
    elif row.ends_at <= now and row.unnoted:
        title, page, by = _("Noter les présences : %(title)s"), "training_attendance", None
        kind = Kind("presences", _presence_words, f"{everything}?quand=passees")
    elif row.to_tell and row.starts_at > now:
        title, page, by = _("Prévenir d’une place libre : %(title)s"), "training", row.starts_at
    else:
        return None
    return ToDo(
        title=title % {"title": row.title},
        url=reverse(page, kwargs=at),
        detail=when_words(row),
        icon="graduation-cap",
        domain="parcours",
        by=timezone.localdate(by) if by else None,
        kind=kind,
        about=row.title,
    )
