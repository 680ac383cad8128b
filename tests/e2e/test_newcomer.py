"""From « Je veux venir » to a member who signs in by herself: on phones, each person in turn."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import Open
from tests.e2e.welcome import (
    FIFTEEN,
    SIXTEEN,
    her_guardian_agrees,
    she_signs_the_charter,
    walk_to_the_charter,
)

pytestmark = pytest.mark.e2e


def test_someone_of_fifteen_is_told_as_soon_as_her_age_is_known(screen: Open) -> None:
    """In plain words, with the day and a person to call; the charter is not offered to her."""
    chloe = walk_to_the_charter(screen, FIFTEEN)
    chloe.reads("C’est un peu trop tôt.")
    chloe.reads("Pour entrer ici, il faut avoir 16 ans.")
    chloe.reads("à la coordination")
    expect(chloe.page.get_by_role("link", name="Signer la charte et entrer")).to_have_count(0)


def test_someone_of_sixteen_enters_with_her_guardian(screen: Open) -> None:
    chloe = walk_to_the_charter(screen, SIXTEEN)
    her_guardian_agrees(chloe)
    she_signs_the_charter(chloe)
    chloe.tap("link", "Voir son adhésion")
    chloe.reads("Moins de 18 ans.")
    chloe.reads("machines dangereuses")
