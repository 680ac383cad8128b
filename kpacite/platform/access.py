"""Who may open which view, said once per view and refused by default.

    path("membres/", declare(gates.COORDINATES_KPA)(views.members), name="members")

A view without a declaration never answers: the middleware raises. The test of the access table reads
the same declarations, so the table, the code and the words shown to people cannot part.
"""

import enum
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Verdict(enum.Enum):
    YES = "yes"
    SIGN_IN = "sign_in"
    """Nobody is signed in: go and sign in, then come back."""
    HOME = "home"
    """Already signed in, nothing to do here: go home."""
    FORBIDDEN = "forbidden"
    """The person may know that it exists, not open it: 403."""
    NOT_FOUND = "not_found"
    """The person may not even know that it exists (another KPA): 404."""


@dataclass(frozen=True)
class Access:
    """A named rule. `words` says it in French, for people; `verdict` says it for one request.

    `verdict(request, kwargs)` gets the keyword arguments of the URL and is called before the view.
    """

    code: str
    words: str | Promise
    verdict: Callable[[HttpRequest, Mapping[str, Any]], Verdict]

    def __str__(self) -> str:
        return self.code


def _signed_in(request: HttpRequest, _kwargs: Mapping[str, Any]) -> Verdict:
    return Verdict.YES if request.user.is_authenticated else Verdict.SIGN_IN


def _anonymous(request: HttpRequest, _kwargs: Mapping[str, Any]) -> Verdict:
    return Verdict.HOME if request.user.is_authenticated else Verdict.YES


PUBLIC = Access("public", _("Tout le monde"), lambda _request, _kwargs: Verdict.YES)
SIGNED_IN = Access("signed_in", _("Toute personne connectée"), _signed_in)
ANONYMOUS_ONLY = Access("anonymous_only", _("Toute personne non connectée"), _anonymous)


def declare(access: Access) -> Callable[[View], View]:
    """Say who may open a view: function, class, `.as_view()` result, or a view of a third party.

    A callable is wrapped, never changed, so that two routes may give the same view two rules; flags set
    by other decorators (csrf_exempt…) are kept. A class is marked and returned.
    """

    def mark(view: View) -> View:
        marked: Any = view if isinstance(view, type) else _wrapped(view)
        marked.access = access
        return marked  # type: ignore[no-any-return]

    return mark


def _wrapped(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    return declared


def access_of(view: Any) -> Access | None:
    """The rule declared for a view, however it is wrapped; None when there is none."""
    while view is not None:
        for holder in (view, getattr(view, "view_class", None)):
            if isinstance(access := getattr(holder, "access", None), Access):
                return access
        view = view.func if isinstance(view, functools.partial) else getattr(view, "__wrapped__", None)
    return None


class AccessMiddleware:
    """Ask the declared rule before each view; refuse a view that declares none, in production too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        access = access_of(view)
        if access is None:
            name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
            raise ImproperlyConfigured(f"{name} does not declare who may open it (platform.access.declare).")
        return _answer(request, access.verdict(request, kwargs))


def _answer(request: HttpRequest, verdict: Verdict) -> HttpResponse | None:
    match verdict:
        case Verdict.YES:
            return None
        case Verdict.SIGN_IN:
            return _go(request, _sign_in_address(request))
        case Verdict.HOME:
            return _go(request, resolve_url(settings.LOGIN_REDIRECT_URL))
        case Verdict.FORBIDDEN:
            raise PermissionDenied
        case Verdict.NOT_FOUND:
            raise Http404


def _go(request: HttpRequest, address: str) -> HttpResponse:
    # htmx follows a redirect by itself and would put the sign-in page inside the current one.
    redirect = HttpResponseClientRedirect if getattr(request, "htmx", False) else HttpResponseRedirect
    return redirect(address)


def _sign_in_address(request: HttpRequest) -> str:
    back = _page_to_come_back_to(request)
    query = QueryDict(mutable=True)
    if back:
        query[REDIRECT_FIELD_NAME] = back
    return resolve_url(settings.LOGIN_URL) + (f"?{query.urlencode(safe='/')}" if back else "")


def _page_to_come_back_to(request: HttpRequest) -> str | None:
    htmx = getattr(request, "htmx", None)
    if htmx:
        return htmx.current_url_abs_path  # type: ignore[no-any-return]
    return request.get_full_path() if request.method in SAFE_METHODS else None
