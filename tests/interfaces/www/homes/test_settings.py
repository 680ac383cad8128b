import pytest

from kpacite.domain.organisations.models import Parameter
from tests.factories.organisations import make_kpa_tag, make_tag

pytestmark = pytest.mark.django_db
SLOT = {
    "recurrence": "weekly",
    "weekday": "4",
    "day": "",
    "start_time": "17:30",
    "end_time": "18h",
    "note": "Sonnez deux fois",
}


def test_what_is_written_shows_at_once_and_in_the_history(as_, chloe, la_cape) -> None:
    browser = as_(chloe)
    form = {"story": "Tout a commencé dans un labo.", "contact_email": "contact@exemple.fr"}
    response = browser.post("/la-cape/reglages/page/", form, follow=True)
    text = response.content.decode()
    assert "La page publique a changé tout de suite." in text
    assert "Page publique changée, par Chloé Exemple" in text
    assert "Tout a commencé dans un labo." in browser.get("/kpa/la-cape/").content.decode()


def test_a_wrong_field_keeps_the_story(as_, chloe, la_cape) -> None:
    form = {"story": "Tout a commencé dans un labo.", "contact_email": "contact"}
    response = as_(chloe).post("/la-cape/reglages/page/", form)
    assert response.status_code == 422
    assert "Tout a commencé dans un labo." in response.content.decode()
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.story == ""


def test_a_welcome_is_added_shown_and_stopped(as_, chloe, la_cape) -> None:
    browser = as_(chloe)
    assert browser.post("/la-cape/reglages/accueil/", SLOT).status_code == 303
    slot = la_cape.kpa.welcome_slots.get()
    assert "Sonnez deux fois" in browser.get("/kpa/la-cape/").content.decode()
    address = f"/la-cape/reglages/accueil/{slot.pk}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"geste": "arreter"}).status_code == 303
    assert "Sonnez deux fois" not in browser.get("/kpa/la-cape/").content.decode()


def test_an_old_welcome_is_confirmed(as_, chloe, la_cape) -> None:
    browser = as_(chloe)
    browser.post("/la-cape/reglages/accueil/", SLOT)
    slot = la_cape.kpa.welcome_slots.get()
    la_cape.kpa.welcome_slots.update(confirmed_on=None)
    browser.post(f"/la-cape/reglages/accueil/{slot.pk}/", {"geste": "confirmer"})
    slot.refresh_from_db()
    assert slot.confirmed_on is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weekday": ""}, "Choisissez le jour de la semaine."),
        ({"recurrence": "once"}, "Écrivez la date, par exemple 6 mars 2026."),
        ({"start_time": "tôt"}, "Écrivez une heure, par exemple 17:30."),
        ({"end_time": "9:00"}, "L’heure de fin vient après l’heure de début."),
    ],
)
def test_a_wrong_welcome_says_what_to_write(wrong, sentence, as_, chloe, la_cape) -> None:
    response = as_(chloe).post("/la-cape/reglages/accueil/", SLOT | wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Sonnez deux fois" in response.content.decode()
    assert not la_cape.kpa.welcome_slots.exists()


def test_a_word_is_added_and_the_kpa_is_found_by_it(as_, chloe, la_cape) -> None:
    tag = make_tag("couture")
    assert as_(chloe).post("/la-cape/reglages/activites/", {"tag": tag.pk}).status_code == 303
    assert "La Cape" in as_(chloe).get("/kpa/", {"activite": "couture"}).content.decode()


def test_a_word_is_not_offered_twice(as_, chloe, la_cape) -> None:
    row = make_kpa_tag(la_cape.kpa, "couture")
    assert as_(chloe).post("/la-cape/reglages/activites/", {"tag": row.tag.pk}).status_code == 422


def test_a_wrong_word_is_taken_off_after_being_asked(as_, chloe, la_cape) -> None:
    row = make_kpa_tag(la_cape.kpa, "couture")
    browser = as_(chloe)
    address = f"/la-cape/reglages/activites/{row.pk}/"
    assert f'href="{address}"' in browser.get("/la-cape/reglages/activites/").content.decode()
    assert "Retirer le mot" in browser.get(address).content.decode()
    assert la_cape.kpa.kpa_tags.exists()
    text = browser.post(address, follow=True).content.decode()
    assert "est retiré" in text
    assert not la_cape.kpa.kpa_tags.exists()
    assert "Activité ou étiquette retirée, par Chloé" in browser.get("/la-cape/reglages/").content.decode()
    assert browser.post(address).status_code == 404


def test_nobody_else_takes_a_word_off(as_, amina, karim, la_cape, coop_manau) -> None:
    row = make_kpa_tag(la_cape.kpa, "couture")
    assert as_(amina).post(f"/la-cape/reglages/activites/{row.pk}/").status_code == 403
    assert as_(karim).post(f"/la-cape/reglages/activites/{row.pk}/").status_code == 404
    assert as_(karim).post(f"/coop-manau/reglages/activites/{row.pk}/").status_code == 404
    assert la_cape.kpa.kpa_tags.exists()


def test_a_number_changes_with_a_date_and_a_reason(as_, chloe, la_cape) -> None:
    form = {"value": "18", "valid_from": "6 mars 2026", "reason": "Assemblée du 6 mars 2026"}
    assert as_(chloe).post("/la-cape/reglages/nombres/?nombre=min_age", form).status_code == 303
    assert Parameter.objects.get().value == 18
    assert "Assemblée du 6 mars 2026" in as_(chloe).get("/la-cape/reglages/nombres/").content.decode()


def test_a_kpa_cannot_go_under_the_age_of_the_network(as_, chloe, la_cape) -> None:
    form = {"value": "14", "valid_from": "6 mars 2026", "reason": "Assemblée"}
    response = as_(chloe).post("/la-cape/reglages/nombres/?nombre=min_age", form)
    assert response.status_code == 422
    assert "pas moins" in response.content.decode()
    assert not Parameter.objects.exists()


def test_one_administrator_alone_is_warned_with_what_to_do(as_, chloe, la_cape) -> None:
    text = as_(chloe).get("/la-cape/reglages/").content.decode()
    assert "Il faut une autre personne à la coordination." in text
    assert "Inviter une personne à la coordination" in text
