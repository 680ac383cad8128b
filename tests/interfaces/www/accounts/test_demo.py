import pytest
from django.contrib.auth import SESSION_KEY

from tests.factories.people import make_account


def test_one_click_makes_one_that_person(client, chloe, amina):
    page = client.get("/demo/").content.decode()
    assert page.index("Amina") < page.index("Chloé")
    client.post("/demo/", {"person": chloe.person.public_id})
    assert client.session[SESSION_KEY] == str(chloe.pk)
    assert client.get("/moi/appareils/").status_code == 200


def test_one_goes_from_one_person_to_another(client, chloe, amina):
    client.post("/demo/", {"person": chloe.person.public_id})
    client.post("/demo/", {"person": amina.person.public_id})
    assert client.session[SESSION_KEY] == str(amina.pk)


def test_a_real_person_is_not_on_offer(client, amina):
    real = make_account("Zoé")
    real.email = "zoe@exemple.fr"
    real.save()
    assert "Zoé" not in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"person": real.person.public_id}).status_code == 404
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_does_not_exist_outside_the_demo(client, amina, settings, method):
    settings.DEMO = False
    assert getattr(client, method)("/demo/", {"person": amina.person.public_id}).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_demo_session_proves_nothing_outside_the_demo(client, chloe, settings):
    client.post("/demo/", {"person": chloe.person.public_id})
    settings.DEMO = False
    assert client.get("/moi/appareils/")["Location"] == "/moi/securite/"


def test_the_list_costs_the_same_for_all(client, amina, chloe, bilal, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/demo/")
