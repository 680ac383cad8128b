"""Without an account, behind a link: a newcomer writes, the coordination reads."""

import re

import pytest

from kpacite.domain.members import selectors, services
from kpacite.domain.members.models import WelcomeFile
from tests.factories.members import BY
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
JOIN = "/kpa/la-cape/rejoindre/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def link(client, kpa):
    """« Je veux venir », then the address that the thanks show once."""
    response = client.post(JOIN, {"first_name": "Lina", "other_contact": "Au foyer"}, follow=True)
    return re.search(r"/f/[\w-]+/", text_of(response))[0]


def test_the_link_is_shown_once_and_leads_from_question_to_question(client, link, kpa):
    assert "/f/" not in text_of(client.get(JOIN + "merci/"))
    wishes, situation = selectors.current_questions(kpa)
    page = client.get(link)
    assert page["Cache-Control"] == "private, no-store"
    assert "Vous pouvez passer chaque question." in text_of(page)
    page = text_of(client.get(f"{link}{wishes.pk}/"))
    assert "la coordination et la personne qui vous accueille" in page
    response = client.post(f"{link}{wishes.pk}/", {"words": "J’aime coudre"})
    assert response.url == f"{link}{situation.pk}/"
    assert client.post(response.url, {"skip": "1", "words": "rien"}).url == link
    page = text_of(client.get(link))
    assert "Vous avez répondu" in page
    assert "Vous ne répondez pas" in page
    assert "Lina" not in page
    assert client.post(link).url == f"{link}merci/"
    assert "Merci" in text_of(client.get(f"{link}merci/"))
    assert WelcomeFile.objects.get().filled_alone_at is not None


def test_what_was_written_is_never_shown_behind_the_link(client, link, kpa):
    wishes = selectors.current_questions(kpa)[0]
    client.post(f"{link}{wishes.pk}/", {"words": "J’aime coudre"})
    for address in (link, f"{link}{wishes.pk}/", f"{link}merci/"):
        assert "J’aime coudre" not in text_of(client.get(address))


def test_the_coordination_reads_it_and_finds_it_in_her_to_dos(client, as_, link, kpa, chloe):
    wishes = selectors.current_questions(kpa)[0]
    client.post(f"{link}{wishes.pk}/", {"words": "J’aime coudre"})
    client.post(link)
    browser = as_(chloe)
    assert "Lire la fiche de Lina" in text_of(browser.get("/la-cape/a-faire/"))
    assert "fiche d’accueil à lire" in text_of(browser.get("/la-cape/"))
    page = text_of(browser.get(f"/la-cape/accueil/{WelcomeFile.objects.get().pk}/"))
    assert "La personne a rempli sa fiche seule" in page
    assert "J’aime coudre" in page


def test_a_dead_or_guessed_link_says_what_to_do(client, link):
    services.close_links(file=WelcomeFile.objects.get(), **BY)
    for address in (link, f"{link}merci/", "/f/guessed/", "/f/guessed/1/"):
        assert "Ce lien ne marche plus" in text_of(client.get(address), 404)


def test_a_question_noted_together_or_of_another_kpa_is_not_open(client, link, kpa, chloe):
    file = WelcomeFile.objects.get()
    wishes = selectors.current_questions(kpa)[0]
    services.answer(file=file, question=wishes, words="Coudre", actor=chloe, now=NOW)
    assert client.get(f"{link}{wishes.pk}/").status_code == 404
    assert client.get(f"{link}999999/").status_code == 404
    assert "Notée avec vous au KPA" in text_of(client.get(link))


def test_the_words_are_kept_when_a_national_number_is_refused(client, link, kpa):
    wishes = selectors.current_questions(kpa)[0]
    typed = {"words": "Mon numéro : 1 85 05 78 006 084 91"}
    assert "Mon numéro" in text_of(client.post(f"{link}{wishes.pk}/", typed), 422)


def test_who_welcomes_gives_a_link_as_a_square_or_an_address_and_closes_it(as_, amina, file):
    browser = as_(amina)
    here = f"/la-cape/accueil/{file.pk}/lien/"
    assert "Montrer un nouveau lien" in text_of(browser.get(here))
    page = text_of(browser.post(here))
    assert "data:image/svg+xml" in page
    token = re.search(r"/f/([\w-]+)/", page)[1]
    assert browser.get(f"/f/{token.upper()}/").status_code == 200
    assert "Un lien marche déjà" in text_of(browser.get(here))
    browser.post(here, {"close": "1"})
    assert browser.get(f"/f/{token}/").status_code == 404


def test_once_she_is_no_longer_awaited_no_link_is_given(as_, chloe, file):
    browser = as_(chloe)
    services.withdraw(file=file, words="", **BY)
    page = text_of(browser.post(f"/la-cape/accueil/{file.pk}/lien/", follow=True))
    assert "Cela a déjà changé." in page
