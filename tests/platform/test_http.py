"""The page or its part, exports, reading comfort and the menu."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from kpacite.platform import http
from kpacite.platform.reading import SIZES, THEMES, Reading

urlpatterns = [path("moi/lecture/", lambda request: http.HttpResponse(), name="reading")]
readings = st.builds(
    Reading,
    theme=st.sampled_from(THEMES),
    size=st.sampled_from(SIZES),
    contrast=st.booleans(),
    simple=st.booleans(),
    without_dot=st.booleans(),
)


@pytest.fixture
def request_(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> HttpRequest:
    def fake_render(request: HttpRequest, template: str, context: Any, status: int) -> Any:
        return http.HttpResponse(f"{template} {context}", status=status)

    monkeypatch.setattr(http, "render", fake_render)
    return rf.get("/")


def htmx(*, boosted: bool = False, history: bool = False) -> Any:
    return SimpleNamespace(boosted=boosted, history_restore_request=history)


def test_a_browser_gets_the_page_and_caches_know_that_htmx_differs(request_: HttpRequest) -> None:
    response = http.page_or_part(request_, "page.html", "_part.html")
    assert response.content.startswith(b"page.html")
    assert response["Vary"] == "HX-Request"


def test_htmx_gets_the_part_but_the_page_when_it_restores_history(request_: HttpRequest) -> None:
    request_.htmx = htmx()  # type: ignore[attr-defined]
    assert http.page_or_part(request_, "page.html", "_part.html").content.startswith(b"_part.html")
    request_.htmx = htmx(history=True)  # type: ignore[attr-defined]
    assert http.page_or_part(request_, "page.html", "_part.html").content.startswith(b"page.html")
    request_.htmx = htmx(boosted=True)  # type: ignore[attr-defined]
    assert http.page_or_part(request_, "page.html", "_part.html").content.startswith(b"page.html")


def test_an_invalid_form_answers_422_and_says_so_in_the_title(request_: HttpRequest) -> None:
    response = http.render_invalid(request_, "page.html", {"form": 1})
    assert response.status_code == 422
    assert b"'invalid': True" in response.content


def test_see_other_answers_303() -> None:
    response = http.see_other("/la-cape/")
    assert (response.status_code, response["Location"]) == (303, "/la-cape/")


def test_an_impossible_page_number_gives_the_nearest_page(rf: RequestFactory) -> None:
    rows = list(range(70))
    assert list(http.paginate(rf.get("/?page=2"), rows)) == rows[30:60]
    assert http.paginate(rf.get("/?page=99"), rows).number == 3
    assert http.paginate(rf.get("/?page=x"), rows).number == 1


def test_an_export_opens_in_a_spreadsheet_and_runs_no_formula() -> None:
    response = http.csv_response("kpa.csv", ["Nom", "Ventes"], [["Épi, riz", 12], ["=1+1", -3]])
    text = b"".join(response).decode("utf-8")  # type: ignore[arg-type]
    assert text == '\ufeffNom,Ventes\r\n"Épi, riz",12\r\n\'=1+1,-3\r\n'
    assert response["Content-Disposition"] == 'attachment; filename="kpa.csv"'


@given(readings)
def test_a_reading_choice_survives_its_cookie(reading: Reading) -> None:
    assert Reading.from_cookie(reading.to_cookie()) == reading


@given(st.text())
def test_any_cookie_gives_a_usable_choice(text: str) -> None:
    assert Reading.from_cookie(text).size in SIZES


def test_every_page_knows_its_surroundings_even_without_a_session(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["lecture"] = "sombre-130-contraste"
    context = http.page_context(request)
    assert context["reading"] == Reading(theme="sombre", size=130, contrast=True)
    assert context["reading"].css == "taille-130 contraste"
    assert (context["signed_in"], context["place"], context["invalid"]) == (False, None, False)


def test_the_menu_shows_only_pages_that_exist(
    rf: RequestFactory, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [http.MenuItem("Lecture", "house", "reading"), http.MenuItem("Rien", "house", "no_such_page")]
    monkeypatch.setattr(http, "import_string", lambda _path: lambda _request: items)
    settings.MENU = "somewhere.menu"
    settings.ROOT_URLCONF = __name__
    [entry] = http.menu_of(rf.get("/moi/lecture/"))
    assert (entry.label, entry.url, entry.current) == ("Lecture", "/moi/lecture/", True)


def test_without_a_provider_there_is_no_menu(rf: RequestFactory, settings: Any) -> None:
    settings.MENU = ""
    assert http.menu_of(rf.get("/")) == []
