import pytest

from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import CommonPot, PotProposal
from tests.factories.people import NOW
from tests.factories.sharing import TODAY, make_pot
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot(la_cape):
    pot = make_pot(la_cape)
    services.move_pot(pot=pot, cents=85_93, day=TODAY, label="Partage du buffet", key="one", now=NOW)
    return pot


def test_a_referent_opens_a_pot_and_everybody_reads_it(as_, amina, bilal, la_cape) -> None:
    browser = as_(bilal)
    words = {"name": "Pot matériel", "code": "materiel", "purpose": "Un four"}
    assert "Écrivez le nom du pot" in text_of(browser.post("/la-cape/pots/ouvrir/", {"name": ""}), 422)
    browser.post("/la-cape/pots/ouvrir/", words)
    assert CommonPot.objects.get().code == "materiel"
    assert "Rien n’a bougé" in text_of(as_(amina).get("/la-cape/pots/materiel/"))
    assert as_(amina).get("/la-cape/pots/ouvrir/").status_code == 403


def test_a_pot_shows_what_came_in_and_gives_it_as_a_table(as_, amina, pot) -> None:
    assert "Partage du buffet" in text_of(as_(amina).get("/la-cape/pots/commun/"))
    file = as_(amina).get("/la-cape/pots/commun/mouvements.csv")
    assert "2026-03-12,85.93,Partage du buffet" in b"".join(file.streaming_content).decode()


def test_a_member_proposes_and_another_person_answers(as_, amina, bilal, pot) -> None:
    browser = as_(amina)
    wrong = browser.post("/la-cape/pots/commun/proposer/", {"amount": "100", "purpose": "Un four"})
    assert "pas assez d’argent dans le pot" in text_of(wrong, 422)
    assert 'value="100"' in wrong.content.decode()
    nothing = browser.post("/la-cape/pots/commun/proposer/", {"amount": "0", "purpose": "Un four"})
    assert "plus grande que zéro" in text_of(nothing, 422)
    browser.post("/la-cape/pots/commun/proposer/", {"amount": "50", "purpose": "Un four"})
    proposal = PotProposal.objects.get()

    assert "Dire oui" not in text_of(browser.get("/la-cape/pots/"))
    browser = as_(bilal)
    assert "Dire oui" in text_of(browser.get("/la-cape/pots/"))
    page = text_of(browser.get(f"/la-cape/pots/propositions/{proposal.pk}/oui/"))
    assert "Un four" in page
    browser.post(f"/la-cape/pots/propositions/{proposal.pk}/oui/", {"reason": ""})
    spent = text_of(browser.get("/la-cape/pots/commun/"))
    assert "35,93" in spent
    assert "Bilal a répondu" in spent
    twice = browser.post(f"/la-cape/pots/propositions/{proposal.pk}/oui/", {"reason": ""})
    assert "déjà répondu" in text_of(twice, 422)
    assert browser.get(f"/la-cape/pots/propositions/{proposal.pk}/peut-etre/").status_code == 404


def test_a_referent_changes_closes_and_reopens_a_pot_and_a_member_cannot(as_, amina, bilal, la_cape) -> None:
    make_pot(la_cape)
    browser = as_(bilal)
    wrong = browser.post("/la-cape/pots/commun/changer/", {"name": "Pot four", "purpose": ""})
    assert 'value="Pot four"' in text_of(wrong, 422)
    browser.post("/la-cape/pots/commun/changer/", {"name": "Pot four", "purpose": "Un four"})
    assert "Pot four" in text_of(browser.get("/la-cape/pots/commun/"))
    browser.post("/la-cape/pots/commun/fermer/")
    assert "Ce pot est fermé depuis" in text_of(browser.get("/la-cape/pots/commun/"))
    assert "Pots fermés" in text_of(browser.get("/la-cape/pots/"))
    for page in ("changer/", "fermer/", "rouvrir/"):
        assert as_(amina).post(f"/la-cape/pots/commun/{page}").status_code == 403
    as_(bilal).post("/la-cape/pots/commun/rouvrir/")
    assert CommonPot.objects.get().closed_on is None


def test_a_pot_with_money_says_why_it_stays_open(as_, bilal, pot) -> None:
    page = as_(bilal).post("/la-cape/pots/commun/fermer/", follow=True)
    assert "Il reste de l’argent dans ce pot" in text_of(page)
