"""What every page shares: the page or its part, redirections, exports, and the surroundings of a page."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from kpacite.platform.reading import COOKIE, Reading

PER_PAGE = 30
PRIVATE_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # Not `no-referrer`: a browser would then send its forms with `Origin: null`, which is refused.
    "Referrer-Policy": "same-origin",
}
UNPROCESSABLE = 422
SEE_OTHER = 303
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class MenuItem:
    """One place of the main menu: a word and an icon.

    On a phone the bar holds five items: the others (`wide`) show in the left column only.
    """

    label: str
    icon: str
    url_name: str
    kwargs: dict[str, str] = field(default_factory=dict)
    wide: bool = False


@dataclass(frozen=True)
class MenuEntry:
    """A menu item whose page exists, ready to draw."""

    label: str
    icon: str
    url: str
    wide: bool
    current: bool


@dataclass(frozen=True)
class CurrentPlace:
    """Where the person stands: shown in the top bar. Views set it as `request.place`."""

    name: str
    detail: str = ""
    url: str = "/"


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the inner part, and not for a page that it restores or swaps as a whole."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(
    request: HttpRequest,
    page: str,
    part: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render the part for htmx, the page that includes it for everyone else."""
    response = render(request, part if wants_part(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_invalid(
    request: HttpRequest, page: str, context: dict[str, Any] | None = None, *, part: str = ""
) -> HttpResponse:
    """Show a form again with what is wrong: 422, and « Erreur : » in the page's title."""
    return page_or_part(
        request, page, part or page, {"invalid": True} | (context or {}), status=UNPROCESSABLE
    )


def see_other(to: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Answer a POST with the page to look at next (303): a reload cannot send it twice."""
    return HttpResponseRedirect(resolve_url(to, *args, **kwargs), status=SEE_OTHER)


def private(response: HttpResponse) -> HttpResponse:
    """For a page behind a secret address: no cache keeps it, no search engine shows it, no site is told."""
    for name, value in PRIVATE_HEADERS.items():
        response.headers[name] = value
    return response


def paginate(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE
) -> Page[Any]:
    """The page that `?page=` asks for; an impossible number gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


class _Echo:
    def write(self, line: str) -> str:
        return line


def with_query(address: str, **asked: str) -> str:
    """The address with what is asked, encoded; what is empty is left out."""
    kept = {name: words for name, words in asked.items() if words}
    return f"{address}?{urlencode(kept)}" if kept else address


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Stream a table as CSV: commas, UTF-8 with a byte order mark (spreadsheets need it for accents).

    A cell that a spreadsheet would run as a formula is prefixed with an apostrophe.
    """
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK + writer.writerow(header)
        for row in rows:
            yield writer.writerow([_harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def reading_of(request: HttpRequest) -> Reading:
    return Reading.from_cookie(request.COOKIES.get(COOKIE, ""))


def menu_of(request: HttpRequest) -> list[MenuEntry]:
    """The menu that `settings.MENU` (a dotted path to `f(request) -> [MenuItem]`) gives; no dead link."""
    path: str = getattr(settings, "MENU", "")
    if not path:
        return []
    provider: Callable[[HttpRequest], Sequence[MenuItem]] = import_string(path)
    return [entry for item in provider(request) if (entry := _entry(item, request.path))]


def _entry(item: MenuItem, here: str) -> MenuEntry | None:
    try:
        url = reverse(item.url_name, kwargs=item.kwargs or None)
    except NoReverseMatch:
        return None
    return MenuEntry(item.label, item.icon, url, item.wide, current=here == url)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page: reading comfort, current place, menu, and safe defaults."""
    return {
        "reading": reading_of(request),
        "place": getattr(request, "place", None),
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "signed_in": _signed_in(request),
        "showcase": settings.SHOWCASE,
        "invalid": False,
    }


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
