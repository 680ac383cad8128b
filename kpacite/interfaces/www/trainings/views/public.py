"""What anyone may come to, without an account: a first name and one way to be reached."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import rules, selectors, services
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.interfaces.www.public.views.kpa import page_of
from kpacite.interfaces.www.trainings.certificate import certificate_file
from kpacite.interfaces.www.trainings.forms import OutsideForm
from kpacite.interfaces.www.trainings.views.screen import address_of, seat_path
from kpacite.interfaces.www.trainings.wording import giver_of, row_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other
from kpacite.platform.throttle import rate_limited

RATE = "10/h"
PAGE = "trainings/public.html"
SEAT_PAGE = "trainings/public_seat.html"


@require_safe
def trainings(request: HttpRequest, slug: str) -> HttpResponse:
    kpa, now = page_of(slug).kpa, timezone.now()
    rows = [row_of(row, now) for row in selectors.public_trainings(kpa, now)]
    return render(request, "trainings/public_list.html", {"kpa": kpa.organisation, "rows": rows})


def _training(slug: str, key: int) -> Training:
    found = selectors.public_training(slug, key)
    if found is None:
        raise Http404
    return found


def _context(row: Training) -> dict[str, Any]:
    now = timezone.now()
    return {
        "kpa": row.kpa.organisation,
        "row": row_of(row, now),
        "giver": giver_of(row),
        "minutes": rules.minutes_of(row.span),
        "is_open": row.state == TrainingState.OPEN and row.starts_at > now,
        "is_full": not rules.places_left(row.places, row.taken),
    }


def _refuse(request: HttpRequest, sentence: str, slug: str, training: int) -> HttpResponse:
    form = OutsideForm(request.POST)
    form.is_valid()
    form.add_error(None, sentence)
    return render_invalid(request, PAGE, _context(_training(slug, training)) | {"form": form})


@require_http_methods(["GET", "POST"])
@rate_limited(key="ip", rate=RATE, group="trainings.public", answer=_refuse)
def training(request: HttpRequest, slug: str, training: int) -> HttpResponse:
    row = _training(slug, training)
    form = OutsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (then := _signed_up(form, row)):
        return see_other(then)
    context = _context(row) | {"form": form}
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _signed_up(form: OutsideForm, row: Training) -> str:
    """Where to go next; nothing when it was refused. A robot is thanked and forgotten.

    Who left a mail address gets the link of her place there; anyone else sees it at once.
    """
    thanks = reverse("kpa_training_thanks", kwargs={"slug": row.kpa.organisation.slug, "training": row.pk})
    if form.caught:
        return thanks
    try:
        seat = services.book_from_outside(
            training=row,
            address=address_of,
            actor=None,
            now=timezone.now(),
            language=get_language() or "fr",
            **form.details,
        )
    except DomainError as error:
        form.refuse(error)
        return ""
    return thanks if seat.email else seat_path(seat)


@require_safe
def thanks(request: HttpRequest, slug: str, training: int) -> HttpResponse:
    return render(request, "trainings/thanks.html", _context(_training(slug, training)))


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, slug: str, place_key: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    """My place by its secret link: where it stands, giving it back, the certificate."""
    row, refusal = request.seat, ""
    if request.method == "POST":
        try:
            services.leave_seat(seat=row, address=address_of, actor=None, now=timezone.now())
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, _("C’est noté : vous ne venez plus. Merci de l’avoir dit."))
            return see_other(seat_path(row))
    response = render(
        request, SEAT_PAGE, _seat_context(row, refusal), status=UNPROCESSABLE if refusal else 200
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _seat_context(row: TrainingSeat, refusal: str) -> dict[str, Any]:
    training = row.training
    ahead = training.state == TrainingState.OPEN and training.starts_at > timezone.now()
    standing = row.state != SeatState.WITHDRAWN
    return {
        "kpa": training.kpa.organisation,
        "training": training,
        "giver": giver_of(training),
        "seat": row,
        "rank": selectors.rank_in_line(row) if row.state == SeatState.WAITING else None,
        "may_leave": ahead and standing,
        "certificate_url": seat_path(row, "outside_certificate") if row.was_there else "",
        "link": address_of(row),
        "refusal": refusal,
        "invalid": bool(refusal),
    }


@require_safe
def certificate(request: HttpRequest, slug: str, place_key: str) -> HttpResponse:  # noqa: ARG001
    if not request.seat.was_there:
        raise Http404
    return certificate_file(request.seat, timezone.now())
