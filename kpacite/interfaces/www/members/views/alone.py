"""Behind `/f/<jeton>/`: a newcomer fills her form by herself, without an account.

Whoever holds the link may write, never read: an answer once sent is not shown again on this side.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.members import selectors, services
from kpacite.domain.members.models import WelcomeFile
from kpacite.interfaces.www.members.forms import AnswerForm
from kpacite.interfaces.www.members.views.screen import address_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform import qr
from kpacite.platform.http import private, render_invalid, see_other
from kpacite.platform.throttle import rate_limited

RATE = "60/h"
GONE = 404
FileView = Callable[..., HttpResponse]


def link_of(request: HttpRequest) -> services.Address:
    """Makes the absolute address of a newcomer's form out of its token."""
    return lambda token: request.build_absolute_uri(reverse("alone", kwargs={"token": token}))


def behind_link(view: FileView) -> FileView:
    """Give the view the file that the token opens; a page that says what to do for a dead link."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        file = selectors.file_behind(token, timezone.now())
        if file is None:
            return private(render(request, "members/alone/dead.html", status=GONE))
        return private(view(request, token=token, file=file, **kwargs))

    return opened


def _too_many(request: HttpRequest, sentence: str, **_kwargs: object) -> HttpResponse:
    return render(request, "layout/too_many.html", {"sentence": sentence})


limited = rate_limited(key="ip", rate=RATE, group="members.alone", answer=_too_many)


@limited
@require_http_methods(["GET", "POST"])
@behind_link
def start(request: HttpRequest, *, token: str, file: WelcomeFile) -> HttpResponse:
    """What is asked, who reads it; a POST says that she has finished."""
    if request.method == "POST":
        services.finish_alone(file=file, now=timezone.now())
        return see_other("alone_thanks", token=token)
    asked = selectors.asked(file, coordinates=True)
    context = {
        "file": file,
        "kpa": file.kpa.organisation,
        "token": token,
        "asked": asked,
        "answered": sum(entry.answer is not None for entry in asked),
        "first": next((entry.question for entry in asked if entry.is_hers), None),
    }
    return render(request, "members/alone/start.html", context)


@limited
@require_http_methods(["GET", "POST"])
@behind_link
def question(request: HttpRequest, *, token: str, file: WelcomeFile, question: int) -> HttpResponse:
    """One question, which she may skip; the last one leads back to the list."""
    entries = [entry for entry in selectors.asked(file, coordinates=True) if entry.is_hers]
    rank = next((rank for rank, entry in enumerate(entries) if entry.question.pk == question), None)
    if rank is None:
        raise Http404
    entry = entries[rank]
    following = entries[rank + 1].question.pk if rank + 1 < len(entries) else None
    form = AnswerForm(request.POST if request.method == "POST" else None, question=entry.question)
    context = {
        "form": form,
        "question": entry.question,
        "was_answered": entry.answer is not None,
        "rank": rank + 1,
        "total": len(entries),
        "token": token,
        "kpa": file.kpa.organisation,
    }
    if request.method == "POST" and form.is_valid() and _answered(request, file, entry.question, form):
        if following:
            return see_other("alone_question", token=token, question=following)
        return see_other("alone", token=token)
    if form.errors:
        return render_invalid(request, "members/alone/question.html", context)
    return render(request, "members/alone/question.html", context)


def _answered(request: HttpRequest, file: WelcomeFile, asked: Any, form: AnswerForm) -> bool:
    words = "" if "skip" in request.POST else form.cleaned_data["words"]
    try:
        services.answer_alone(file=file, question=asked, words=words, now=timezone.now())
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@behind_link
def thanks(request: HttpRequest, *, token: str, file: WelcomeFile) -> HttpResponse:
    context = {"file": file, "kpa": file.kpa.organisation, "token": token}
    return render(request, "members/alone/thanks.html", context)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    """The welcomer gives a link, shown once; or closes all of them."""
    stand_in(request)
    row: WelcomeFile = request.file
    by = {"file": row, "actor": request.user, "now": timezone.now()}
    living = selectors.living_link(row, timezone.now())
    context = {"file": row, "back": address_of(row), "living": living, "url": "", "square": ""}
    if request.method != "POST":
        return private(render(request, "members/link.html", context))
    try:
        if "close" in request.POST:
            services.close_links(**by)
            messages.success(request, _("C’est fait. Les liens de cette personne sont fermés."))
            return see_other(context["back"])
        url = link_of(request)(services.give_link(**by))
    except DomainError as error:
        messages.error(request, str(error))
        return see_other(context["back"])
    shown = {"url": url, "typed": url.partition("://")[2], "square": qr.data_uri(url)}
    return private(render(request, "members/link.html", context | shown))
