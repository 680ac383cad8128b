import re

import pytest
from django.test import Client

from kpacite.domain.people import selectors
from kpacite.domain.people.models import LoginCardCode
from kpacite.interfaces.www.accounts.devices import device_words
from tests.interfaces.www.accounts.conftest import PASSWORD

ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def browser(account, user_agent=ANDROID):
    client = Client(headers={"user-agent": user_agent})
    client.post("/connexion/", {"login": account.login_name, "password": PASSWORD})
    return client


class TestMe:
    def test_it_shows_who_i_am_and_what_i_allow(self, client, amina):
        client.force_login(amina)
        page = client.get("/moi/").content.decode()
        assert "Amina Exemple" in page
        assert "on ne sait pas" in page
        assert page.count("Non") >= 3

    def test_contact_is_changed(self, client, amina):
        client.force_login(amina)
        data = {"first_name": "Amina", "phone": "06 12 34 56 78", "language": "ar"}
        assert client.post("/moi/modifier/", data).status_code == 303
        page = client.get("/moi/").content.decode()
        assert "06 12 34 56 78" in page
        assert "العربية" in page

    def test_nothing_is_lost_on_an_error_and_both_places_say_the_same(self, client, amina):
        client.force_login(amina)
        data = {"first_name": "Amina", "last_name": "Neuve", "phone": "12", "language": "fr"}
        response = client.post("/moi/modifier/", data)
        page = response.content.decode()
        assert response.status_code == 422
        assert "<title>Erreur\u00a0:" in page
        assert 'value="Neuve"' in page
        assert 'value="12"' in page
        assert page.count("Écrivez un numéro de téléphone, par exemple 06 12 34 56 78.") == 2

    def test_consents_are_chosen_and_withdrawn(self, client, amina):
        client.force_login(amina)
        client.post("/moi/accords/", {"purposes": ["news", "pictures"]})
        assert selectors.running_consents(amina.person) == {"news", "pictures"}
        client.post("/moi/accords/", {})
        assert selectors.running_consents(amina.person) == set()

    def test_an_invented_consent_is_refused(self, client, amina):
        client.force_login(amina)
        assert client.post("/moi/accords/", {"purposes": ["everything"]}).status_code == 422

    @pytest.mark.parametrize(
        "path", ["/moi/", "/moi/modifier/", "/moi/accords/", "/moi/securite/", "/moi/appareils/"]
    )
    def test_nobody_else_comes_here(self, client, db, path):
        assert client.get(path)["Location"] == f"/connexion/?next={path}"

    @pytest.mark.parametrize("path", ["/moi/modifier/", "/moi/accords/", "/moi/securite/"])
    def test_each_page_asks_few_questions(self, client, amina, django_assert_max_num_queries, path):
        client.force_login(amina)
        with django_assert_max_num_queries(9):
            client.get(path)


class TestPassword:
    def test_it_is_changed_and_the_other_devices_are_signed_out(self, amina_with_password):
        here, there = browser(amina_with_password), browser(amina_with_password)
        data = {"oldpassword": PASSWORD, "password1": "un autre beau mot"}
        assert here.post("/moi/mot-de-passe/", data).status_code == 302
        assert there.get("/moi/").status_code == 302
        amina_with_password.refresh_from_db()
        assert amina_with_password.check_password("un autre beau mot")

    def test_the_old_one_is_asked(self, client, amina_with_password):
        client.force_login(amina_with_password)
        data = {"oldpassword": "non", "password1": "un autre beau mot"}
        response = client.post("/moi/mot-de-passe/", data)
        assert response.status_code == 422
        assert "Écrivez votre mot de passe actuel." in response.content.decode()

    def test_who_has_none_chooses_one(self, client, amina):
        client.force_login(amina)
        assert client.get("/moi/mot-de-passe/")["Location"] == "/moi/mot-de-passe/choisir/"
        assert client.post("/moi/mot-de-passe/choisir/", {"password1": "motdepasse"}).status_code == 422
        assert (
            client.post("/moi/mot-de-passe/choisir/", {"password1": "un autre beau mot"}).status_code == 302
        )


class TestDevices:
    def test_they_are_listed_in_words(self, amina_with_password):
        here = browser(amina_with_password)
        page = here.get("/moi/appareils/").content.decode()
        assert "Firefox sur un téléphone Android" in page
        assert "Cet appareil" in page

    def test_closing_a_device_really_signs_it_out(self, amina_with_password):
        here, there = browser(amina_with_password), browser(amina_with_password, "curl")
        session = amina_with_password.usersession_set.get(session_key=there.session.session_key)
        here.post(f"/moi/appareils/{session.pk}/fermer/")
        assert there.get("/moi/").status_code == 302
        assert here.get("/moi/").status_code == 200

    def test_closing_all_the_others_leaves_this_one(self, amina_with_password):
        here, there = browser(amina_with_password), browser(amina_with_password)
        here.post("/moi/appareils/")
        assert there.get("/moi/").status_code == 302
        assert here.get("/moi/").status_code == 200

    def test_the_device_of_somebody_else_is_not_found(self, client, amina_with_password, bilal):
        browser(amina_with_password)
        session = amina_with_password.usersession_set.get()
        client.force_login(bilal)
        assert client.post(f"/moi/appareils/{session.pk}/fermer/").status_code == 404

    def test_closing_this_device_leads_to_sign_in(self, amina_with_password):
        here = browser(amina_with_password)
        session = amina_with_password.usersession_set.get()
        response = here.post(f"/moi/appareils/{session.pk}/fermer/")
        assert response["Location"] == "/connexion/"

    @pytest.mark.parametrize(
        ("user_agent", "words"),
        [
            ("", "un appareil inconnu"),
            ("curl/8", "un appareil inconnu"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari sur un iPhone"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/150.0 Safari/537.36 Edg/150.0",
                "Edge sur un ordinateur Windows",
            ),
        ],
    )
    def test_a_browser_is_named(self, user_agent, words):
        assert device_words(user_agent) == words


class TestCardPage:
    def proved(self, client, account, settings):
        """As on the demo platform: signed in and proved."""
        settings.DEMO = True
        client.force_login(account)
        session = client.session
        session["demo"] = True
        session.save()

    def test_the_coordination_makes_a_card_whose_codes_show_once(self, client, chloe, amina, settings):
        self.proved(client, chloe, settings)
        path = f"/cartes/{amina.person.public_id}/"
        assert "Faire la carte" in client.get(path).content.decode()
        assert not LoginCardCode.objects.exists()
        page = client.post(path).content.decode()
        assert page.count('<code class="num">') == 20
        assert "amina" in page
        assert "Elle ne marchera plus." in client.get(path).content.decode()

    def test_sending_the_page_again_does_not_stop_the_card_just_printed(self, client, chloe, amina, settings):
        self.proved(client, chloe, settings)
        path = f"/cartes/{amina.person.public_id}/"
        sent = {
            "replacing": re.search(r'name="replacing" value="(\w*)"', client.get(path).content.decode())[1]
        }
        assert client.post(path, sent).status_code == 200
        card = selectors.running_card(amina)
        again = client.post(path, sent, follow=True)
        assert "Ses codes se voient une seule fois." in again.content.decode()
        assert selectors.running_card(amina) == card

    def test_the_coordination_stops_a_lost_card_after_being_asked(self, client, chloe, amina, settings):
        self.proved(client, chloe, settings)
        path = f"/cartes/{amina.person.public_id}/"
        client.post(path)
        assert f"{path}annuler/" in client.get(path).content.decode()
        assert "Annuler la carte d’Amina" in client.get(f"{path}annuler/").content.decode()
        assert selectors.running_card(amina)
        page = client.post(f"{path}annuler/", follow=True).content.decode()
        assert "La carte ne marche plus." in page
        assert "annuler/" not in page
        assert selectors.running_card(amina) is None

    def test_without_a_card_there_is_none_to_stop(self, client, chloe, amina, settings):
        self.proved(client, chloe, settings)
        path = f"/cartes/{amina.person.public_id}/"
        assert client.get(f"{path}annuler/")["Location"] == path
        assert client.post(f"{path}annuler/")["Location"] == path

    def test_a_code_of_the_printed_card_opens(self, client, chloe, amina, settings):
        self.proved(client, chloe, settings)
        page = client.post(f"/cartes/{amina.person.public_id}/").content.decode()
        code = page.split('<code class="num">')[1].split("<")[0]
        other = Client()
        assert other.post("/connexion/carte/", {"login_name": "amina", "code": code}).status_code == 302

    def test_the_coordination_of_another_kpa_does_not_find_her(self, client, karim, amina, settings):
        self.proved(client, karim, settings)
        assert client.get(f"/cartes/{amina.person.public_id}/").status_code == 404

    def test_a_member_does_not_find_it(self, client, bilal, amina):
        client.force_login(bilal)
        assert client.get(f"/cartes/{amina.person.public_id}/").status_code == 404
