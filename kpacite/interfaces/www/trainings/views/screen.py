"""What the screens of this area share."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.activities.models import TrainingSeat
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.homes import places


def stand_in(request: HttpRequest) -> None:
    places.stand_in(request, request.organisation)


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def page_of(request: HttpRequest, page: str = "training", **kwargs: object) -> str:
    """An address of the training that the gate loaded."""
    at = {"kpa": request.organisation.slug, "training": request.training.pk, **kwargs}
    return reverse(page, kwargs=at)


def seat_path(seat: TrainingSeat, page: str = "outside_seat") -> str:
    """The secret page of someone from outside."""
    slug = seat.training.kpa.organisation.slug
    return reverse(page, kwargs={"slug": slug, "place_key": seat.token})


def address_of(seat: TrainingSeat) -> str:
    """Where someone looks at her place: in the space of the KPA, or by her secret link."""
    if seat.person_id is None:
        return settings.SITE_URL.rstrip("/") + seat_path(seat)
    at = {"kpa": seat.training.kpa.organisation.slug, "training": seat.training_id}
    return settings.SITE_URL.rstrip("/") + reverse("training", kwargs=at)


def people_of(request: HttpRequest) -> list[Person]:
    """Who has a role in the KPA today, by name."""
    people = {hat.person for hat in hats_worn_in(request.organisation, timezone.localdate())}
    return sorted(people, key=lambda person: (str(person).casefold(), person.pk))
