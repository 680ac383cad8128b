import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.organisations.services import invite
from kpacite.domain.people.models import Account, Person

PASSWORD = "trois mots à moi"


@pytest.fixture
def send(la_cape, chloe):
    def invitation(email, **changes):
        tokens = []

        def address(token):
            tokens.append(token)
            return f"https://exemple.fr/invitation/{token}/"

        facts = {"organisation": la_cape, "role": Role.COOPERATOR, "actor": chloe, "now": timezone.now()}
        invite(email=email, address=address, **(facts | changes))
        return f"/invitation/{tokens[0]}/"

    return invitation


def holds(person, role=Role.COOPERATOR):
    return RoleAssignment.objects.filter(person=person, role=role).exists()


def test_a_newcomer_gets_an_account_and_the_hat_and_is_signed_in(client, send):
    path = send("zoe@exemple.fr")
    page = client.get(path).content.decode()
    assert "Coopérant·e" in page
    assert "Invitation de Chloé" in page
    client.post(path, {"first_name": "Zoé", "password": PASSWORD})
    zoe = Account.objects.get(email="zoe@exemple.fr")
    assert client.session[SESSION_KEY] == str(zoe.pk)
    assert zoe.check_password(PASSWORD)
    assert holds(zoe.person)


def test_an_invitation_serves_once(client, send):
    path = send("zoe@exemple.fr")
    client.post(path, {"first_name": "Zoé", "password": PASSWORD})
    response = client.get(path)
    assert response.status_code == 404
    assert "Ce lien ne marche plus" in response.content.decode()


@pytest.mark.parametrize("typed", [{}, {"first_name": "Zoé", "password": "court"}, {"password": PASSWORD}])
def test_a_wrong_form_keeps_the_invitation_and_what_was_typed(client, send, typed):
    response = client.post(send("zoe@exemple.fr"), {"last_name": "Neuve", **typed})
    assert response.status_code == 422
    assert 'value="Neuve"' in response.content.decode()
    assert not Person.objects.filter(first_name="Zoé").exists()


def test_who_has_an_account_signs_in_first_and_comes_back(client, send, bilal):
    path = send("bilal@demo.kpacite.example")
    assert f"/connexion/?next={path}" in client.get(path).content.decode()
    client.post(path, {"first_name": "Voleur", "password": PASSWORD})
    assert SESSION_KEY not in client.session
    client.force_login(bilal)
    assert "Vous êtes Bilal" in client.get(path).content.decode()
    assert client.post(path).status_code == 303
    assert holds(bilal.person)


def test_an_invitation_for_someone_else_is_refused_with_a_sentence(client, send, amina, bilal):
    path = send("amina@demo.kpacite.example", person=amina.person, role=Role.REFERENT)
    client.force_login(bilal)
    response = client.post(path)
    assert response.status_code == 422
    assert "Cette invitation est pour une autre personne." in response.content.decode()


def test_someone_already_known_without_account_keeps_her_name(client, send, la_cape):
    known = Person.objects.create(first_name="Zoé", last_name="Exemple", created_at=timezone.now())
    path = send("zoe@exemple.fr", person=known)
    assert 'value="Zoé"' in client.get(path).content.decode()
    client.post(path, {"first_name": "Zoé", "password": PASSWORD})
    assert Account.objects.get(email="zoe@exemple.fr").person == known


def test_a_guess_opens_nothing_and_is_slowed_down(client, db):
    answers = [client.post("/invitation/devine/").status_code for _try in range(21)]
    assert answers == [404] * 20 + [429]


def test_staff_invited_goes_on_to_the_second_proof(client, send):
    path = send("zoe@exemple.fr", role=Role.KPA_COORDINATOR)
    client.post(path, {"first_name": "Zoé", "password": PASSWORD})
    assert client.get("/moi/appareils/")["Location"] == "/moi/securite/"
