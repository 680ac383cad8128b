"""A minor's way: her guardian signs with her, and the file is gone through again when she is eighteen."""

from datetime import date

import pytest
from django.utils import timezone

from kpacite.domain.contracts.enums import DocumentKind
from tests.e2e import contracting
from tests.e2e.walking import Clock, Open, Screen
from tests.e2e.welcome import (
    NAME,
    SIXTEEN,
    card_of,
    her_guardian_agrees,
    she_signs_in,
    she_signs_the_charter,
    walk_to_the_charter,
)

pytestmark = pytest.mark.e2e
PARENT, SHEET = "Parent Exemple", "Classeur des contrats (exemple)"
PAPERS = (DocumentKind.IDENTITY, DocumentKind.ADDRESS, DocumentKind.PARENTAL)


def she_enters(screen: Open) -> Screen:
    chloe = walk_to_the_charter(screen, SIXTEEN)
    her_guardian_agrees(chloe)
    she_signs_the_charter(chloe)
    return she_signs_in(screen, *card_of(chloe))


def everyone_signs(screen: Open, salome: Screen) -> None:
    """The contract holds only once her guardian has signed too, on paper."""
    driss = contracting.carrier_answers(screen, NAME)
    contracting.coordinator_signs(screen, NAME)
    salome.go_home()
    contracting.person_signs(salome, f"{NAME} Exemple")
    salome.reads("À signer")
    contracting.someone_signs_at_the_desk(driss, "Son représentant légal", PARENT, SHEET)
    driss.reads("En cours")


def her_file_is_gone_through_again(screen: Open, clock: Clock) -> None:
    """On the first working days after her birthday, the coordination reads it among what waits."""
    today = timezone.localdate()
    clock((date(today.year + 2, 1, 1) - today).days)
    malik = screen("Malik")
    malik.tap("link", "Tout voir, une chose après l’autre")
    malik.tap("link", f"Revoir le dossier de {NAME}")
    malik.tap("link", "Noter que le dossier est revu à 18 ans")
    malik.tap("button", "Noter : c’est revu")
    malik.reads("C’est enregistré.")


def test_a_minor_signs_with_her_guardian_and_is_seen_again_at_eighteen(screen: Open, clock: Clock) -> None:
    salome = she_enters(screen)
    contracting.coordinator_starts_a_file(screen, NAME)
    salome.go_home()
    contracting.person_brings_her_papers(salome, *PAPERS)
    contracting.coordinator_sends_the_file(screen, NAME)
    everyone_signs(screen, salome)
    her_file_is_gone_through_again(screen, clock)
