"""What the screens of the sales of a KPA share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.homes import places

MAX_WORDS = 80


def stand_in(request: HttpRequest) -> None:
    """Say in the top bar where the person is."""
    places.stand_in(request, request.organisation)


def here(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """An address of the KPA of the page."""
    return reverse(name, kwargs={"kpa": request.organisation.slug, **kwargs})


def kpa_of(request: HttpRequest) -> Kpa:
    return Kpa.objects.select_related("organisation").get(pk=request.organisation.pk)


def words_of(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_WORDS]


def with_query(address: str, **asked: object) -> str:
    """The address with those of the filters that ask something."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in asked.items() if value})
    return f"{address}?{query.urlencode()}" if query else address


def link_of(request: HttpRequest) -> Callable[[str], str]:
    """Makes the absolute address of a client's link out of its token."""
    return lambda token: request.build_absolute_uri(reverse("client_link", kwargs={"token": token}))
