"""What the screens of a KPA's space share."""

from django.http import HttpRequest
from django.urls import reverse

from kpacite.domain.activities.models import Offer
from kpacite.interfaces.www.homes import places


def stand_in(request: HttpRequest) -> None:
    """Say in the top bar where the person is."""
    places.stand_in(request, request.organisation)


def address_of(request: HttpRequest, offer: Offer, name: str = "offer") -> str:
    return reverse(name, kwargs={"kpa": request.organisation.slug, "offer": offer.pk})
