import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.utils import timezone

from kpacite.domain.people.services import issue_login_card, set_active
from tests.interfaces.www.accounts.conftest import PASSWORD


def signed_in_as(client):
    return client.session.get(SESSION_KEY)


def sent_code(callbacks, client, url, data):
    with callbacks(execute=True):
        client.post(url, data)
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


class TestPassword:
    @pytest.mark.parametrize("login", ["amina", "AMINA", " amina ", "Amina@demo.kpacite.example"])
    def test_a_name_or_an_address_opens_with_the_password(self, client, amina_with_password, login):
        response = client.post("/connexion/", {"login": login, "password": PASSWORD})
        assert response.status_code == 302
        assert signed_in_as(client) == str(amina_with_password.pk)

    def test_a_wrong_pair_is_told_without_saying_which(self, client, amina_with_password):
        wrong = client.post("/connexion/", {"login": "amina", "password": "non"})
        unknown = client.post("/connexion/", {"login": "personne", "password": "non"})
        sentence = "Le nom ou le mot de passe n’est pas le bon."
        for response in (wrong, unknown):
            assert response.status_code == 422
            assert sentence in response.content.decode()
            assert "<title>Erreur\u00a0:" in response.content.decode()
        assert signed_in_as(client) is None

    def test_an_empty_form_says_what_to_write(self, client, db):
        response = client.post("/connexion/", {})
        page = response.content.decode()
        assert response.status_code == 422
        assert page.count("Écrivez votre adresse e-mail ou votre nom de connexion.") == 2
        assert page.count("Écrivez votre mot de passe.") == 2

    def test_what_was_typed_is_kept_except_the_password(self, client, amina_with_password):
        page = client.post("/connexion/", {"login": "amina", "password": "secret-typed"}).content.decode()
        assert 'value="amina"' in page
        assert "secret-typed" not in page

    def test_a_closed_account_does_not_open(self, client, amina_with_password):
        set_active(account=amina_with_password, active=False, actor=None, now=timezone.now())
        response = client.post("/connexion/", {"login": "amina", "password": PASSWORD}, follow=True)
        assert "Ce compte est fermé" in response.content.decode()
        assert signed_in_as(client) is None

    def test_the_session_ends_with_the_browser_unless_one_asks(self, client, amina_with_password):
        client.post("/connexion/", {"login": "amina", "password": PASSWORD})
        assert client.session.get_expire_at_browser_close()
        client.post("/deconnexion/")
        client.post("/connexion/", {"login": "amina", "password": PASSWORD, "remember": "on"})
        assert not client.session.get_expire_at_browser_close()

    def test_too_many_tries_get_a_french_sentence(self, client, amina_with_password):
        for _try in range(6):
            response = client.post("/connexion/", {"login": "amina", "password": "non"})
        assert "Trop d’essais. Attendez 5 minutes, puis réessayez." in response.content.decode()
        refused = client.post("/connexion/", {"login": "amina", "password": PASSWORD})
        assert refused.status_code == 422

    def test_too_many_requests_from_one_place_get_a_page(self, client, db):
        for number in range(31):
            response = client.post("/connexion/", {"login": f"nom{number}", "password": ""})
        assert response.status_code == 429
        assert "Attendez quelques minutes" in response.content.decode()


class TestNext:
    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
    )
    def test_an_address_elsewhere_is_not_followed(self, client, amina_with_password, elsewhere):
        data = {"login": "amina", "password": PASSWORD, "next": elsewhere}
        assert "evil" not in client.post("/connexion/", data)["Location"]

    def test_an_address_here_is_followed(self, client, amina_with_password):
        data = {"login": "amina", "password": PASSWORD, "next": "/moi/"}
        assert client.post("/connexion/", data)["Location"] == "/moi/"

    def test_a_private_page_sends_to_sign_in_and_back(self, client, amina_with_password):
        page = client.get("/moi/", follow=True)
        assert '<input type="hidden" name="next" value="/moi/">' in page.content.decode()

    def test_a_card_follows_next_only_inside_too(self, client, amina):
        card = issue_login_card(account=amina, actor=None, now=timezone.now())
        for code, wish, place in zip(card.codes, ("//evil.example/", "/moi/"), ("/", "/moi/"), strict=False):
            data = {"login_name": "amina", "code": code, "next": wish}
            assert client.post("/connexion/carte/", data)["Location"].startswith(place)
            assert "evil" not in client.session.get("after", "")
            client.post("/deconnexion/")


class TestCodeByMail:
    def test_the_code_of_the_mail_opens(self, client, amina, django_capture_on_commit_callbacks):
        code = sent_code(
            django_capture_on_commit_callbacks,
            client,
            "/connexion/code/",
            {"email": "amina@demo.kpacite.example"},
        )
        assert mail.outbox[0].subject == f"{code} : votre code pour KPA-Cité"
        response = client.post("/connexion/code/saisir/", {"code": f"{code[:3]} {code[3:]}"})
        assert response.status_code == 302
        assert signed_in_as(client) == str(amina.pk)

    def test_a_wrong_code_is_told_and_the_fifth_ends_the_try(
        self, client, amina, django_capture_on_commit_callbacks
    ):
        sent_code(
            django_capture_on_commit_callbacks,
            client,
            "/connexion/code/",
            {"email": "amina@demo.kpacite.example"},
        )
        answers = [client.post("/connexion/code/saisir/", {"code": "000000x"}) for _try in range(5)]
        assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
        assert "Ce code n’est pas le bon." in answers[0].content.decode()

    def test_an_unknown_address_sees_the_same_page_and_gets_no_mail(self, client, db):
        response = client.post("/connexion/code/", {"email": "personne@exemple.fr"}, follow=True)
        assert "Si un compte existe pour" in response.content.decode()
        assert mail.outbox == []

    def test_another_code_can_be_asked(self, client, amina, django_capture_on_commit_callbacks):
        first = sent_code(
            django_capture_on_commit_callbacks,
            client,
            "/connexion/code/",
            {"email": "amina@demo.kpacite.example"},
        )
        second = sent_code(
            django_capture_on_commit_callbacks, client, "/connexion/code/saisir/", {"action": "resend"}
        )
        assert len(mail.outbox) == 2
        assert {len(first), len(second)} == {6}

    def test_who_gave_a_wrong_address_can_start_again(self, client, amina_with_password):
        client.post("/connexion/code/", {"email": "faute@exemple.fr"})
        assert client.get("/connexion/code/").status_code == 200
        client.post("/connexion/code/", {"email": "faute@exemple.fr"})
        client.post("/connexion/", {"login": "amina", "password": PASSWORD})
        assert signed_in_as(client) == str(amina_with_password.pk)

    def test_without_a_request_there_is_no_code_to_write(self, client, db):
        assert client.get("/connexion/code/saisir/")["Location"] == "/connexion/code/"


class TestCard:
    def test_the_next_code_opens_once_only(self, client, amina):
        code = issue_login_card(account=amina, actor=None, now=timezone.now()).codes[0]
        assert client.post("/connexion/carte/", {"login_name": "Amina", "code": code}).status_code == 302
        assert signed_in_as(client) == str(amina.pk)
        client.post("/deconnexion/")
        again = client.post("/connexion/carte/", {"login_name": "amina", "code": code})
        assert again.status_code == 422
        assert "Prenez le prochain code de votre carte." in again.content.decode()
        assert signed_in_as(client) is None

    def test_guessing_is_stopped(self, client, amina):
        code = issue_login_card(account=amina, actor=None, now=timezone.now()).codes[0]
        for _try in range(5):
            client.post("/connexion/carte/", {"login_name": "amina", "code": "00000000"})
        response = client.post("/connexion/carte/", {"login_name": "amina", "code": code})
        assert "Trop d’essais." in response.content.decode()
        assert signed_in_as(client) is None


class TestSignOut:
    def test_one_click_closes_the_session(self, client, amina):
        client.force_login(amina)
        response = client.post("/deconnexion/", follow=True)
        assert signed_in_as(client) is None
        assert response.redirect_chain[0][1] == 302

    def test_a_link_alone_asks_first(self, client, amina):
        client.force_login(amina)
        assert "Fermer ma session" in client.get("/deconnexion/").content.decode()
        assert signed_in_as(client) == str(amina.pk)


class TestForgottenPassword:
    def test_a_code_by_mail_lets_choose_another_password(
        self, client, amina_with_password, django_capture_on_commit_callbacks
    ):
        code = sent_code(
            django_capture_on_commit_callbacks,
            client,
            "/mot-de-passe/oublie/",
            {"email": "amina@demo.kpacite.example"},
        )
        assert client.post("/mot-de-passe/oublie/code/", {"code": code}).status_code == 302
        short = client.post("/mot-de-passe/nouveau/", {"password1": "court"})
        assert short.status_code == 422
        done = client.post("/mot-de-passe/nouveau/", {"password1": "un autre beau mot"}, follow=True)
        assert "Votre mot de passe est enregistré" in done.content.decode()
        amina_with_password.refresh_from_db()
        assert amina_with_password.check_password("un autre beau mot")


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/connexion/inscription/", "/accounts/email/"]
)
def test_what_allauth_offers_elsewhere_does_not_exist(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/connexion/", "/connexion/code/", "/connexion/carte/", "/mot-de-passe/oublie/"]
)
def test_signing_in_asks_the_database_almost_nothing(client, db, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(2):
        assert client.get(path).status_code == 200
