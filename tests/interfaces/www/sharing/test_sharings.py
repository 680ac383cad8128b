"""A sharing on the phone of a coopérante: her part, why, her word; and what the others may see."""

import io
import json

import pikepdf
import pytest

from kpacite.domain.organisations.enums import Role
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules import answer
from kpacite.domain.sharing.rules.recipe import Purchase
from kpacite.interfaces.www.sharing.papers import my_page
from tests.factories.organisations import wear
from tests.factories.people import make_account
from tests.factories.sharing import BY, adopt, agreed, make_draft, make_pot, start, validated
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(amina, bilal):
    return amina.person, bilal.person


@pytest.fixture
def buffet(la_cape, people):
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    return start(la_cape, *people, purchases=(Purchase(people[0].public_id, "Amina", 152_40),))


def at(sharing, rest=""):
    return f"/la-cape/partages/{sharing.number}/{rest}"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def read(sharing):
    return Sharing.objects.get(pk=sharing.pk)


def test_she_reads_her_part_and_every_sentence_about_it(as_, amina, buffet) -> None:
    page = text_of(as_(amina).get(at(buffet)))
    assert "274,11" in page
    assert "8 h sur 12 h" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Les achats remboursés" in page
    assert "Et avec une autre règle" in page
    assert "205,58" in page


def test_her_part_is_drawn_as_a_product_when_it_is_one(as_, amina, buffet, people) -> None:
    product = as_(amina).get(at(buffet)).context["mine"]["product"]
    assert (product.shared.cents, product.minutes, product.total) == (411_16, 480, 720)
    assert 'class="calcul"' in text_of(as_(amina).get(at(buffet)))
    equal = adopt(make_draft(buffet.kpa, people[0], "Pareil", "equal"), *people)
    services.change_rule(sharing=buffet, rule=equal, **BY)
    assert as_(amina).get(at(buffet)).context["mine"]["product"] is None
    mixed = adopt(make_draft(buffet.kpa, people[0], "Deux façons", "presence_and_hours"), *people)
    services.change_rule(sharing=buffet, rule=mixed, **BY)
    assert as_(amina).get(at(buffet)).context["mine"]["product"] is None


def test_the_sums_of_people_are_read_between_those_of_the_sharing_and_by_the_accountant(
    as_, request, carrier, buffet, la_cape
) -> None:
    for name in ("amina", "bilal", "driss"):
        assert "137,05" in text_of(as_(request.getfixturevalue(name)).get(at(buffet)))
    other = make_account("Zoé")
    wear(other, Role.COOPERATOR, la_cape)
    for account in (other, *map(request.getfixturevalue, ("chloe", "gaelle", "hugo"))):
        page = text_of(as_(account).get(at(buffet)))
        assert "137,05" not in page
        assert "entre les personnes du partage" in page
        assert as_(account).get(at(buffet, "calcul.json")).status_code == 403


def test_the_steps_name_nobody_to_those_who_read_totals_only(as_, amina, chloe, people, la_cape) -> None:
    rule = make_draft(la_cape, people[0], code="referent")
    make_pot(la_cape)
    adopt(rule, *people)
    bought, followed = (Purchase(people[0].public_id, "Amina", 152_40),), {"referent": people[1].public_id}
    sharing = start(la_cape, *people, purchases=bought, holders=followed)

    between = text_of(as_(amina).get(at(sharing)))
    assert "152,40 € pour Amina" in plain(between)
    assert "20,00 € pour Bilal" in plain(between)
    page = plain(text_of(as_(chloe).get(at(sharing))))
    assert "On rembourse 152,40 € d’achats." in page
    assert "Amina" not in page
    assert "Bilal" not in page


def test_her_part_and_why_stand_on_one_sheet_of_paper(as_, amina, chloe, fanny, buffet) -> None:
    answered = as_(amina).get(at(buffet, "ma-part.pdf"))
    assert answered["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answered.content)) as document:
        assert len(document.pages) == 1
        assert str(document.docinfo["/Title"]) == "Ma part : Buffet du 6 mars"
    page = my_page(buffet, buffet.people.get(person=amina.person), [])
    assert "8 h sur 12 h" in plain(page.parts[0][1][0])
    assert "274,11" in page.total
    assert {as_(chloe).get(at(buffet, "ma-part.pdf")).status_code} == {403}
    assert {as_(fanny).get(at(buffet, "ma-part.pdf")).status_code} == {404}


def test_the_calculation_can_be_done_again_elsewhere(as_, amina, buffet) -> None:
    asked = json.loads(as_(amina).get(at(buffet, "calcul.json")).content)
    assert answer(asked["function"], asked["input"]) == buffet.result


def test_two_taps_from_home_she_agrees(as_, amina, buffet) -> None:
    services.propose_sharing(sharing=buffet, today=buffet.started_at.date(), **BY)
    browser = as_(amina)
    home = text_of(browser.get("/la-cape/"))
    assert "Dire si je suis d’accord" in home
    assert at(buffet) in home
    assert "Je suis d’accord" in text_of(browser.get(at(buffet)))
    done = browser.post(at(buffet, "accord/"), follow=True)
    assert "Votre accord est noté" in text_of(done)
    assert "1 accord sur 2" in text_of(browser.get(at(buffet)))


def test_a_question_is_asked_answered_and_nothing_typed_is_lost(as_, amina, bilal, buffet) -> None:
    agreed(buffet, bilal.person)
    browser = as_(amina)
    assert "Écrivez votre question" in text_of(browser.post(at(buffet, "question/"), {"question": ""}), 422)
    browser.post(at(buffet, "question/"), {"question": "Et mes courses ?"})
    browser = as_(bilal)
    page = text_of(browser.get(at(buffet)))
    assert "Répondre à Amina" in page
    seat = buffet.people.get(person=amina.person)
    assert "Et mes courses ?" in text_of(browser.get(at(buffet, f"repondre/{seat.pk}/")))
    browser.post(at(buffet, f"repondre/{seat.pk}/"), {"reply": "Elles sont dedans."})
    assert "Elles sont dedans." in text_of(as_(amina).get(at(buffet)))


def test_it_is_proposed_validated_by_two_and_then_closed(as_, amina, bilal, driss, carrier, buffet) -> None:
    as_(amina).post(at(buffet, "proposer/"))
    for account in (amina, bilal):
        as_(account).post(at(buffet, "accord/"))
    assert "vous êtes la première" in text_of(as_(bilal).get(at(buffet, "valider/"))).lower()
    as_(bilal).post(at(buffet, "valider/"))
    assert "Une autre personne doit valider" in text_of(as_(bilal).get(at(buffet)))
    assert "Bilal a déjà validé" in text_of(as_(driss).get(at(buffet, "valider/")))
    as_(driss).post(at(buffet, "valider/"))
    assert read(buffet).state == "validated"
    again = as_(amina).post(at(buffet, "proposer/"), follow=True)
    assert "n’en est plus là" in text_of(again)


def test_another_rule_is_chosen_among_the_adopted_ones(as_, amina, bilal, buffet, la_cape) -> None:
    other = adopt(make_draft(la_cape, amina.person, "Pareil", "equal"), amina.person, bilal.person)
    browser = as_(amina)
    assert "Pareil" in text_of(browser.get(at(buffet, "regle/")))
    browser.post(at(buffet, "regle/"), {"rule": other.pk})
    assert read(buffet).rule == other
    services.propose_sharing(sharing=read(buffet), today=buffet.started_at.date(), **BY)
    assert browser.get(at(buffet, "regle/")).status_code == 404
    services.answer_sharing(sharing=read(buffet), person=buffet.started_by, question=None, **BY)
    asked = text_of(browser.get(at(buffet, "reprendre/")))
    assert "1 accord déjà donné sera effacé." in asked
    assert read(buffet).state == "proposed"
    browser.post(at(buffet, "reprendre/"))
    assert read(buffet).state == "simulated"


def test_it_is_given_up_or_repaired_after_saying_why(as_, amina, bilal, buffet, people, la_cape) -> None:
    second = start(la_cape, *people, source="payment:2", title="Autre")
    as_(amina).post(at(second, "abandonner/"), {"reason": "Erreur"})
    assert read(second).state == "dropped"
    validated(buffet, *people)
    assert as_(amina).get(at(buffet, "rectifier/")).status_code == 403
    browser = as_(bilal)
    said = {"amount": "600", "recovery": "recover_next", "reason": ""}
    assert "Pourquoi" in text_of(browser.post(at(buffet, "rectifier/"), said), 422)
    browser.post(at(buffet, "rectifier/"), said | {"reason": "Avoir de 60 €"})
    repair = read(buffet).corrections.get()
    page = text_of(browser.get(at(repair)))
    assert "Avoir de 60 €" in page
    assert "Une autre personne doit valider aussi." in page
    assert "Je suis d’accord" not in text_of(as_(amina).get(at(repair)))
    assert "Valider un partage" in text_of(as_(amina).get("/la-cape/"))
    assert "la différence va sur les comptes" in text_of(as_(amina).get(at(repair, "valider/")))
    as_(amina).post(at(repair, "valider/"))
    assert read(repair).state == "validated"
    assert "Ce partage a été rectifié" in text_of(as_(amina).get(at(buffet)))
    assert "Valider un partage" not in text_of(as_(amina).get("/la-cape/"))


def test_the_list_shows_where_each_sharing_stands(as_, chloe, buffet) -> None:
    page = text_of(as_(chloe).get("/la-cape/partages/"))
    assert "Buffet du 6 mars" in page
    assert "Simulation" in page


def test_a_rule_is_tried_on_the_last_jobs_of_whoever_asks_and_shows_no_other_part(
    as_, amina, chloe, buffet, people
) -> None:
    done = validated(buffet, *people)
    page = f"/la-cape/regles/{done.rule.rule_id}/v{done.rule.number}/"
    assert "Buffet du 6 mars" in text_of(as_(amina).get(page))
    others = text_of(as_(chloe).get(page))
    assert "Buffet du 6 mars" not in others
    assert "Un buffet de 850 € (exemple)" in others


def test_a_stranger_reads_nothing(as_, fanny, buffet) -> None:
    assert as_(fanny).get(at(buffet)).status_code == 404
