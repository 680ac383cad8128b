"""Reading comfort and language: for everyone, signed in or not, with or without JavaScript."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from kpacite.interfaces.www.reading.forms import ReadingForm
from kpacite.platform.access import PUBLIC, declare
from kpacite.platform.http import reading_of, render_invalid, see_other
from kpacite.platform.reading import COOKIE, COOKIE_SECONDS, Reading

PAGE = "reading/reading.html"


@declare(PUBLIC)
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Choose size, colours and words; kept in a cookie of this browser."""
    if request.method == "GET":
        return render(request, PAGE, {"form": ReadingForm.showing(reading_of(request))})
    if "reset" in request.POST:
        return _kept(request, Reading(), _("Les réglages de départ sont revenus."))
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return render_invalid(request, PAGE, {"form": form})
    return _kept(request, form.to_reading(), _("C’est enregistré. Toutes les pages suivent vos choix."))


def _kept(request: HttpRequest, choice: Reading, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    response = see_other("reading")
    response.set_cookie(
        COOKIE,
        choice.to_cookie(),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@declare(PUBLIC)
@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language by its own name, then go back where one was."""
    if request.method == "POST":
        response = set_language(request)
        response.status_code = 303
        return response
    return render(request, "reading/language.html", {"languages": settings.LANGUAGES, "next": _back(request)})


def _back(request: HttpRequest) -> str:
    """The page one comes from, when it is ours."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if ours and request.path not in referer else "/"
