"""Where whoever asks sits in the groups of the KPA of the page."""

from django.http import HttpRequest
from django.utils import timezone

from kpacite.domain.sales import selectors


def seat_of(request: HttpRequest) -> selectors.Seat:
    """Loaded once for each request."""
    if not hasattr(request, "seat"):
        request.seat = selectors.seat_of(request.user.person, request.organisation, timezone.localdate())
    return request.seat
