"""Long work whose page is sent while it goes on: a bar that advances, without script and without a worker.

Each step adds a bar, and the stylesheet shows only the last. The work is done while the answer is read: who
closes the page stops it, and a transaction around the steps takes everything back.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any, TypeVar

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

Result = TypeVar("Result")
PLACE = "<!-- as it goes -->"
BAR = "layout/_advance.html"
WHOLE = 100


def sent_as_it_goes(
    request: HttpRequest, template: str, context: dict[str, Any], parts: Iterator[str]
) -> StreamingHttpResponse:
    """The page of `template`; `parts` come one by one where it says `{{ as_it_goes }}`."""
    page = render_to_string(template, {**context, "as_it_goes": mark_safe(PLACE)}, request)  # noqa: S308
    before, after = page.split(PLACE)
    response = StreamingHttpResponse(_whole(before, parts, after, get_language()))
    response["Cache-Control"] = "no-store"
    # Compressing would keep the parts until there are enough of them; so would a proxy in front.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _whole(before: str, parts: Iterator[str], after: str, language: str | None) -> Iterator[str]:
    yield before
    with override(language):
        yield from parts
    yield after


def bars(steps: Generator[float, None, Result]) -> Generator[str, None, Result]:
    """One bar for each new percent that `steps` tell, from 0 to 1; returns what they return."""
    shown = -1
    with closing(steps):
        while True:
            try:
                percent = round(next(steps) * WHOLE)
            except StopIteration as end:
                result: Result = end.value
                return result
            if percent > shown:
                shown = percent
                yield render_to_string(BAR, {"percent": percent})
