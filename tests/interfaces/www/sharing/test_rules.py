"""From an example of the library to an adopted rule, as a member does it."""

from fractions import Fraction

import pytest

from kpacite.domain.sharing.models import RuleVersion
from kpacite.domain.sharing.rules.recipe import CarrierFee, PotLevy, Split, SplitKey
from kpacite.domain.sharing.rules.steps.levy import Basis, Bracket
from tests.factories.sharing import adopt, make_draft, make_pot

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(la_cape, amina):
    make_pot(la_cape)
    return make_draft(la_cape, amina.person)


def text_of(response, status=200) -> str:
    assert response.status_code == status
    text = response.content.decode()
    assert "<c-" not in text
    assert text.count("<h1") == 1
    return text


def at(draft, rest=""):
    return f"/la-cape/regles/{draft.rule_id}/v{draft.number}/{rest}"


def read_again(draft):
    return RuleVersion.objects.get(pk=draft.pk)


def test_a_member_starts_from_an_example(as_, amina, la_cape) -> None:
    browser = as_(amina)
    assert "Pas encore de règle" in text_of(browser.get("/la-cape/regles/"))
    assert "Écrivez le nom de la règle" in text_of(
        browser.post("/la-cape/regles/nouvelle/", {"name": ""}), 422
    )

    sent = browser.post("/la-cape/regles/nouvelle/", {"name": "La nôtre", "example": "equal", "activity": ""})

    written = RuleVersion.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, at(written))
    page = text_of(browser.get(at(written)))
    assert "à parts égales" in page
    assert "Un buffet de 850 € (exemple)" in page


def test_a_sentence_is_changed_in_the_words_of_a_form(as_, amina, draft) -> None:
    browser = as_(amina)
    assert 'value="10"' in text_of(browser.get(at(draft, "phrase/1/")))
    said = {"rate": "11,5 %", "of": "margin", "brackets": "", "revision": 1}
    assert browser.post(at(draft, "phrase/1/"), said).status_code == 303
    assert read_again(draft).read.clauses[1] == CarrierFee(Basis.MARGIN, Fraction(115, 1000))


def test_brackets_are_written_one_a_line(as_, amina, draft) -> None:
    said = {"of": "margin", "rate": "", "brackets": "30 000 € : 11,5\nau-delà : 7,5", "revision": 1}
    assert as_(amina).post(at(draft, "phrase/1/"), said).status_code == 303
    kept = read_again(draft).read.clauses[1]
    assert kept.brackets == (Bracket(30_000_00, Fraction(115, 1000)), Bracket(None, Fraction(75, 1000)))
    again = text_of(as_(amina).get(at(draft, "phrase/1/")))
    assert "au-delà : 7,5" in again


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rate": "", "brackets": ""}, "un pourcentage, ou des tranches"),
        ({"rate": "dix"}, "par exemple 10 ou 11,5"),
        ({"rate": "120"}, "va de 0 à 100"),
        ({"rate": "", "brackets": "30 000 €"}, "une tranche par ligne"),
        ({"rate": "", "brackets": "30 000 : 10\n20 000 : 5"}, "doivent se suivre"),
    ],
)
def test_what_is_typed_wrong_gets_a_sentence_and_stays(said, sentence, as_, amina, draft) -> None:
    page = text_of(as_(amina).post(at(draft, "phrase/1/"), {"of": "margin", "revision": 1} | said), 422)
    assert sentence in page
    assert not said.get("rate") or f'value="{said["rate"]}"' in page
    assert read_again(draft).revision == 1


def test_ways_of_sharing_make_a_hundred(as_, amina, draft) -> None:
    browser = as_(amina)
    said = {"equal": "30", "minutes": "60", "rest_to": "", "fallback_to": "", "revision": 1}
    assert "doivent faire 100 %" in text_of(browser.post(at(draft, "phrase/3/"), said), 422)
    assert browser.post(at(draft, "phrase/3/"), said | {"minutes": "70"}).status_code == 303
    kept = read_again(draft).read.clauses[3]
    assert kept == Split(keys=(SplitKey("equal", Fraction(30)), SplitKey("minutes", Fraction(70))))


def test_a_sentence_is_added_moved_and_taken_out(as_, amina, draft) -> None:
    browser = as_(amina)
    pot = {"pot": "commun", "rate": "5", "of": "base", "maximum": "20", "target": "", "revision": 1}
    assert browser.post(at(draft, "ajouter/pot/"), pot).status_code == 303
    assert read_again(draft).read.clauses[3] == PotLevy("commun", Basis.BASE, Fraction(5, 100), 20_00)
    browser.post(at(draft, "phrase/3/monter/"), {"revision": 2})
    browser.post(at(draft, "phrase/0/enlever/"), {"revision": 3})
    assert [one.kind for one in read_again(draft).read.clauses] == ["carrier", "pot", "pot", "split"]
    assert browser.get(at(draft, "ajouter/magie/")).status_code == 404


def test_words_changed_meanwhile_are_not_lost(as_, amina, draft) -> None:
    browser = as_(amina)
    browser.post(at(draft, "phrase/0/enlever/"), {"revision": 1})
    page = text_of(browser.post(at(draft, "phrase/0/"), {"rate": "5", "of": "base", "revision": 1}), 422)
    assert "a changé cette règle en même temps" in page
    assert 'value="5"' in page
    gone = browser.post(at(draft, "phrase/0/enlever/"), {"revision": 1}, follow=True)
    assert "a changé cette règle en même temps" in text_of(gone)


def test_a_referent_notes_who_agreed_and_the_rule_stands(as_, amina, bilal, draft) -> None:
    agreed = {"motive": "Plus simple.", "people": [amina.person.public_id, bilal.person.public_id]}
    assert as_(amina).get(at(draft, "adopter/")).status_code == 403
    browser = as_(bilal)
    alone = agreed | {"people": [bilal.person.public_id], "revision": 1}
    assert "au moins deux personnes" in text_of(browser.post(at(draft, "adopter/"), alone), 422)
    assert browser.post(at(draft, "adopter/"), agreed | {"revision": 1}).status_code == 303

    page = text_of(browser.get(f"/la-cape/regles/{draft.rule_id}/"))
    assert "Plus simple." in page
    assert "Amina et Bilal" in page
    assert "D’abord rembourser les achats." in text_of(browser.get("/la-cape/regles/"))


def test_a_new_version_is_compared_with_the_old_one(as_, amina, bilal, draft) -> None:
    adopt(draft, amina.person, bilal.person)
    browser = as_(amina)
    sent = browser.post(f"/la-cape/regles/{draft.rule_id}/ecrire/")
    assert sent["Location"].endswith("/v2/")
    browser.post(f"/la-cape/regles/{draft.rule_id}/v2/phrase/0/enlever/", {"revision": 1})
    page = text_of(browser.get(f"/la-cape/regles/{draft.rule_id}/differences/1/2/"))
    assert "<del><strong>Enlevé\u00a0:</strong> Rembourser les achats." in page
    assert "Règle adoptée" in text_of(browser.get(sent["Location"]))


def test_a_draft_is_given_up_after_asking(as_, amina, draft) -> None:
    browser = as_(amina)
    assert "Elle reste lisible" in text_of(browser.get(at(draft, "abandonner/")))
    browser.post(at(draft, "abandonner/"))
    assert "Abandonnée" in text_of(browser.get(at(draft)))


def test_a_stranger_reads_nothing(as_, fanny, draft) -> None:
    assert as_(fanny).get(at(draft)).status_code == 404


def test_a_member_chooses_who_says_yes_and_the_group_reads_what_changes(as_, amina, bilal, draft) -> None:
    adopt(draft, amina.person, bilal.person)
    browser = as_(amina)
    browser.post(f"/la-cape/regles/{draft.rule_id}/ecrire/")
    page = f"/la-cape/regles/{draft.rule_id}/v2/"
    assert "le silence vaut accord" in text_of(browser.get(page))
    wrong = browser.post(f"{page}accords/", {"quorum": "half", "answer_days": "61", "revision": "1"})
    assert wrong.status_code == 422
    browser.post(f"{page}accords/", {"quorum": "half", "answer_days": "10", "revision": "1"})
    assert "Après 10 jours, il suffit que la moitié ait dit oui." in text_of(browser.get(page))
    change = text_of(browser.get(f"/la-cape/regles/{draft.rule_id}/differences/1/2/"))
    assert "<strong>Enlevé\u00a0:</strong> Après le délai du KPA, le silence vaut accord." in change
    assert "<strong>Nouveau\u00a0:</strong> Après 10 jours, il suffit que la moitié ait dit oui." in change


def test_limits_of_a_split_are_folded_until_one_is_written(as_, amina, la_cape) -> None:
    make_pot(la_cape)
    draft = make_draft(la_cape, amina.person)
    page = f"/la-cape/regles/{draft.rule_id}/v1/"
    fresh = text_of(as_(amina).get(f"{page}ajouter/split/"))
    assert "Écrivez 100 devant une façon de partager" in fresh
    assert "<details>" in fresh
    said = {"equal": "100", "minimum": "beaucoup", "revision": draft.revision}
    wrong = text_of(as_(amina).post(f"{page}ajouter/split/", said), 422)
    assert "<details open>" in wrong
    assert 'value="beaucoup"' in wrong
