"""Reading: the trainings of a KPA, and one of them."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.activities import permissions, rules, selectors
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.selectors import When
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.trainings import gates
from kpacite.interfaces.www.trainings.views.screen import page_of, stand_in
from kpacite.interfaces.www.trainings.wording import giver_of, row_of, seat_words
from kpacite.platform.http import csv_response, page_or_part, paginate

LONGEST_SEARCH = 80
LABELS = {
    When.COMING: lambda: _("À venir"),
    When.PROPOSED: lambda: _("Proposées"),
    When.PAST: lambda: _("Passées"),
    When.CANCELLED: lambda: _("Annulées"),
}


def _asked(request: HttpRequest) -> When:
    known = {when.value: when for when in When}
    return known.get(request.GET.get("quand", ""), When.COMING)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()


@require_safe
def trainings(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    asked, words, now = _asked(request), _words(request), timezone.now()
    found = selectors.trainings_of(request.organisation, asked, now, words)
    page = paginate(request, found)
    here = reverse("trainings", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "page": page,
        "rows": [row_of(row, now) for row in page],
        "words": words,
        "asked": asked.value,
        "may_list": gates.may_open(request),
        "filters": [
            {"label": label(), "url": f"{here}?quand={when.value}", "current": when is asked}
            for when, label in LABELS.items()
        ],
    }
    return page_or_part(request, "trainings/list.html", "trainings/parts/_results.html", context)


@require_safe
def csv(request: HttpRequest, kpa: str) -> HttpResponseBase:  # noqa: ARG001 - read by the gate
    found = selectors.trainings_of(request.organisation, _asked(request), timezone.now(), _words(request))
    header = [_("Jour"), _("Début"), _("Fin"), _("Genre"), _("Titre"), _("Donnée par"), _("Lieu"), _("État")]
    header += [_("Places"), _("Inscrites"), _("En attente"), _("Présentes")]
    return csv_response("formations.csv", header, _lines(found))


def _lines(found: Any) -> Iterator[list[object]]:
    for row in found:
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        times = [start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"]
        words = [row.get_kind_display(), row.title, giver_of(row), row.place, row.get_state_display()]
        yield [*times, *words, row.places, row.taken, row.waiting, row.came]


@require_safe
def training(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    return show_training(request)


def show_training(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of a training, with what was refused."""
    stand_in(request)
    row, now = request.training, timezone.now()
    context = {
        "kpa": request.organisation,
        "row": row_of(row, now),
        "giver": giver_of(row),
        "minutes": rules.minutes_of(row.span),
        "refusal": refusal,
        "invalid": bool(refusal),
    }
    context |= _mine(request, row) | _acts(request, row) | _people(request, row)
    return render(request, "trainings/training.html", context, status=status)


def _mine(request: HttpRequest, row: Training) -> dict[str, Any]:
    """My place there, and what I may do with it."""
    person, begun = request.user.person, row.starts_at <= timezone.now()
    seat = selectors.seat_of(row, person)
    is_open = row.state == TrainingState.OPEN and not begun
    signs_up = permissions.may_sign_up(hats_of(request), request.organisation)
    return {
        "seat": seat,
        "gives_it": row.trainer_id == person.pk,
        "rank": selectors.rank_in_line(seat) if seat and seat.state == SeatState.WAITING else None,
        "is_full": not rules.places_left(row.places, row.taken),
        "may_take": is_open and seat is None and row.trainer_id != person.pk and signs_up,
        "may_leave": is_open and seat is not None,
        "certificate_url": page_of(request, "seat_certificate", training_seat=seat.pk) if _came(seat) else "",
    }


def _came(seat: TrainingSeat | None) -> bool:
    return seat is not None and bool(seat.was_there)


def _acts(request: HttpRequest, row: Training) -> dict[str, Any]:
    edits = gates.may_edit(request) and row.state != TrainingState.CANCELLED
    proposed = row.state == TrainingState.PROPOSED
    return {
        "may_edit": edits,
        "may_open": proposed and gates.may_open(request),
        "may_keep": gates.may_keep(request) and row.state == TrainingState.OPEN,
        "begun": row.starts_at <= timezone.now(),
    }


def _people(request: HttpRequest, row: Training) -> dict[str, Any]:
    """Names and contacts, for who keeps the training alone."""
    if not gates.may_keep(request):
        return {"people": [], "to_tell": []}
    seats = list(selectors.seats_of(row))
    return {
        "people": [(seat, seat_words(seat)) for seat in seats],
        "to_tell": [seat for seat in seats if seat.to_tell],
    }
