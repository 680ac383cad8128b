"""A limit on how often a form may be sent, said in a French sentence instead of a bare error.

    @rate_limited(key="ip", rate="5/h", answer=too_many)
    def contact(request): ...

`key` and `rate` are those of django-ratelimit ("ip", "user", "user_or_ip", "post:email", a function). Only
writing requests count. `answer(request, sentence, *args, **kwargs)` renders what the person sees, for
instance the same form, filled in, so that nothing is lost; the status becomes 429 whatever it says.
Limits are counted in the cache that all workers share.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_ratelimit.core import get_usage

from kpacite.platform.access import SAFE_METHODS

Answer = Callable[..., HttpResponse]
TOO_MANY_REQUESTS = 429
MINUTE = 60


def plain(_request: HttpRequest, sentence: str, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The sentence alone, for views that nobody reaches by hand."""
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8")


def rate_limited(
    *, key: str | Callable[..., str], rate: str, answer: Answer = plain, group: str | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view take so many writing requests (`5/h`: five an hour), then call `answer` with status 429.

    Views that share a `group` share the count; without one, each view counts alone.
    """

    def limit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        name = group or f"{view.__module__}.{view.__qualname__}"

        @functools.wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in SAFE_METHODS:
                return view(request, *args, **kwargs)
            usage = get_usage(request, group=name, key=key, rate=rate, increment=True)
            if not usage or not usage["should_limit"]:
                return view(request, *args, **kwargs)
            seconds = max(1, usage["time_left"])
            response = answer(request, sentence(seconds), *args, **kwargs)
            response.status_code = TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(seconds)
            return response

        return limited

    return limit


def visitor_address(request: HttpRequest) -> str:
    """Where the request comes from, past as many proxies of ours as `settings.TRUSTED_PROXIES` says.

    Each proxy adds the address it saw at the end of X-Forwarded-For; the rest is the visitor's word.
    """
    remote = str(request.META["REMOTE_ADDR"])
    if not settings.TRUSTED_PROXIES:
        return remote
    seen = [*request.headers.get("X-Forwarded-For", "").replace(" ", "").split(","), remote]
    return seen[max(0, len(seen) - 1 - settings.TRUSTED_PROXIES)] or remote


def sentence(seconds: int) -> str:
    """What to say to someone who must wait that long."""
    minutes = -(-seconds // MINUTE)
    wait = ngettext("Réessayez dans %(count)s minute.", "Réessayez dans %(count)s minutes.", minutes)
    too_often = _("Vous avez envoyé ce formulaire trop souvent.")
    return f"{too_often} {wait % {'count': minutes}}"
