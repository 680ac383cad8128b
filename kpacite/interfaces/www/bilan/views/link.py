"""Behind `/reseau/recit/<jeton>/`: a récit that is not public, for whoever was given the link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.models import ReportLink
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.interfaces.www.bilan import files, pictures
from kpacite.interfaces.www.bilan.screen import page_of, source_of
from kpacite.platform.http import private

GONE = 404


def behind_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the link of this token; a page that says what to do for one that opens nothing."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = selectors.link_behind(token, timezone.now())
        if link is None:
            return private(render(request, "bilan/link_dead.html", status=GONE))
        return private(view(request, token=token, link=link, **kwargs))

    return opened


@require_safe
@behind_link
def bilan(request: HttpRequest, *, token: str, link: ReportLink) -> HttpResponse:
    today = timezone.localdate()
    image = pictures.at("bilan_link_photo", token=token)
    context = page_of(link.freeze, Audience(link.audience), today=today, image=image) | {
        "link": link,
        "files": files.links("bilan_link_file", token=token),
    }
    if request.method == "GET":
        services.count_reading(link=link, day=today)
    return render(request, "bilan/link.html", context)


@require_safe
@behind_link
def file(request: HttpRequest, *, token: str, link: ReportLink, file_kind: str) -> HttpResponse:  # noqa: ARG001
    freeze = link.freeze
    figures = selectors.read(freeze, Audience(link.audience))
    report = freeze.report
    return files.answer(
        figures, file_kind, report.slug, at=freeze.frozen_at, story_of=report, source=source_of(freeze)
    )


@require_safe
@behind_link
def photo(request: HttpRequest, *, token: str, link: ReportLink, photo: int) -> HttpResponse:  # noqa: ARG001
    return pictures.answer(request, link.freeze.report, photo)
