"""Reading comfort and language work for everyone, without an account and without JavaScript."""

import pytest
from django.test import Client

from kpacite.platform.reading import COOKIE

pytestmark = pytest.mark.django_db

CHOICES = {"size": "130", "theme": "sombre", "simple": "on"}


def test_the_page_opens_logged_out_with_the_starting_settings(client: Client) -> None:
    page = client.get("/moi/lecture/").content.decode()
    assert 'class="taille-100"' in page
    assert "data-theme" not in page
    assert "coopérant·es" in page


def test_choices_are_confirmed_and_follow_to_every_page(client: Client) -> None:
    answer = client.post("/moi/lecture/", CHOICES)
    assert (answer.status_code, answer["Location"]) == (303, "/moi/lecture/")
    page = client.get("/moi/lecture/").content.decode()
    assert 'class="taille-130 simple" data-theme="sombre"' in page
    assert "C’est enregistré." in page
    assert "coopérantes et coopérants" in page
    assert "·" not in page


def test_the_cookie_lasts_and_no_script_can_read_it(client: Client) -> None:
    cookie = client.post("/moi/lecture/", CHOICES).cookies[COOKIE]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_one_can_go_back_to_the_starting_settings(client: Client) -> None:
    client.post("/moi/lecture/", CHOICES)
    client.post("/moi/lecture/", {"reset": "1"})
    page = client.get("/moi/lecture/").content.decode()
    assert 'class="taille-100"' in page
    assert "Les réglages de départ sont revenus." in page


def test_a_wrong_choice_says_so_in_the_title_the_summary_and_the_field(client: Client) -> None:
    answer = client.post("/moi/lecture/", {"size": "999", "theme": "clair"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erreur\u00a0: Confort de lecture" in page
    assert page.count("Choisissez une réponse de la liste.") == 2


def test_languages_have_their_own_names_and_the_page_turns_round(client: Client) -> None:
    page = client.get("/langue/").content.decode()
    assert 'lang="ar"' in page
    assert "العربية" in page
    answer = client.post("/langue/", {"language": "ar", "next": "/moi/lecture/"})
    assert (answer.status_code, answer["Location"]) == (303, "/moi/lecture/")
    assert '<html lang="ar" dir="rtl"' in client.get("/moi/lecture/").content.decode()


def test_the_language_page_brings_back_to_our_pages_only(client: Client) -> None:
    ours = client.get("/langue/", headers={"referer": "http://testserver/moi/lecture/"}).content.decode()
    assert 'value="http://testserver/moi/lecture/"' in ours
    theirs = client.get("/langue/", headers={"referer": "https://evil.example/"}).content.decode()
    assert "evil.example" not in theirs
    answer = client.post("/langue/", {"language": "en", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
