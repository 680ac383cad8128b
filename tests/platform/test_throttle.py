from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from kpacite.platform.throttle import rate_limited, sentence


@pytest.fixture(autouse=True)
def _fresh_count() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def form_again(request: HttpRequest, words: str, kpa: str) -> HttpResponse:
    return HttpResponse(f"{kpa} {request.POST['name']} {words}")


@rate_limited(key="ip", rate="2/h", answer=form_again)
def contact(request: HttpRequest, kpa: str) -> HttpResponse:
    return HttpResponse("merci")


@rate_limited(key="ip", rate="1/m")
def ping(request: HttpRequest) -> HttpResponse:
    return HttpResponse("merci")


def post(address: str = "192.0.2.1") -> HttpResponse:
    return contact(RequestFactory().post("/", {"name": "Amina"}, REMOTE_ADDR=address), kpa="la-cape")


def test_after_the_limit_the_view_says_so_and_loses_nothing() -> None:
    assert [post().status_code for _ in range(3)] == [200, 200, 429]
    answer = post()
    assert answer.content.decode().startswith("la-cape Amina Vous avez envoyé ce formulaire trop souvent.")
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_another_person_is_not_held_up() -> None:
    assert [post().status_code for _ in range(3)][-1] == 429
    assert post("192.0.2.2").status_code == 200


def test_looking_is_never_limited() -> None:
    request = RequestFactory().get("/")
    assert {contact(request, kpa="la-cape").status_code for _ in range(5)} == {200}


def test_without_an_answer_of_its_own_a_view_gives_the_bare_sentence() -> None:
    ping(RequestFactory().post("/"))
    answer = ping(RequestFactory().post("/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert "Réessayez dans 1 minute." in answer.content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute."), (60, "1 minute."), (61, "2 minutes."), (3600, "60 minutes.")]
)
def test_the_wait_is_told_in_minutes(seconds: int, words: str) -> None:
    with translation.override("fr"):
        assert sentence(seconds).endswith(words)
