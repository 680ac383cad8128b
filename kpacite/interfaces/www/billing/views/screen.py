"""What the screens of invoices share."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.sales import selectors
from kpacite.domain.sales.models import Invoice
from kpacite.interfaces.www.homes import places


def stand_in(request: HttpRequest) -> None:
    """Say in the top bar where the person is."""
    places.stand_in(request, request.organisation)


def address_of(invoice: Invoice, name: str = "invoice") -> str:
    kwargs = {"kpa": invoice.kpa.organisation.slug, "invoice": selectors.reference_of(invoice)}
    return reverse(name, kwargs=kwargs)


def by(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": request.user, "now": timezone.now()}


def dated(request: HttpRequest) -> dict[str, Any]:
    return by(request) | {"today": timezone.localdate()}


def new_key() -> str:
    """Names a form, so that sending it twice writes once."""
    return uuid4().hex
