"""Two files side by side on the screens of the coordination: who may, what is shown, what happens."""

from datetime import date

import pytest
from django.urls import reverse

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.paths.models import SensitiveFacts
from kpacite.domain.people.models import AccessRecord, Person, PersonMerge, TwoPeople
from tests.factories.organisations import LONG_AGO, wear
from tests.factories.paths import make_path
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NAME = "Exemple-Double"


@pytest.fixture
def pair(la_cape):
    """Written down twice at La Cape, two years apart."""
    kept, double = make_person("Nadia", NAME), make_person("Nadia", NAME, phone="+33639980001")
    make_path(la_cape, kept, start=date(2025, 9, 1))
    make_path(la_cape, double, start=date(2023, 1, 9), end=date(2023, 9, 1))
    return kept, double


def at(name, *pair, kpa="la-cape", **more):
    keys = dict(zip(("kept", "double"), (person.public_id for person in pair), strict=False))
    return reverse(name, kwargs={"kpa": kpa, **keys, **more})


def words(response):
    return response.content.decode()


def test_the_coordination_finds_them_compares_them_and_makes_them_one(as_, chloe, pair):
    client = as_(chloe)
    page = words(client.get(at("doubles")))
    assert "1 double possible" in page
    assert "Même prénom et même nom" in page
    assert at("double_compare", *pair) in page
    compared = words(client.get(at("double_compare", *pair)))
    assert "33639980001" in compared
    confirm = at("double_confirm", *pair)
    asked = words(client.get(confirm, {"ok": "1"}))
    assert "Parcours : 1" in asked
    response = client.post(confirm, {"ok": "1"}, follow=True)
    assert "Les deux fiches n’en font plus qu’une." in words(response)
    assert "1 double possible" not in words(response)
    kept, double = pair
    assert Person.objects.get(pk=double.pk).merged_into == kept
    assert Person.objects.get(pk=kept.pk).phone == "+33639980001"
    # The address of the double still leads to her path.
    assert client.get(at("person_path", public_id=double.public_id)).status_code == 200


def test_pressing_twice_makes_them_one_once(as_, chloe, pair):
    client = as_(chloe)
    for _time in range(2):
        response = client.post(at("double_confirm", *pair), {"ok": "1"})
        assert response["Location"] == at("doubles")
    assert PersonMerge.objects.count() == 1


def test_both_read_that_somebody_looked(as_, chloe, pair):
    as_(chloe).get(at("double_compare", *pair))
    assert set(AccessRecord.objects.values_list("person", "reader")) == {(one.pk, chloe.pk) for one in pair}


def test_sensitive_answers_are_on_no_page(as_, chloe, pair):
    for person in pair:
        SensitiveFacts.objects.create(person=person, answers="oooo")
    client = as_(chloe)
    for name in ("double_compare", "double_confirm"):
        page = words(client.get(at(name, *pair), {"ok": "1"}))
        assert "RSA" not in page
        assert "handicap" not in page


def test_two_people_are_told_apart_and_go_to_the_end_of_the_page(as_, chloe, pair):
    client = as_(chloe)
    page = words(client.post(at("double_dismiss", *pair), follow=True))
    assert TwoPeople.objects.count() == 1
    assert "Aucun double à regarder" in page
    assert at("double_compare", *pair) in page


def test_it_is_undone_from_the_list(as_, chloe, pair):
    client = as_(chloe)
    client.post(at("double_confirm", *pair), {"ok": "1"})
    undo = at("double_undo", merge=PersonMerge.objects.get().pk)
    assert undo in words(client.get(at("doubles")))
    assert "C’est défait" in words(client.post(undo, follow=True))
    assert client.post(undo)["Location"] == at("doubles")
    assert Person.objects.filter(merged_into=None, last_name=NAME).count() == 2


def test_what_forbids_it_is_said_before_the_button(as_, chloe, pair, la_cape):
    kept, double = pair
    RoleAssignment.objects.create(person=double, role=Role.COOPERATOR, organisation=la_cape, start=LONG_AGO)
    make_path(la_cape, double, start=date(2025, 10, 1))
    page = words(as_(chloe).get(at("double_compare", *pair)))
    assert "Terminez d’abord le parcours du" in page
    assert "Voir ce qui va changer" not in page
    response = as_(chloe).post(at("double_confirm", *pair), {"ok": "1"})
    assert response.status_code == 422
    assert Person.objects.get(pk=double.pk).merged_into is None
    assert kept.pk


def test_a_choice_that_is_not_one_of_the_two_goes_back_to_the_comparison(as_, chloe, pair):
    Person.objects.filter(pk=pair[0].pk).update(phone="+33639980002")
    response = as_(chloe).get(at("double_confirm", *pair), {"ok": "1", "phone": "perhaps"})
    assert response["Location"] == at("double_compare", *pair)


def test_members_may_not_and_strangers_do_not_learn_that_it_exists(as_, amina, karim, pair):
    names = ("double_compare", "double_confirm", "double_dismiss")
    for who, status in ((amina, 404), (karim, 404)):
        client = as_(who)
        for name in names:
            assert client.get(at(name, *pair)).status_code in {403, status}
    assert as_(karim).get(at("doubles")).status_code == 404
    assert as_(amina).get(at("doubles")).status_code == 403


def test_a_file_known_elsewhere_is_for_who_coordinates_both_or_for_the_network(
    as_, chloe, karim, esther, pair, coop_manau
):
    kept, double = pair
    make_path(coop_manau, double, start=date(2024, 1, 8), end=date(2024, 2, 1))
    assert as_(chloe).get(at("double_compare", *pair)).status_code == 404
    assert "1 double possible" not in words(as_(chloe).get(at("doubles")))
    assert as_(karim).get(at("double_compare", *pair, kpa="coop-manau")).status_code == 404
    assert "1 double possible" in words(as_(esther).get(at("doubles")))
    assert as_(esther).get(at("double_compare", *pair)).status_code == 200
    wear(chloe, Role.KPA_COORDINATOR, coop_manau)
    assert as_(chloe).get(at("double_compare", *pair)).status_code == 200
    assert kept.pk
