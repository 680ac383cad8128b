"""A whole way, on phones: « Je veux venir », contract, hours, training, pause, and a portfolio to keep."""

import re
from pathlib import Path

import pytest

from kpacite.domain.contracts.enums import DocumentKind
from tests.e2e import contracting
from tests.e2e.walking import Clock, Open, Screen
from tests.e2e.welcome import ADULT, NAME, card_of, she_signs_in, she_signs_the_charter, walk_to_the_charter

pytestmark = pytest.mark.e2e
WORKSHOP = "Plier une carte"


def she_becomes_a_member(screen: Open) -> Screen:
    chloe = walk_to_the_charter(screen, ADULT)
    she_signs_the_charter(chloe)
    return she_signs_in(screen, *card_of(chloe))


def she_gets_her_contract(screen: Open, salome: Screen) -> None:
    contracting.coordinator_starts_a_file(screen, NAME)
    salome.go_home()
    contracting.person_brings_her_papers(salome, DocumentKind.IDENTITY, DocumentKind.ADDRESS)
    contracting.coordinator_sends_the_file(screen, NAME)
    contracting.carrier_answers(screen, NAME)
    contracting.coordinator_signs(screen, NAME)
    salome.go_home()
    contracting.person_signs(salome, f"{NAME} Exemple")
    salome.reads("En cours")
    salome.reads("Activités assurées : Sérigraphie.")


def she_notes_her_first_hours(screen: Open, salome: Screen) -> None:
    """Three taps to note them; the coordination confirms them in two."""
    salome.go_home()
    salome.tap("link", "Noter mes heures", exact=True)
    salome.choose("Vie commune")
    salome.choose("2 h")
    salome.tap("button", "Enregistrer 2 h")
    salome.reads("C’est enregistré.")
    chloe = screen("Chloé")
    chloe.tap("link", re.compile("heures à valider"))
    chloe.tap("button", re.compile("^Valider l"))
    chloe.reads("Rien à valider")
    assert chloe.taps == 2


def she_comes_to_a_workshop(screen: Open, salome: Screen, clock: Clock) -> None:
    """Proposed by a member, opened by the coordination, held the day after: her quarter is told as done."""
    amina = screen("Amina")
    amina.go("formations/")
    amina.tap("link", "Proposer une formation")
    amina.fill(title=WORKSHOP, learns="Plier, couper, coller.", places="4")
    amina.fill(day=contracting.day(1), start="9 h", end="11 h")
    choice = amina.page.locator("[name=trainer] option").filter(has_text="Amina")
    amina.page.locator("[name=trainer]").select_option(value=choice.get_attribute("value"))
    amina.tap("button", re.compile("^Proposer"))
    chloe = screen("Chloé")
    chloe.tap("link", re.compile("de formation"))
    chloe.tap("link", re.compile(WORKSHOP))
    chloe.tap("button", "Ouvrir les inscriptions")
    chloe.reads("C’est ouvert.")
    salome.go("formations/")
    salome.tap("link", re.compile(WORKSHOP))
    salome.tap("button", "Je m’inscris")
    clock(2)
    amina.page.reload()
    amina.tap("link", "Noter les présences")
    amina.choose(re.compile(f"^{NAME}"))
    amina.tap("button", "Enregistrer les présences")
    amina.reads("Les présences sont notées.")
    salome.go("parcours/engagements/")
    salome.reads("1 formation suivie")


def her_path_begins(screen: Open, salome: Screen) -> None:
    """Opened by the coordination; the first stage is the one that she wants."""
    chloe = screen("Chloé")
    chloe.go("parcours/tous/")
    chloe.tap("link", re.compile(f"{NAME}.*Ouvrir son parcours"))
    chloe.fill(planned_end=contracting.day(90))
    chloe.tap("button", "Ouvrir ce parcours")
    salome.go("parcours/")
    salome.tap("link", "Proposer une étape")
    salome.choose("S’immerger")
    salome.tap("button", "Proposer cette étape")


def stay_of_hers(screen: Open) -> Screen:
    """From the list of people, as a coordinator finds it."""
    chloe = screen("Chloé")
    chloe.go("personnes/")
    chloe.tap("link", re.compile("^Voir les adhésions"))
    chloe.tap("link", re.compile(NAME))
    return chloe


def she_rests_a_week(screen: Open, clock: Clock) -> None:
    chloe = stay_of_hers(screen)
    chloe.tap("link", "Faire une pause")
    chloe.tap("button", "Commencer la pause")
    chloe.reads("En pause")
    clock(7)
    chloe = stay_of_hers(screen)
    chloe.tap("link", "Revenir de pause")
    chloe.tap("button", "Finir la pause")
    chloe.reads("Pause depuis le")


def she_leaves(screen: Open) -> None:
    """What she holds comes back, her situation is noted, nothing is owed: then she has left."""
    chloe = stay_of_hers(screen)
    chloe.tap("link", "Noter un prêt")
    chloe.fill(words="La clé de la réserve")
    chloe.tap("button", "Noter ce prêt")
    chloe.tap("link", "Préparer un départ")
    chloe.tap("button", "Préparer le départ")
    chloe.reads("1 chose à rendre.")
    chloe.tap("link", re.compile("^Noter le retour"))
    chloe.tap("button", "Noter le retour")
    chloe.tap("link", "La noter")
    chloe.choose("On ne sait pas")
    chloe.tap("button", "Noter la fin du parcours")
    chloe = stay_of_hers(screen)
    chloe.tap("link", "Ce qui est réglé avant le départ")
    for words in ("^La situation à la sortie", "^Le matériel est rendu", "^Le solde est réglé"):
        chloe.choose(re.compile(words))
    chloe.tap("button", "Enregistrer")
    chloe.reads("Jusqu’au")


def she_takes_her_portfolio(salome: Screen) -> None:
    salome.go("/moi/portfolio/")
    with salome.page.expect_download() as taken:
        salome.page.get_by_role("link", name="Télécharger mon portfolio (PDF)").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")


def test_from_a_first_name_to_a_portfolio_to_take_away(screen: Open, clock: Clock) -> None:
    salome = she_becomes_a_member(screen)
    she_gets_her_contract(screen, salome)
    she_notes_her_first_hours(screen, salome)
    her_path_begins(screen, salome)
    she_comes_to_a_workshop(screen, salome, clock)
    she_rests_a_week(screen, clock)
    she_leaves(screen)
    she_takes_her_portfolio(salome)
