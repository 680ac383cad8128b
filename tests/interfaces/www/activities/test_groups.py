"""The group of an activity on screen: open, ask, answer, put in, end, leave."""

import pytest

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import Activity, GroupMembership, GroupRequest
from tests.factories.activities import join, make_activity
from tests.factories.people import NOW, TODAY
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
LIST = "/la-cape/activites/"
CUISINE = f"{LIST}cuisine/"
NEW = {"name": "Couture", "code": "couture", "icon": "briefcase", "opened_on": "6 mars 2026"}


def place_of(account, activity):
    return GroupMembership.objects.filter(person=account.person, activity=activity, end=None).first()


def asked_by(account, activity, wish=GroupWish.MEMBER):
    return services.ask_group(
        activity=activity, person=account.person, wish=wish, actor=account, today=TODAY, now=NOW
    )


def test_the_coordination_opens_an_activity_and_goes_on_with_its_group(as_, chloe, amina):
    browser = as_(chloe)
    assert "Ouvrir une activité" in text_of(browser.get(LIST))
    response = browser.post(f"{LIST}ouvrir/", NEW, follow=True)
    assert "Gérer le groupe" in text_of(response)
    assert Activity.objects.get().code == "COUTURE"
    response = browser.post(
        f"{LIST}couture/groupe/", {"person": amina.person_id, "is_referent": "on"}, follow=True
    )
    assert "Référent·e depuis le" in text_of(response)
    assert place_of(amina, Activity.objects.get()).is_referent


def test_nothing_is_lost_when_a_code_is_taken_or_unreadable(as_, chloe, cuisine):
    for code, sentence in (("cuisine", "déjà une activité avec ce code"), ("c uisine", "sans accent")):
        response = as_(chloe).post(f"{LIST}ouvrir/", NEW | {"code": code})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert 'value="Couture"' in response.content.decode()


def test_a_member_asks_the_group_answers_and_she_is_in(as_, gaelle, bilal, cuisine):
    page = text_of(as_(gaelle).get(CUISINE))
    assert "Rejoindre ce groupe" in page
    response = as_(gaelle).post(
        f"{CUISINE}rejoindre/", {"wish": "member", "words": "J’aime les desserts."}, follow=True
    )
    assert "Votre demande attend la réponse du groupe." in text_of(response)
    asked = GroupRequest.objects.get()
    address = f"{CUISINE}demandes/{asked.pk}/"
    assert as_(gaelle).get(address).status_code == 403
    assert address in as_(bilal).get(CUISINE).content.decode()
    assert "J’aime les desserts." in text_of(as_(bilal).get(address))
    assert "Gaëlle" in text_of(as_(bilal).post(address, {"reponse": "oui"}, follow=True))
    assert place_of(gaelle, cuisine)
    again = as_(bilal).post(address, {"reponse": "non"}, follow=True)
    assert "Cette demande a déjà une réponse." in text_of(again)


def test_a_no_is_said_and_nothing_else_counts_as_yes(as_, gaelle, bilal, cuisine):
    asked = asked_by(gaelle, cuisine)
    as_(bilal).post(f"{CUISINE}demandes/{asked.pk}/", {"reponse": "n’importe"})
    assert place_of(gaelle, cuisine) is None
    assert "Le groupe a dit non." in text_of(as_(bilal).get(f"{CUISINE}demandes/{asked.pk}/"))


def test_a_second_question_gets_a_sentence(as_, gaelle, cuisine):
    asked_by(gaelle, cuisine)
    response = as_(gaelle).post(f"{CUISINE}rejoindre/", {"wish": "member"})
    assert response.status_code == 422
    assert "Votre demande est déjà partie." in response.content.decode()


def test_someone_of_the_group_asks_for_the_mandate_and_cannot_ask_for_a_place(as_, amina, cuisine):
    join(cuisine, amina)
    assert "Demander la casquette de référent·e" in text_of(as_(amina).get(CUISINE))
    assert as_(amina).post(f"{CUISINE}rejoindre/", {"wish": "member"}).status_code == 422
    as_(amina).post(f"{CUISINE}rejoindre/", {"wish": "referent"})
    assert GroupRequest.objects.get().wish == GroupWish.REFERENT


def test_one_leaves_by_oneself_after_being_asked(as_, amina, cuisine):
    join(cuisine, amina)
    assert "Quitter le groupe" in text_of(as_(amina).get(f"{CUISINE}quitter/"))
    assert place_of(amina, cuisine)
    as_(amina).post(f"{CUISINE}quitter/")
    assert place_of(amina, cuisine) is None
    assert as_(amina).get(f"{CUISINE}quitter/")["Location"] == CUISINE


def test_the_referent_ends_a_place_and_a_mandate_stays_written(as_, amina, bilal, chloe, cuisine):
    join(cuisine, amina)
    row = place_of(amina, cuisine)
    assert "Amina" in text_of(as_(bilal).get(f"{CUISINE}groupe/{row.pk}/finir/"))
    as_(bilal).post(f"{CUISINE}groupe/{row.pk}/finir/")
    assert place_of(amina, cuisine) is None
    mandate = place_of(bilal, cuisine)
    page = text_of(as_(chloe).post(f"{CUISINE}groupe/{mandate.pk}/finir/", follow=True))
    assert "Mandats finis" in page


def test_a_place_or_a_request_of_another_group_is_not_found(as_, amina, chloe, gaelle, cuisine, la_cape):
    other = make_activity(la_cape, "Couture", code="COUTURE")
    join(other, amina)
    asked = asked_by(gaelle, other)
    assert as_(chloe).get(f"{CUISINE}groupe/{place_of(amina, other).pk}/finir/").status_code == 404
    assert as_(chloe).get(f"{CUISINE}demandes/{asked.pk}/").status_code == 404


def test_a_stranger_cannot_be_put_in_the_group(as_, chloe, fanny, cuisine):
    response = as_(chloe).post(f"{CUISINE}groupe/", {"person": fanny.person_id})
    assert response.status_code == 422
    assert place_of(fanny, cuisine) is None


def test_the_home_of_who_may_answer_says_who_waits(as_, gaelle, bilal, amina, cuisine):
    asked_by(gaelle, cuisine)
    assert "Répondre à Gaëlle" in text_of(as_(bilal).get("/la-cape/"))
    assert "Répondre à Gaëlle" not in text_of(as_(amina).get("/la-cape/"))
    assert selectors.has_asked(cuisine, gaelle.person)


def test_the_referent_notes_the_weight_of_a_task_and_the_group_reads_it(as_, amina, bilal, fanny, cuisine):
    page = "/la-cape/activites/cuisine/taches/"
    said = {"task": "Plonge", "times": "1,5", "valid_from": "1er mars 2026", "reason": "C’est dur."}
    assert as_(amina).post(page, said).status_code == 403
    assert as_(fanny).post(page, said).status_code == 404
    browser = as_(bilal)
    assert "toutes les heures comptent pareil" in text_of(browser.get(page))
    wrong = browser.post(page, said | {"times": "beaucoup", "reason": ""})
    assert "par exemple 1,5" in text_of(wrong, 422)
    assert 'value="beaucoup"' in text_of(wrong, 422)
    browser.post(page, said)
    again = browser.post(page, said | {"times": "2"})
    assert "change déjà ce jour-là" in text_of(again, 422)
    assert "une heure compte 1,5" in text_of(browser.get(page))
    assert "Plonge × 1,5" in text_of(as_(amina).get("/la-cape/activites/cuisine/"))
