"""« Je veux venir » : without an account."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import services
from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.interfaces.www.members.forms import JoinForm
from kpacite.interfaces.www.members.views.alone import link_of
from kpacite.interfaces.www.public.views.kpa import page_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import private, render_invalid, see_other
from kpacite.platform.throttle import rate_limited

RATE = "10/h"
KEPT_LINK = "welcome_link"


def _context(slug: str, today: date) -> dict[str, Any]:
    kpa = page_of(slug).kpa
    code = ParameterCode.MIN_AGE
    return {
        "kpa": kpa.organisation,
        "sessions": selectors.next_welcome_sessions(today=today, kpa=kpa),
        "min_age": selectors.parameter(code=code, organisation=kpa.organisation, on=today),
    }


def _refuse(request: HttpRequest, sentence: str, slug: str) -> HttpResponse:
    form = JoinForm(request.POST)
    form.is_valid()
    form.add_error(None, sentence)
    return render_invalid(request, "members/join.html", _context(slug, timezone.localdate()) | {"form": form})


@require_http_methods(["GET", "POST"])
@rate_limited(key="ip", rate=RATE, group="members.join", answer=_refuse)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    context = _context(slug, timezone.localdate())
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _received(request, form, slug):
        return see_other("kpa_join_thanks", slug=slug)
    if form.errors:
        return render_invalid(request, "members/join.html", context | {"form": form})
    return render(request, "members/join.html", context | {"form": form})


def _received(request: HttpRequest, form: JoinForm, slug: str) -> bool:
    """A robot is thanked and forgotten; a form sent twice arrives once."""
    if form.caught:
        return True
    try:
        knock = services.knock(
            kpa=page_of(slug).kpa,
            address=link_of(request),
            now=timezone.now(),
            language=get_language() or "fr",
            **form.details,
        )
    except DomainError as error:
        form.refuse(error)
        return False
    request.session[KEPT_LINK] = knock.token
    return True


def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """The link to the form is shown once: on a shared telephone, the next person does not find it."""
    token = request.session.pop(KEPT_LINK, "")
    return private(
        render(request, "members/thanks.html", _context(slug, timezone.localdate()) | {"token": token})
    )
