"""The coordination writes the steps and the questions of its welcome."""

import pytest

from kpacite.domain.members import selectors
from kpacite.domain.members.models import WelcomeQuestion

pytestmark = pytest.mark.django_db
SETUP = "/la-cape/reglages/etapes-accueil/"
QUESTION = {
    "label": "Quand pouvez-vous venir ?",
    "help": "",
    "reason": "Pour choisir un jour avec vous.",
    "reader": "welcomers",
    "suggestions": "le matin\n\nle soir",
}


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_question_is_added_with_who_reads_and_why_and_asked_of_the_next_newcomer(as_, chloe, kpa, file):
    browser = as_(chloe)
    assert SETUP in text_of(browser.get("/la-cape/reglages/"))
    page = text_of(browser.post(SETUP + "question/", QUESTION, follow=True))
    assert "Quand pouvez-vous venir ?" in page
    row = selectors.current_questions(kpa).get(label=QUESTION["label"])
    assert row.suggestions == ["le matin", "le soir"]
    asked = text_of(browser.get(f"/la-cape/accueil/{file.pk}/fiche/{row.pk}/"))
    assert "Pour choisir un jour avec vous." in asked
    assert "la personne qui vous accueille" in asked


def test_a_question_without_a_reason_is_not_lost_but_asks_for_it(as_, chloe, kpa):
    page = text_of(as_(chloe).post(SETUP + "question/", QUESTION | {"reason": ""}), 422)
    assert "Remplissez « Pourquoi on le demande »." in page
    assert "Quand pouvez-vous venir ?" in page


def test_a_step_is_changed_moved_and_retired(as_, chloe, kpa):
    browser = as_(chloe)
    visit = selectors.current_steps(kpa).get(code="visite")
    typed = {"label": "Un repas", "about": "", "kind": "visit", "doer": "team", "is_optional": "on"}
    browser.post(f"{SETUP}etape/{visit.pk}/", typed)
    page = text_of(browser.post(SETUP, {"monter": f"step-{visit.pk}"}, follow=True))
    assert page.index("Un repas") < page.index("Fiche d’accueil")
    assert "(si on veut)" in page
    assert "Ne plus demander « Un repas » ?" in text_of(browser.get(f"{SETUP}etape/{visit.pk}/retirer/"))
    assert "Un repas" not in text_of(browser.post(f"{SETUP}etape/{visit.pk}/retirer/", follow=True))
    assert browser.get(f"{SETUP}etape/{visit.pk}/").status_code == 404


def test_the_charter_has_no_button_to_retire_or_move_it(as_, chloe, kpa):
    charter = selectors.current_steps(kpa).get(code="charte")
    browser = as_(chloe)
    assert "retirer" not in text_of(browser.get(f"{SETUP}etape/{charter.pk}/"))
    assert f"step-{charter.pk}" not in text_of(browser.get(SETUP))


@pytest.mark.parametrize("asked", ["", "step-", "step-x", "other-1", "step-999999"])
def test_an_address_made_by_hand_moves_nothing(as_, chloe, kpa, asked):
    assert as_(chloe).post(SETUP, {"monter": asked}).status_code == 404


def test_somebody_midway_is_shown_her_own_steps_and_may_go_over_to_those_of_today(as_, chloe, kpa, file):
    browser = as_(chloe)
    form, visit = selectors.current_steps(kpa)[:2]
    browser.post(f"/la-cape/accueil/{file.pk}/etapes/{form.pk}/", {"done_on": "01/01/2026"})
    browser.post(f"{SETUP}etape/{visit.pk}/retirer/")
    here = f"/la-cape/accueil/{file.pk}/"
    page = text_of(browser.get(here))
    assert "Visite avec un membre" in page
    assert "Cette personne garde les siennes." in page
    page = text_of(browser.post(here + "aujourdhui/", follow=True))
    assert "Visite avec un membre" not in page
    assert "garde les siennes" not in page


def test_a_member_and_another_coordination_change_nothing(as_, amina, fanny, kpa):
    assert as_(amina).post(SETUP + "question/", QUESTION).status_code == 403
    assert as_(fanny).post(SETUP + "question/", QUESTION).status_code == 404
    assert WelcomeQuestion.objects.filter(label=QUESTION["label"]).count() == 0
