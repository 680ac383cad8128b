"""The coordination writes a version, shows it, and puts it in force."""

import pytest

from kpacite.domain.governance.models import Charter, CharterVersion
from tests.factories.people import TODAY

pytestmark = pytest.mark.django_db
DRAFT = "/la-cape/charte/brouillon/"


def text(response) -> str:
    return response.content.decode()


def seen() -> str:
    return CharterVersion.objects.open().get().content_hash


def test_a_version_goes_from_a_first_word_to_force_on_the_screen(as_, version, chloe):
    browser = as_(chloe)
    assert "Commencer une version" in text(browser.get(DRAFT))
    assert browser.post(DRAFT).status_code == 303
    assert "Les deux textes sont les mêmes." in text(browser.get(DRAFT))
    part = {"heading": "Médiation", "body": "", "place": "0", "seen": seen()}
    assert browser.post(DRAFT + "parties/2/", part).status_code == 303
    assert "À compléter avant la mise en vigueur" in text(browser.get(DRAFT))
    part |= {"body": "On se parle.", "place": "2", "seen": seen()}
    assert browser.post(DRAFT + "parties/0/", part).status_code == 303
    why = {"authors": "Le groupe", "motive": "La médiation manquait"}
    assert browser.post(DRAFT + "pourquoi/", why).status_code == 303
    assert browser.post(DRAFT + "discussion/").status_code == 303
    page = text(browser.get(DRAFT + "mettre-en-vigueur/"))
    assert "La médiation manquait" in page
    assert "1 membre est invité à signer." in page
    answer = browser.post(DRAFT + "mettre-en-vigueur/", {"motive": "Voté", "start": "12 mars 2026"})
    assert answer.status_code == 303
    new = CharterVersion.objects.in_force().get()
    assert (new.number, new.motive, new.in_force_from, new.authors) == (2, "Voté", TODAY, "Le groupe")
    assert [part.heading for part in new.parts][-1] == "Médiation"


def test_a_part_is_taken_out_of_the_draft_only(as_, version, chloe):
    browser = as_(chloe)
    browser.post(DRAFT)
    assert "Enlever la partie" in text(browser.get(DRAFT + "parties/0/"))
    browser.post(DRAFT + "parties/0/", {"remove": "1", "seen": seen()})
    assert [len(row.parts) for row in CharterVersion.objects.order_by("number")] == [2, 1]
    page = text(browser.post(DRAFT + "parties/0/", {"remove": "1", "seen": "0" * 64}, follow=True))
    assert "entre-temps" in page


def test_what_is_wrong_is_said_and_nothing_is_written(as_, version, chloe):
    browser = as_(chloe)
    browser.post(DRAFT)
    fields = {"heading": "Titre", "body": "x", "place": "0", "seen": seen()}
    assert browser.post(DRAFT + "parties/0/", fields | {"heading": ""}).status_code == 422
    assert browser.post(DRAFT + "parties/0/", fields | {"seen": "0" * 64}).status_code == 422
    assert browser.get(DRAFT + "parties/9/").status_code == 404
    browser.post(DRAFT + "discussion/")
    late = {"motive": "Voté", "start": "1er avril 2026"}
    answer = browser.post(DRAFT + "mettre-en-vigueur/", late)
    assert answer.status_code == 422
    assert "Choisissez aujourd’hui ou un jour passé" in text(answer)


def test_a_discussed_text_is_taken_back_to_write_again(as_, version, chloe):
    browser = as_(chloe)
    browser.post(DRAFT)
    browser.post(DRAFT + "discussion/")
    assert "Reprendre l’écriture" in text(browser.get(DRAFT))
    browser.post(DRAFT + "reprendre/")
    assert browser.get(DRAFT + "parties/0/").status_code == 200
    assert "ne peut pas passer" in text(browser.post(DRAFT + "reprendre/", follow=True))


def test_an_old_link_leads_to_the_draft_and_a_step_wants_a_button(as_, version, chloe):
    browser = as_(chloe)
    for page in ("parties/0/", "pourquoi/", "mettre-en-vigueur/"):
        assert browser.get(DRAFT + page).headers["Location"] == DRAFT
    assert browser.post(DRAFT + "discussion/").headers["Location"] == DRAFT
    assert browser.get(DRAFT + "discussion/").status_code == 405


def test_the_kpa_chooses_who_reads(as_, version, chloe):
    browser = as_(chloe)
    address = "/la-cape/charte/qui-la-lit/"
    assert browser.post(address, {"publication": "friends"}).status_code == 422
    assert browser.post(address, {"publication": "members"}).status_code == 303
    assert Charter.objects.get().publication == "members"


def test_a_member_cannot_write(as_, version, amina):
    browser = as_(amina)
    for page in ("", "parties/0/", "pourquoi/", "discussion/", "reprendre/", "mettre-en-vigueur/"):
        assert browser.post(DRAFT + page).status_code == 403
    assert CharterVersion.objects.count() == 1
