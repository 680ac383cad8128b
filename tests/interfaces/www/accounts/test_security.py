import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.utils import timezone

from kpacite.domain.people.services import issue_login_card
from kpacite.platform.audit import AuditEvent
from tests.interfaces.www.accounts.conftest import PASSWORD


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enrol(client):
    """Add an application as a person would; the secret it shows."""
    page = client.get("/moi/securite/application/").content.decode()
    secret = re.search(r'<code class="tenir">([A-Z2-7]+)</code>', page)[1]
    response = client.post("/moi/securite/application/", {"code": code_of(secret)}, follow=True)
    return secret, response


def sign_in(client, name):
    return client.post("/connexion/", {"login": name, "password": PASSWORD})


class TestApplication:
    def test_it_is_added_with_its_first_code_and_gives_recovery_codes(
        self, client, amina_with_password, django_capture_on_commit_callbacks
    ):
        sign_in(client, "amina")
        with django_capture_on_commit_callbacks(execute=True):
            _secret, response = enrol(client)
        page = response.content.decode()
        assert "Mes codes de secours" in page
        assert len(re.findall(r"<code class=\"num\">\d{8}</code>", page)) == 10
        traces = AuditEvent.objects.filter(action="people.second_factor.added").order_by("pk")
        assert [trace.data["kind"] for trace in traces] == ["totp", "recovery_codes"]

    def test_the_secret_is_not_readable_in_the_database(self, client, amina_with_password):
        sign_in(client, "amina")
        secret, _response = enrol(client)
        kept = Authenticator.objects.get(type="totp")
        assert secret not in str(kept.data)
        assert isinstance(kept.wrap(), TOTP)

    def test_a_wrong_code_keeps_the_same_square(self, client, amina_with_password):
        sign_in(client, "amina")
        client.get("/moi/securite/application/")
        response = client.post("/moi/securite/application/", {"code": "12"})
        assert response.status_code == 422
        assert "Ce code n’est pas le bon." in response.content.decode()

    def test_then_sign_in_asks_for_its_code(self, client, amina_with_password, time_machine):
        sign_in(client, "amina")
        secret, _response = enrol(client)
        client.post("/deconnexion/")
        assert sign_in(client, "amina")["Location"] == "/connexion/preuve/"
        assert SESSION_KEY not in client.session
        wrong = client.post("/connexion/preuve/", {"code": "000"})
        assert wrong.status_code == 422
        assert "<title>Erreur\u00a0:" in wrong.content.decode()
        later = Authenticator.objects.get(type="totp").created_at.timestamp() + 120
        time_machine.move_to(later)
        assert client.post("/connexion/preuve/", {"code": code_of(secret)}).status_code == 302
        assert client.session[SESSION_KEY] == str(amina_with_password.pk)

    def test_a_recovery_code_opens_once(self, client, amina_with_password):
        sign_in(client, "amina")
        _secret, response = enrol(client)
        code = re.search(r"<code class=\"num\">(\d{8})</code>", response.content.decode())[1]
        for expected in (302, 422):
            client.post("/deconnexion/")
            sign_in(client, "amina")
            assert client.post("/connexion/preuve/", {"code": code}).status_code == expected

    def test_it_can_be_removed_by_who_does_not_owe_it(self, client, amina_with_password):
        sign_in(client, "amina")
        enrol(client)
        assert client.get("/moi/securite/application/retirer/").status_code == 200
        client.post("/moi/securite/application/retirer/")
        assert not Authenticator.objects.exists()

    def test_a_change_is_told_by_mail(self, client, amina_with_password, django_capture_on_commit_callbacks):
        sign_in(client, "amina")
        with django_capture_on_commit_callbacks(execute=True):
            enrol(client)
        assert "Une application donne maintenant un code" in mail.outbox[0].body


class TestStaff:
    def test_staff_without_a_second_proof_is_sent_to_add_one(self, client, chloe_with_password):
        sign_in(client, "chloe")
        response = client.get("/moi/appareils/", follow=True)
        assert response.redirect_chain == [("/moi/securite/", 303)]
        assert "Votre rôle demande une deuxième preuve." in response.content.decode()

    def test_once_added_one_goes_on_to_the_page_that_was_asked(self, client, chloe_with_password):
        sign_in(client, "chloe")
        client.get("/moi/appareils/")
        _secret, response = enrol(client)
        assert 'href="/moi/appareils/"' in response.content.decode()
        assert client.get("/moi/appareils/").status_code == 200

    def test_staff_keeps_the_last_proof(self, client, chloe_with_password):
        sign_in(client, "chloe")
        enrol(client)
        page = client.get("/moi/securite/application/retirer/").content.decode()
        assert "Votre rôle demande deux preuves." in page
        assert client.post("/moi/securite/application/retirer/").status_code == 422
        assert Authenticator.objects.filter(type="totp").exists()

    def test_staff_keeps_the_last_passkey(self, client, chloe_with_password):
        key = Authenticator.objects.create(
            user=chloe_with_password, type="webauthn", data={"name": "Ma clé", "credential": {}}
        )
        client.force_login(chloe_with_password)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
        session["_account_authentication_methods_user"] = str(chloe_with_password.pk)
        session["account_authentication_methods_user"] = str(chloe_with_password.pk)
        session.save()
        assert client.post(f"/moi/securite/cles/{key.pk}/retirer/").status_code == 422
        assert Authenticator.objects.filter(pk=key.pk).exists()

    @pytest.mark.parametrize("path", ["/moi/securite/", "/deconnexion/", "/moi/securite/cles/ajouter/"])
    def test_what_is_needed_to_enrol_or_to_leave_stays_open(self, client, chloe_with_password, path):
        sign_in(client, "chloe")
        assert client.get(path).status_code == 200

    def test_the_gate_costs_members_one_query(self, client, amina, django_assert_max_num_queries):
        client.force_login(amina)
        with django_assert_max_num_queries(6):  # session, account, gate, person, consents, menu
            assert client.get("/moi/").status_code == 200

    def test_a_card_does_not_spare_the_second_proof(self, client, chloe_with_password, chloe):
        sign_in(client, "chloe")
        enrol(client)
        client.post("/deconnexion/")
        code = issue_login_card(account=chloe, actor=None, now=timezone.now()).codes[0]
        answer = client.post("/connexion/carte/", {"login_name": "chloe", "code": code})
        assert answer["Location"] == "/connexion/preuve/"


class TestPasskey:
    def test_the_browser_is_told_what_to_ask_when_adding(self, client, amina_with_password):
        sign_in(client, "amina")
        page = client.get("/moi/securite/cles/ajouter/").content.decode()
        assert '<script id="passkey-options" type="application/json">' in page
        assert "passkey.js" in page

    def test_sign_in_gives_a_challenge_to_the_script_only(self, client, db):
        asked = client.get("/connexion/cle/", headers={"accept": "application/json"})
        assert asked.json()["request_options"]["publicKey"]["challenge"]
        assert client.get("/connexion/cle/")["Location"] == "/connexion/"

    @pytest.mark.parametrize("credential", ["", "{}", "[]", '{"id": "x"}', "pas du JSON", "null", '"x"', "3"])
    def test_nonsense_opens_nothing_and_breaks_nothing(self, client, amina, credential):
        client.get("/connexion/cle/", headers={"accept": "application/json"})
        response = client.post("/connexion/cle/", {"credential": credential})
        assert response["Location"] == "/connexion/"
        assert SESSION_KEY not in client.session


class TestProveAgain:
    def test_a_fresh_sign_in_is_not_asked_again(self, client, amina_with_password):
        sign_in(client, "amina")
        assert client.get("/moi/securite/application/").status_code == 200

    def test_an_old_session_is_asked_for_the_password(self, client, amina_with_password):
        client.force_login(amina_with_password)
        asked = client.get("/moi/securite/application/", follow=True)
        assert "C’est bien vous\u00a0?" in asked.content.decode()
        wrong = client.post("/moi/confirmer/", {"password": "non", "next": "/moi/securite/application/"})
        assert wrong.status_code == 422
        right = client.post("/moi/confirmer/", {"password": PASSWORD, "next": "/moi/securite/application/"})
        assert right["Location"] == "/moi/securite/application/"
