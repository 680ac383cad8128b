"""What the screens of this area share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.paths.models import Path
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.services import note_access
from kpacite.interfaces.www.homes import places


def stand_in(request: HttpRequest) -> None:
    places.stand_in(request, request.organisation)


def told(request: HttpRequest, journey: Path, shown: Shown) -> None:
    """The person whose file is open will read that it was."""
    note_access(person=journey.person, reader=request.user, shown=shown, now=timezone.now())


def page_of(journey: Path) -> str:
    """The page of a person's path, as others reach it."""
    at = {"kpa": journey.kpa.organisation.slug, "public_id": journey.person.public_id}
    return reverse("person_path", kwargs=at)


def back_to(request: HttpRequest, journey: Path) -> str:
    """One's own page for the person, the person's page for everyone else."""
    if request.user.person_id == journey.person_id:
        return reverse("my_path", kwargs={"kpa": request.organisation.slug})
    return page_of(journey)
