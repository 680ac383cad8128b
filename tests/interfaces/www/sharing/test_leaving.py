"""R22: who left keeps her part. She reads why, says yes, and asks to be paid."""

from datetime import timedelta

import pytest

from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.sharing.models import PayRequest
from kpacite.domain.sharing.selectors import balances
from tests.factories.people import TODAY
from tests.factories.sharing import adopt, agreed, make_draft, make_pot, start, validated
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db
MINE = "/la-cape/mon-argent/"


@pytest.fixture
def rule(la_cape, amina, bilal):
    make_pot(la_cape)
    return adopt(make_draft(la_cape, amina.person), amina.person, bilal.person)


@pytest.fixture
def gone(rule, la_cape, amina, bilal):
    """Amina has left; a first sharing is validated, a second one waits for her."""
    people = (amina.person, bilal.person)
    done = validated(start(la_cape, *people), *people)
    waiting = agreed(start(la_cape, *people, source="payment:2", title="Goûter"), bilal.person)
    RoleAssignment.objects.filter(person=amina.person).update(end=TODAY - timedelta(days=1))
    return done, waiting


def test_she_finds_her_money_and_asks_for_it(as_, amina, gone, la_cape) -> None:
    browser = as_(amina)
    assert f'href="{MINE}"' in text_of(browser.get("/moi/casquettes/"))
    page = text_of(browser.get(MINE))
    assert "356,40" in page
    assert 'href="/la-cape/"' not in page
    browser.post(f"{MINE}demander/", {"amount": "356,40"})
    assert PayRequest.objects.get().cents == 356_40
    assert balances.owed_to(amina.person, la_cape.kpa) == 0


def test_she_reads_her_sharings_and_says_yes_and_nothing_more(as_, amina, gone) -> None:
    browser, (done, waiting) = as_(amina), gone
    here = f"/la-cape/partages/{waiting.number}/"
    page = text_of(browser.get(here))
    assert "Ma part" in page
    for door in ("calcul.json", "valider/", "reprendre/", "/la-cape/regles/", 'href="/la-cape/partages/"'):
        assert door not in page
    browser.post(f"{here}accord/")
    assert waiting.people.get(person=amina.person).answer == "agreed"
    assert browser.get(f"/la-cape/partages/{done.number}/ma-part.pdf").status_code == 200
    for closed in ("/la-cape/partages/", f"{here}valider/", f"{here}calcul.json", f"{here}reprendre/"):
        assert browser.get(closed).status_code == 404


def test_who_left_without_a_part_opens_nothing(as_, chloe, gone) -> None:
    RoleAssignment.objects.filter(person=chloe.person).update(end=TODAY - timedelta(days=1))
    browser = as_(chloe)
    assert browser.get(MINE).status_code == 404
    assert browser.get(f"/la-cape/partages/{gone[0].number}/").status_code == 404
    assert "Mon argent" not in text_of(browser.get("/moi/casquettes/"))
