"""A coordinator’s week, from the counts of her board to a table: files, a contract, hours, who to meet."""

import csv
import io
import re

import pytest

from tests.e2e import contracting
from tests.e2e.walking import Open, Screen
from tests.e2e.welcome import card_of, she_signs_in

pytestmark = pytest.mark.e2e
BILAL, NEXT_REVIEW = "Bilal", 60


def monday_she_reads_what_waits(screen: Open) -> None:
    """Each kind with its number, then the two pockets and the orders."""
    chloe = screen("Chloé")
    for words in ("À traiter", "contrats à signer", "lignes d’heures à valider", "message"):
        chloe.reads(words)
    chloe.reads("Les deux poches")
    chloe.reads("Commandes en cours")
    chloe.tap("link", re.compile("fiche d’accueil à lire"))
    chloe.reads("La personne a rempli sa fiche seule")


def tuesday_a_file_is_completed(screen: Open) -> None:
    """The button of « Données à compléter » leads to the very question."""
    chloe = screen("Chloé")
    chloe.tap("link", "Compléter", exact=True)
    gap = chloe.page.locator("main a[href*='#id_education']").first
    chloe.tap_on(gap)
    chloe.page.get_by_label("Niveau d’études atteint").select_option(index=1)
    chloe.tap("button", "Enregistrer les réponses")
    chloe.reads("C’est enregistré.")


def lina_signs_in(screen: Open) -> Screen:
    """With the card that the coordination makes for her."""
    chloe = screen("Chloé")
    chloe.go("accueil/?etat=membres")
    chloe.tap("link", re.compile("Lina"))
    lina = she_signs_in(screen, *card_of(chloe))
    lina.go_home()
    return lina


def wednesday_a_contract_goes_round(screen: Open) -> None:
    """Lina brings the paper that was missing; the insurer's answer is read by the coordination."""
    lina = lina_signs_in(screen)
    contracting.person_brings_her_papers(lina, contracting.ADDRESS)
    contracting.coordinator_sends_the_file(screen, "Lina")
    driss = contracting.file_on_the_desk(screen, "Lina")
    driss.tap("link", "Accepter le dossier")
    driss.tap("button", "Accepter le dossier")
    chloe = screen("Chloé")
    chloe.go("contrats/")
    chloe.tap("link", re.compile("Lina"))
    chloe.reads("L’assureur n’a pas encore répondu pour toutes les activités.")
    contracting.insurer_answers(driss)
    chloe.page.reload()
    chloe.reads("Activités assurées")


def thursday_hours_and_a_review(screen: Open) -> None:
    """Hours in two taps; the meeting of a person whom nobody has met for long is a tap from the board."""
    chloe = screen("Chloé")
    chloe.tap("link", re.compile("heures à valider"))
    chloe.tap("button", re.compile("^Valider l"))
    assert chloe.taps == 2
    chloe.go_home()
    chloe.tap("link", "Voir qui peut l’appeler")
    chloe.reads("Sans contact depuis")
    assert silent(chloe, BILAL)
    gaelle_meets_him(screen)
    chloe.page.reload()
    assert not silent(chloe, BILAL)


def silent(chloe: Screen, who: str) -> bool:
    """Whether the list of those whom nobody has met names this person."""
    return chloe.page.locator("main li").filter(has_text=who).count() > 0


def gaelle_meets_him(screen: Open) -> None:
    """Whom he chose writes the review: what was said, who does what, and the next day."""
    gaelle = screen("Gaëlle")
    gaelle.go("suivi/")
    gaelle.tap("link", re.compile(BILAL))
    gaelle.tap("link", "Noter un rendez-vous")
    gaelle.fill(day=contracting.day(), aim="Le bilan du contrat")
    gaelle.tap("button", "Noter ce rendez-vous")
    gaelle.tap("link", re.compile("Le bilan du contrat"))
    gaelle.page.locator("#note-words").fill("On continue deux mois.")
    gaelle.tap("button", "Ajouter ces mots")
    gaelle.reads("On continue deux mois.")
    gaelle.page.locator("#action-who").select_option(label="Gaëlle Ostermann-Démo")
    gaelle.page.locator("#action-words").fill("Relire le contrat")
    gaelle.tap("button", "Ajouter cette action")
    gaelle.reads("Relire le contrat")
    gaelle.fill(next_day=contracting.day(NEXT_REVIEW))
    gaelle.tap("button", "Noter ce jour")
    assert gaelle.page.locator("[name=next_day]").input_value()
    bilal = screen("Bilal")
    bilal.go("parcours/")
    bilal.tap("link", "Voir les rendez-vous")
    bilal.tap("link", re.compile("Le bilan du contrat"))
    bilal.reads("On continue deux mois.")


def friday_the_table_leaves(screen: Open) -> None:
    rows = table(screen("Chloé"), "parcours/tous/", "Télécharger la liste (tableur CSV)")
    assert any("Amina" in " ".join(row) for row in rows)
    files = table(screen("Chloé"), "contrats/", "Télécharger la liste (tableur CSV)")
    assert any("Lina" in " ".join(row) for row in files)


def table(person: Screen, path: str, words: str) -> list[list[str]]:
    person.go(path)
    address = person.page.get_by_role("link", name=words).get_attribute("href") or ""
    text = person.page.request.get(person.address(address)).text()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_week_from_the_board_to_the_export(screen: Open) -> None:
    monday_she_reads_what_waits(screen)
    tuesday_a_file_is_completed(screen)
    wednesday_a_contract_goes_round(screen)
    thursday_hours_and_a_review(screen)
    friday_the_table_leaves(screen)
