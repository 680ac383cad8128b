"""On the phone: what the rule asks, said by each for herself, settled by the référent·e for the group."""

import pytest

from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules.recipe import Job, RoleBonus
from tests.factories.sharing import BY, adopt, make_draft, make_pot, start
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(bilal, amina):
    return bilal.person, amina.person


@pytest.fixture
def sharing(la_cape, people):
    """By tokens, with a sum for whoever found the order."""
    make_pot(la_cape)
    draft = make_draft(la_cape, people[0], "Jetons", "tokens")
    draft = services.add_sentence(
        version=draft, clause=RoleBonus("finder", 20_00), revision=draft.revision, **BY
    )
    adopt(draft, *people)
    return start(la_cape, *people)


def at(rest: str = "") -> str:
    return f"/la-cape/partages/1/{rest}"


def test_she_is_told_what_is_missing_and_led_to_the_screen_that_fills_it(as_, amina, sharing, people) -> None:
    browser = as_(amina)
    assert "Dire ma demande ou mes jetons" in text_of(browser.get("/la-cape/"))
    page = text_of(browser.get(at()))
    assert "n’ont pas donné leurs jetons" in page
    assert "Dites qui a trouvé la commande" in page
    assert at("demandes/") in page
    asked = text_of(browser.get(at("demandes/")))
    assert at("demandes/moi/") in asked
    assert at("demandes/convenu/") not in asked
    assert "Jetons pour Bilal" in text_of(browser.get(at("demandes/moi/")))

    field = f"tokens_{people[0].public_id}"
    refused = text_of(browser.post(at("demandes/moi/"), {field: "140"}), 422)
    assert "Vous donnez 140 jetons. Vous en avez 100" in refused
    assert 'value="140"' in refused
    browser.post(at("demandes/moi/"), {field: "40"})

    kept = Job.read(Sharing.objects.get().facts)
    assert kept.people[1].gives == {people[0].public_id: "40"}
    assert "Dire ma demande" not in text_of(browser.get("/la-cape/"))
    assert 'value="40"' in text_of(browser.get(at("demandes/moi/")))


def test_the_referent_notes_what_the_group_agreed_and_proposes(as_, amina, bilal, sharing, people) -> None:
    assert as_(amina).get(at("demandes/convenu/")).status_code == 403
    browser = as_(bilal)
    assert "La personne qui a trouvé la commande" in text_of(browser.get(at("demandes/convenu/")))
    assert "Choisissez" in text_of(browser.post(at("demandes/convenu/"), {"finder": ""}), 422)
    browser.post(at("demandes/convenu/"), {"finder": people[1].public_id})
    assert Job.read(Sharing.objects.get().facts).holders["finder"] == people[1].public_id
    said = text_of(browser.post(at("proposer/"), follow=True))
    assert "La règle demande encore quelque chose" in said
    browser.post(at("demandes/moi/"), {f"tokens_{people[1].public_id}": "10"})
    assert "Bilal n’a pas" not in text_of(browser.get(at("demandes/")))
    browser.post(at("proposer/"))
    assert Sharing.objects.get().state == "proposed"
    assert browser.get(at("demandes/")).status_code == 404


def test_sums_are_a_dash_while_requests_are_missing(as_, amina, bilal, la_cape, people) -> None:
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0], "Demandes", "requests"), *people)
    start(la_cape, *people)
    browser = as_(amina)
    page = text_of(browser.get(at()))
    assert "Le calcul attend quelque chose" in page
    assert "Proposer ce partage" not in page
    assert as_(bilal).get(at("demandes/convenu/")).status_code == 404
    browser = as_(amina)
    assert "Combien demandez-vous" in text_of(browser.post(at("demandes/moi/"), {"request": ""}), 422)
    browser.post(at("demandes/moi/"), {"request": "0"})
    assert "0,00" in text_of(browser.get(at("demandes/")))


def test_the_coordination_and_strangers_stay_out(as_, chloe, fanny, sharing) -> None:
    assert as_(chloe).get(at("demandes/")).status_code == 403
    assert as_(fanny).get(at("demandes/")).status_code == 404


def test_a_rule_that_waits_for_words_shows_no_part_when_it_is_tried(as_, amina, bilal, la_cape) -> None:
    make_pot(la_cape)
    adopt(make_draft(la_cape, amina.person, "Jetons", "tokens"), amina.person, bilal.person)
    adopt(make_draft(la_cape, amina.person, "Heures", "hours"), amina.person, bilal.person)
    sharing = start(la_cape, amina.person, bilal.person, source="payment:77")
    page = as_(amina).get(f"/la-cape/partages/{sharing.number}/")
    tried = {choice.label: choice for choice in page.context["choices"]}
    assert tried["Jetons"].cents is None
    assert "attend d’abord ce que chaque personne dira" in text_of(page)
    assert tried["Heures"].cents
