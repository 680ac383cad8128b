import functools
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from kpacite.platform.access import (
    ANONYMOUS_ONLY,
    PUBLIC,
    SIGNED_IN,
    Access,
    AccessMiddleware,
    Verdict,
    access_of,
    declare,
)

AMINA = SimpleNamespace(is_authenticated=True)


def page(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    return HttpResponse("ok")


class Page(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")


def answering(verdict: Verdict) -> Access:
    return Access("test", "Règle d’essai", lambda request, kwargs: verdict)


def ask(
    view: Any,
    path: str = "/membres/",
    *,
    user: object = None,
    method: str = "get",
    kwargs: Mapping[str, Any] | None = None,
    **headers: str,
) -> HttpResponse | None:
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    return AccessMiddleware(page).process_view(request, view, (), dict(kwargs or {}))


def test_a_view_without_a_declaration_never_answers() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"test_access\.page"):
        ask(page)


def test_a_public_view_is_open_to_a_stranger() -> None:
    assert ask(declare(PUBLIC)(page)) is None


def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_the_same_page(settings: Any) -> None:
    settings.LOGIN_URL = "/connexion/"
    answer = ask(declare(SIGNED_IN)(page), "/membres/?page=2&q=%C3%A9")
    assert answer.status_code == 302
    assert answer["Location"] == "/connexion/?next=/membres/%3Fpage%3D2%26q%3D%25C3%25A9"


def test_after_a_post_nobody_comes_back_to_an_address_that_only_takes_posts(settings: Any) -> None:
    settings.LOGIN_URL = "/connexion/"
    assert ask(declare(SIGNED_IN)(page), method="post")["Location"] == "/connexion/"


def test_htmx_opens_the_sign_in_page_whole_and_comes_back_to_the_page_on_screen(settings: Any) -> None:
    settings.LOGIN_URL = "/connexion/"
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/membres/"}
    answer = ask(declare(SIGNED_IN)(page), "/membres/partie/", **headers)
    assert answer["HX-Redirect"] == "/connexion/?next=/membres/"


def test_a_signed_in_person_passes() -> None:
    assert ask(declare(SIGNED_IN)(page), user=AMINA) is None


def test_a_signed_in_person_is_sent_home_from_the_sign_in_page(settings: Any) -> None:
    settings.LOGIN_REDIRECT_URL = "/"
    view = declare(ANONYMOUS_ONLY)(page)
    assert ask(view) is None
    assert ask(view, user=AMINA)["Location"] == "/"


def test_a_refusal_is_a_403_and_a_stranger_s_object_a_404() -> None:
    with pytest.raises(PermissionDenied):
        ask(declare(answering(Verdict.FORBIDDEN))(page))
    with pytest.raises(Http404):
        ask(declare(answering(Verdict.NOT_FOUND))(page))


def test_the_rule_reads_the_address() -> None:
    only_la_cape = Access(
        "la_cape",
        "La Cape seulement",
        lambda request, kwargs: Verdict.YES if kwargs["kpa"] == "la-cape" else Verdict.NOT_FOUND,
    )
    view = declare(only_la_cape)(page)
    assert ask(view, kwargs={"kpa": "la-cape"}) is None
    with pytest.raises(Http404):
        ask(view, kwargs={"kpa": "moulins-coop"})


@pytest.mark.parametrize(
    "view",
    [
        declare(PUBLIC)(page),
        declare(PUBLIC)(Page.as_view()),
        declare(PUBLIC)(Page).as_view(),
        require_POST(declare(PUBLIC)(page)),
        declare(PUBLIC)(require_POST(page)),
        functools.partial(declare(PUBLIC)(page), kpa="la-cape"),
        declare(PUBLIC)(functools.partial(page, kpa="la-cape")),
        csrf_exempt(declare(PUBLIC)(page)),
    ],
    ids=["function", "as_view", "class", "decorated", "decorates", "partial", "of a partial", "exempt"],
)
def test_the_declaration_is_found_however_the_view_is_wrapped(view: Any) -> None:
    assert access_of(view) is PUBLIC


def test_declaring_again_overrides_and_leaves_the_first_view_alone() -> None:
    public = declare(PUBLIC)(page)
    private = declare(SIGNED_IN)(public)
    assert (access_of(page), access_of(public), access_of(private)) == (None, PUBLIC, SIGNED_IN)


def test_flags_of_other_decorators_are_kept() -> None:
    assert declare(PUBLIC)(csrf_exempt(page)).csrf_exempt
    assert declare(PUBLIC)(Page.as_view()).view_class is Page


def test_the_declared_view_still_answers() -> None:
    assert declare(PUBLIC)(page)(RequestFactory().get("/")).content == b"ok"
