"""The photos of a récit: their addresses, and the picture itself."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.models import Report, ReportPhoto

Address = Callable[[ReportPhoto], str]


def at(name: str, **kwargs: object) -> Address:
    """Where these readers find a photo."""
    return lambda photo: reverse(name, kwargs={**kwargs, "photo": photo.pk})


def answer(request: HttpRequest, report: Report, photo: int) -> HttpResponse:
    """The picture of a photo of the story. Raises Http404."""
    return served(request, selectors.photo_of(report, photo))


def served(request: HttpRequest, found: ReportPhoto | None) -> HttpResponse:
    """The picture, asked for again at each reading: once removed, it is gone. Raises Http404."""
    if found is None or found.file is None:
        raise Http404
    etag = f'"{found.file.sha256}"'
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(found.file.content, content_type=found.file.content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
