"""What the screens of this area share: a form on a page of its own, and a service behind it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kpacite.domain.members.models import WelcomeFile
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def stand_in(request: HttpRequest) -> None:
    places.stand_in(request, request.organisation)


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
