"""What the screens of this area share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.paths.models import Path
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def address(journey: Path, name: str, **more: object) -> str:
    at = {"kpa": journey.kpa.organisation.slug, "public_id": journey.person.public_id}
    return reverse(name, kwargs=at | more)


def written(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form is right and the domain agreed; its refusal is then beside the field."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return False
    return True
