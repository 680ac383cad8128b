"""What the screens of this area share: a form on a page of its own, and a service behind it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.members.models import WelcomeFile
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import Person
from kpacite.domain.people.services import note_access
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def stand_in(request: HttpRequest) -> None:
    places.stand_in(request, request.organisation)


def told(request: HttpRequest, person: Person | None, shown: Shown) -> None:
    """The person whose file is open will read that it was; who has no account yet has no such list."""
    if person is not None:
        note_access(person=person, reader=request.user, shown=shown, now=timezone.now())


def address_of(file: WelcomeFile, page: str = "file", **kwargs: object) -> str:
    at = {"kpa": file.kpa.organisation.slug, "file": file.pk, **kwargs}
    return reverse(f"welcome_{page}", kwargs=at)


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    *,
    context: dict[str, Any],
    success: str,
    template: str = "members/form.html",
    then: str = "",
) -> HttpResponse:
    """Show a form; when it is sent and holds, `act`, say so, and go `then` (the way back by default)."""
    stand_in(request)
    context = {"form": form, "intro": "", "notes": [], "danger": False, "multipart": False} | context
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, success)
            return see_other(then or context["back"])
    if form.errors:
        return render_invalid(request, template, context)
    return render(request, template, context)
