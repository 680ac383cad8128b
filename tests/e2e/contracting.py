"""A contract's circuit on screens: the KPA's coordination, the person, and the carrier's accountant."""

import re
from datetime import timedelta

from django.utils import timezone

from kpacite.domain.contracts.enums import DocumentKind
from tests.e2e.browser import DESKTOP
from tests.e2e.walking import Open, Screen

PAPER = b"%PDF-1.4 exemple"
ADDRESS = DocumentKind.ADDRESS
ACTIVITY = "Sérigraphie"


def day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def coordinator_starts_a_file(screen: Open, who: str, **dates: str) -> Screen:
    """She lands on the file that she began: what is missing stands there."""
    chloe = screen("Chloé")
    chloe.page.goto(chloe.home + "contrats/")
    chloe.tap("link", "Commencer un contrat")
    choice = chloe.page.locator("[name=person] option").filter(has_text=who)
    chloe.page.get_by_label("La personne").first.select_option(value=choice.get_attribute("value"))
    chloe.fill(start=dates.get("start", day()), last_day=dates.get("last_day", day(180)))
    chloe.choose(re.compile("^La personne n’est pas salariée"))
    chloe.choose(ACTIVITY)
    chloe.tap("button", "Commencer le dossier")
    chloe.reads("Il manque : ")
    return chloe


def person_brings_her_papers(person: Screen, *kinds: DocumentKind) -> None:
    person.tap("link", "Ajouter mes documents")
    for kind in kinds:
        person.tap("link", "Ajouter un document")
        person.page.get_by_label("Le document", exact=True).select_option(value=kind.value)
        paper = {"name": "exemple.pdf", "mimeType": "application/pdf", "buffer": PAPER}
        person.page.get_by_label("La photo ou le fichier").set_input_files(paper)  # type: ignore[arg-type]
        person.tap("button", "Ajouter ce document")
        person.reads("Le document est ajouté.")


def coordinator_sends_the_file(screen: Open, who: str) -> None:
    chloe = screen("Chloé")
    chloe.page.goto(chloe.home + "contrats/")
    chloe.tap("link", re.compile(who))
    chloe.tap("link", "Envoyer à la CAE")
    chloe.tap("button", "Envoyer le dossier")
    chloe.reads("Le dossier est envoyé à la CAE.")


def file_on_the_desk(screen: Open, who: str) -> Screen:
    driss = screen("Driss", "/cae/opteos/", DESKTOP)
    driss.page.goto(driss.home + "contrats/")
    driss.tap("link", re.compile(who))
    return driss


def carrier_answers(screen: Open, who: str, *, ceiling: str = "1500") -> Screen:
    """Accepted, insured, written, signed by the carrier."""
    driss = file_on_the_desk(screen, who)
    driss.tap("link", "Accepter le dossier")
    driss.tap("button", "Accepter le dossier")
    insurer_answers(driss)
    driss.tap("link", "Préparer le texte")
    driss.fill(ceiling=ceiling)
    driss.tap("button", "Prêt à signer")
    driss.reads("Le texte est prêt. On peut signer.")
    someone_signs_at_the_desk(driss, "La CAE", "Driss Exemple")
    return driss


def insurer_answers(driss: Screen) -> None:
    driss.tap("link", re.compile("^Noter la réponse"))
    driss.choose("Assurée")
    driss.tap("button", "Noter la réponse")
    driss.reads("La réponse est notée.")


def someone_signs_at_the_desk(driss: Screen, party: str, name: str, note: str = "") -> None:
    driss.tap("link", "Signer ou noter une signature")
    driss.choose(party)
    driss.fill(typed_name=name, **({"note": note} if note else {}))
    driss.tap("button", "Signer ce contrat")
    driss.reads("C’est signé.")


def coordinator_signs(screen: Open, who: str) -> Screen:
    chloe = screen("Chloé")
    chloe.tap("link", re.compile("à signer"))
    chloe.tap("link", re.compile(who))
    chloe.tap("link", "Lire et signer pour le KPA")
    chloe.fill(typed_name="Chloé Exemple")
    chloe.tap("button", "Signer ce contrat")
    chloe.reads("C’est signé.")
    return chloe


def person_signs(person: Screen, name: str) -> None:
    person.tap("link", re.compile("^Signer mon contrat"))
    person.fill(typed_name=name)
    person.tap("button", "Signer mon contrat")
    person.reads("C’est signé. Merci !")
