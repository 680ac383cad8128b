"""Signing in with another address: its code comes back first, and the old address is told."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.utils import timezone

from kpacite.domain.people.models import Account
from kpacite.interfaces.www.accounts import new_address
from tests.interfaces.www.accounts.conftest import PASSWORD

ASK, CODE = "/moi/adresse/", "/moi/adresse/code/"
NEW = "nouvelle@exemple.fr"


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Ask for an address as `account`; the code of the mail that left, "" if there is none in it."""

    def send(account, email=NEW):
        if SESSION_KEY not in client.session:
            client.force_login(account)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(ASK, {"email": email})["Location"] == CODE
        found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
        return found[0] if found else ""

    return send


def email_of(account):
    return Account.objects.get(pk=account.pk).email


def test_the_code_sent_to_the_new_address_changes_it_and_the_old_one_is_told(
    client, amina_with_password, ask, django_capture_on_commit_callbacks
):
    before = amina_with_password.email
    client.post("/connexion/", {"login": before, "password": PASSWORD})
    code = ask(amina_with_password, " Nouvelle@Exemple.FR ")
    assert mail.outbox[-1].to == [NEW]
    assert NEW in client.get(CODE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}, follow=True)
    assert "Connectez-vous maintenant avec cette adresse." in response.content.decode()
    assert email_of(amina_with_password) == NEW
    assert mail.outbox[-1].to == [before]
    assert "Votre adresse pour vous connecter a changé." in mail.outbox[-1].body
    client.logout()
    assert client.post("/connexion/", {"login": NEW, "password": PASSWORD}).status_code == 302


def test_nothing_changes_before_the_code_is_typed(amina, ask):
    before = amina.email
    ask(amina)
    assert email_of(amina) == before


def test_a_wrong_code_says_so_and_five_of_them_end_it(client, amina, ask):
    code = ask(amina)
    for _try in range(new_address.TRIES):
        response = client.post(CODE, {"code": "000000" if code != "000000" else "111111"})
        assert response.status_code == 422
        assert "Ce code n’est pas le bon." in response.content.decode()
    response = client.post(CODE, {"code": code}, follow=True)
    assert "Demandez un autre code." in response.content.decode()
    assert email_of(amina) != NEW


def test_a_code_works_for_a_quarter_of_an_hour(client, amina, ask, time_machine):
    code = ask(amina)
    time_machine.move_to(timezone.now() + new_address.GOOD_FOR + timedelta(seconds=1))
    assert client.post(CODE, {"code": code})["Location"] == ASK
    assert email_of(amina) != NEW


def test_a_code_only_works_in_the_session_that_asked(client, amina, ask):
    code = ask(amina)
    client.logout()
    client.force_login(amina)
    assert client.post(CODE, {"code": code})["Location"] == ASK
    assert email_of(amina) != NEW


def test_the_screen_does_not_tell_whether_an_address_has_an_account(client, amina, fanny, ask):
    assert ask(amina, fanny.email) == ""
    assert mail.outbox[-1].to == [fanny.email]
    assert "Elle sert déjà\u00a0: rien n’a changé." in mail.outbox[-1].body
    assert client.get(CODE).status_code == 200


def test_somebody_may_take_the_address_meanwhile(client, amina, fanny, ask):
    code = ask(amina)
    Account.objects.filter(pk=fanny.pk).update(email=NEW)
    response = client.post(CODE, {"code": code})
    assert response.status_code == 422
    assert "sert déjà pour un autre compte" in response.content.decode()


def test_a_person_with_a_card_adds_her_first_address(client, stranger, ask):
    Account.objects.filter(pk=stranger.pk).update(email=None)
    stranger.refresh_from_db()
    code = ask(stranger)
    assert "Ajouter une adresse" in client.get("/moi/").content.decode()
    client.post(CODE, {"code": code})
    assert email_of(stranger) == NEW


def test_the_present_address_is_no_new_one(client, amina):
    client.force_login(amina)
    response = client.post(ASK, {"email": amina.email.upper()})
    assert response.status_code == 422
    assert "C’est déjà votre adresse." in response.content.decode()


def test_mails_are_limited(client, amina, ask):
    for _time in range(5):
        ask(amina)
    response = client.post(ASK, {"email": NEW})
    assert response.status_code == 429
    assert "trop souvent" in response.content.decode()


def test_who_has_been_here_for_long_proves_who_she_is_first(client, amina_with_password, time_machine):
    client.post("/connexion/", {"login": "amina", "password": PASSWORD})
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert client.get(ASK)["Location"].startswith("/moi/confirmer/")
