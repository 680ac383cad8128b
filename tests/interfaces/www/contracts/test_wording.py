"""The carrier writes its own words, version by version, through the client."""

import pytest

from kpacite.domain.contracts import services
from kpacite.domain.contracts.enums import BlockCode, ContractType
from kpacite.domain.contracts.models import ContractTemplate
from tests.factories.contracts import BLOCKS, BY
from tests.interfaces.www.contracts.test_screens import text_of

pytestmark = pytest.mark.django_db
LIST = "/cae/opteos/contrats/modeles/"
CAPE = LIST + "cape/tous/"
TYPED = {f"block_{rank}": f"Texte {rank}" for rank in range(len(BlockCode))}


def test_the_list_says_what_is_still_to_complete(as_, driss, la_cape, carrier):
    page = text_of(as_(driss).get(LIST))
    assert page.count("à compléter") == len(ContractType)
    services.write_template(carrier=carrier, type_=ContractType.CAPE, blocks=BLOCKS[:7], **BY)
    assert "1 partie à compléter" in text_of(as_(driss).get(LIST))


def test_two_versions_are_written_and_compared_word_by_word(as_, driss, la_cape, carrier):
    asked = as_(driss)
    assert "Écrire la première version" in text_of(asked.get(CAPE))
    assert asked.post(CAPE + "ecrire/", TYPED | {"seen": "0"})["Location"] == CAPE
    changed = TYPED | {"seen": "1", "block_0": "Texte nouveau 0", "new_heading": "Lieu", "new_body": "Ici"}
    assert asked.post(CAPE + "ecrire/", changed).status_code == 303
    page = text_of(asked.get(CAPE))
    assert "Ce qui change depuis la version 1" in page
    assert "2 mots ajoutés" not in page
    assert "<ins>" in page
    assert "Lieu" in page
    first = text_of(asked.get(CAPE + "?version=1"))
    assert "Texte nouveau" not in first
    assert "Ce qui change" not in first
    for wrong in ("9", "x"):
        assert asked.get(CAPE + f"?version={wrong}").status_code == 404


def test_a_part_of_ones_own_goes_when_its_text_is_emptied_and_one_without_title_is_refused(
    as_, driss, la_cape, carrier
):
    asked = as_(driss)
    own = {"new_body": "Ici"}
    page = text_of(asked.post(CAPE + "ecrire/", TYPED | {"seen": "0"} | own), 422)
    assert "Donnez un titre à cette partie." in page
    assert "Texte 3" in page
    asked.post(CAPE + "ecrire/", TYPED | {"seen": "0", "new_heading": "Lieu"} | own)
    asked.post(CAPE + "ecrire/", TYPED | {"seen": "1", "block_8": ""})
    first, second = ContractTemplate.objects.order_by("number")
    assert (len(first.blocks), len(second.blocks)) == (9, 8)


def test_an_old_page_or_the_same_words_write_nothing(as_, driss, la_cape, carrier):
    asked = as_(driss)
    asked.post(CAPE + "ecrire/", TYPED | {"seen": "0"})
    assert "entre-temps" in text_of(asked.post(CAPE + "ecrire/", TYPED | {"seen": "0"}), 422)
    assert "n’a pas changé" in text_of(asked.post(CAPE + "ecrire/", TYPED | {"seen": "1"}), 422)
    assert ContractTemplate.objects.count() == 1


def test_one_kpa_gets_its_own_text_and_a_kpa_of_others_does_not_exist_here(as_, driss, la_cape, carrier):
    asked, own = as_(driss), LIST + "cape/la-cape/"
    assert own in text_of(asked.get(CAPE))
    assert asked.post(own + "ecrire/", TYPED | {"seen": "0"}).status_code == 303
    assert "Pour La Cape seulement" in text_of(asked.get(LIST))
    for wrong in (LIST + "cape/ailleurs/", LIST + "bail/tous/"):
        assert asked.get(wrong).status_code == 404
        assert asked.get(wrong + "ecrire/").status_code == 404


def test_the_kpa_and_the_person_do_not_open_the_words_of_the_carrier(as_, amina, chloe, la_cape, carrier):
    for reader in (amina, chloe):
        assert as_(reader).get(LIST).status_code == 404
        assert as_(reader).post(CAPE + "ecrire/", TYPED).status_code == 404
