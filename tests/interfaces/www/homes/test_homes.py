import pytest

from kpacite.domain.organisations.enums import KpaStatus, Role
from kpacite.domain.organisations.models import ContactMessage
from tests.factories.organisations import carry, make_kpa, make_kpa_tag, wear
from tests.factories.people import NOW, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.www.homes.urls")]


def text_of(response) -> str:
    assert response.status_code == 200
    text = response.content.decode()
    assert "<c-" not in text
    assert text.count("<h1") == 1
    return text


def test_a_member_finds_a_greeting_her_hat_and_the_person_to_call(as_, amina, chloe) -> None:
    text = text_of(as_(amina).get("/la-cape/"))
    assert "Bonjour Amina" in text
    assert "Coopérant·e" in text
    assert "Chloé" in text
    assert "À traiter" not in text


def test_a_coordinator_finds_what_waits_for_her(as_, chloe, la_cape) -> None:
    ContactMessage.objects.create(
        organisation=la_cape,
        purpose="order",
        name="Zoé",
        email="zoe@exemple.fr",
        message="Un buffet",
        received_at=NOW,
    )
    text = text_of(as_(chloe).get("/la-cape/"))
    assert "message à répondre" in text
    assert "Il faut une autre personne à la coordination." in text
    assert "choses à compléter" in text


def test_two_coordinators_are_enough(as_, chloe, la_cape) -> None:
    wear(make_account("Zoé"), Role.KPA_COORDINATOR, la_cape)
    assert "Il faut une autre personne" not in text_of(as_(chloe).get("/la-cape/"))


def test_a_referent_is_told_what_it_means(as_, bilal) -> None:
    assert "vous accueillez et vous guidez un groupe" in text_of(as_(bilal).get("/la-cape/"))


def test_the_same_hat_elsewhere_does_not_open_this_kpa(as_, fanny, karim, la_cape) -> None:
    for person in (fanny, karim):
        for page in ("", "messages/", "personnes/", "inviter/", "reglages/"):
            assert as_(person).get(f"/la-cape/{page}").status_code == 404


def test_a_member_may_not_coordinate(as_, amina) -> None:
    for page in ("messages/", "personnes/liste.csv", "inviter/", "reglages/", "reglages/page/"):
        assert as_(amina).get(f"/la-cape/{page}").status_code == 403


def test_nobody_enters_without_signing_in(client, la_cape) -> None:
    response = client.get("/la-cape/")
    assert response.status_code == 302
    assert "next=/la-cape/" in response.url


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("amina", "/la-cape/"),
        ("bilal", "/la-cape/"),
        ("chloe", "/la-cape/"),
        ("hugo", "/la-cape/"),
        ("driss", "/cae/opteos/"),
        ("esther", "/reseau/"),
        ("ines", "/financeur/"),
        ("fanny", "/coop-manau/"),
    ],
)
def test_signing_in_leads_each_person_to_her_home(name: str, address: str, as_, request) -> None:
    browser = as_(request.getfixturevalue(name))
    assert browser.get("/accueil/").url == address
    text_of(browser.get(address))
    text_of(browser.get("/moi/casquettes/"))
    text_of(browser.get("/menu/"))


def test_somebody_without_a_hat_is_told_what_to_do(as_, db) -> None:
    browser = as_(make_account("Noé"))
    assert browser.get("/accueil/").url == "/moi/casquettes/"
    assert "Pas encore de casquette" in text_of(browser.get("/moi/casquettes/"))


def test_several_hats_give_a_choice(as_, amina, coop_manau) -> None:
    wear(amina, Role.KPA_COORDINATOR, coop_manau)
    browser = as_(amina)
    assert browser.get("/accueil/").url == "/coop-manau/"
    text = text_of(browser.get("/moi/casquettes/"))
    assert 'href="/la-cape/"' in text
    assert 'href="/coop-manau/"' in text


def test_an_accountant_sees_the_kpas_that_she_carries(as_, driss, carrier) -> None:
    carry(make_kpa("Moulins Coop", slug="moulins-coop"), carrier)
    text = text_of(as_(driss).get("/cae/opteos/"))
    assert "La Cape" in text
    assert "Moulins Coop" in text
    assert as_(driss).get("/la-cape/").status_code == 200
    assert as_(driss).get("/la-cape/personnes/").status_code in {403, 404}


def test_the_network_sees_what_each_page_lacks(as_, esther, la_cape) -> None:
    make_kpa("Bailleul", status=KpaStatus.CONSIDERING)
    text = text_of(as_(esther).get("/reseau/"))
    assert "Bailleul" in text
    assert "Association" in text
    assert text.count("à compléter") >= 10


def test_a_funder_sees_no_person(as_, ines, amina, la_cape) -> None:
    text = text_of(as_(ines).get("/financeur/"))
    assert "La Cape" in text
    assert "Amina" not in text


def test_every_link_of_a_home_leads_somewhere(as_, chloe, esther, request) -> None:
    for person, address in ((chloe, "/la-cape/"), (esther, "/reseau/")):
        browser = as_(person)
        text = browser.get(address).content.decode()
        links = {part.split('"')[0].split("#")[0] for part in text.split('href="')[1:]}
        pages = sorted(link for link in links if link.startswith("/") and not link.startswith("/static/"))
        assert [link for link in pages if browser.get(link).status_code not in {200, 302}] == []


def test_the_network_costs_the_same_with_three_kpas_and_thirty(
    as_, esther, django_assert_max_num_queries
) -> None:
    browser = as_(esther)
    for rank in range(3):
        make_kpa_tag(make_kpa(), f"activité {rank}")
    with django_assert_max_num_queries(25) as few:
        browser.get("/reseau/")
    for rank in range(27):
        make_kpa_tag(make_kpa(), f"activité {rank}")
    with django_assert_max_num_queries(25) as many:
        browser.get("/reseau/")
    assert len(many) == len(few)


def test_a_member_finds_all_there_is_to_do_on_one_page(as_, amina) -> None:
    assert "Rien ne vous attend" in text_of(as_(amina).get("/la-cape/a-faire/"))
