"""The way in, as each walk of a newcomer begins: from « Je veux venir » to her first sign-in."""

import re
from datetime import date

from django.core import mail
from django.utils import timezone

from tests.e2e import checks
from tests.e2e.walking import Open, Screen

NAME, ADDRESS = "Salomé", "salome@exemple.example"
ADULT, SIXTEEN, FIFTEEN = 30, 16, 15


def born(age: int) -> str:
    """On the first of January of the year that makes this age today."""
    return f"{date(timezone.localdate().year - age, 1, 1):%d/%m/%Y}"


def visitor_asks(screen: Open) -> None:
    """In two taps from the page of the KPA; the answer tells her when to come, and who is there."""
    visitor = screen(home="/kpa/la-cape/")
    visitor.tap("link", "Je veux venir")
    visitor.reads("Il faut avoir 16 ans ou plus. Aucun diplôme n’est demandé.")
    visitor.tap("button", "Envoyer")
    visitor.reads("Écrivez votre prénom.")
    visitor.fill(first_name=NAME, email=ADDRESS, words="J’aime coudre.")
    checks.axe(visitor.page)
    visitor.tap("button", "Envoyer")
    visitor.reads("Le prochain accueil :")
    assert mail.outbox[-1].to == [ADDRESS]


def visitor_answers_alone(screen: Open) -> None:
    """She passes the second question, and stops there."""
    visitor = screen(home="/kpa/la-cape/")
    link = re.search(r"http\S+/f/\S+", mail.outbox[-1].body)
    assert link, mail.outbox[-1].body
    visitor.page.goto(link[0])
    visitor.tap("link", "Commencer")
    visitor.reads("la coordination et la personne qui vous accueille")
    visitor.fill(words="La couture.")
    visitor.tap("button", "Enregistrer la réponse")
    visitor.tap("button", "Passer cette question")
    visitor.tap("link", "Les questions")
    visitor.reads("2 sur 5 questions vues.")
    visitor.tap("button", "J’ai fini")
    visitor.reads("La Cape sait que votre fiche est prête.")


def file_of_newcomer(screen: Open, who: str) -> Screen:
    person = screen(who)
    person.page.goto(person.home + "accueil/")
    person.tap("link", re.compile(NAME))
    return person


def coordinator_takes_her_in(screen: Open, age: int) -> None:
    """Beside her: what she wrote alone is read, the rest is asked; a member is named to welcome her."""
    chloe = file_of_newcomer(screen, "Chloé")
    chloe.reads("La personne a rempli sa fiche seule")
    chloe.reads("La couture.")
    chloe.reads("La date de naissance manque.")
    chloe.tap("link", "Compléter")
    chloe.fill(last_name="Exemple", birth_date=born(age))
    chloe.tap("button", "Enregistrer")
    chloe.tap("link", "Choisir qui accueille")
    choice = chloe.page.locator("[name=welcomer] option").filter(has_text="Amina")
    chloe.page.get_by_label("Qui accueille").select_option(value=choice.get_attribute("value"))
    chloe.tap("button", "Nommer cette personne")
    step_is_done(chloe, "Fiche d’accueil")


def step_is_done(person: Screen, label: str) -> None:
    person.tap("link", re.compile(f"^{label}"))
    person.tap("button", "Noter : c’est fait")
    person.reads("C’est noté.")


def member_shows_the_place(screen: Open) -> None:
    """Named to welcome, she finds the newcomer on her home; some answers are not for her."""
    amina = screen("Amina")
    amina.tap("link", re.compile(f"{NAME} Exemple"))
    amina.reads("La couture.")
    amina.reads("Lu par la coordination seulement.")
    step_is_done(amina, "Visite avec un membre")


def coordinator_talks(screen: Open) -> Screen:
    chloe = file_of_newcomer(screen, "Chloé")
    step_is_done(chloe, "Entretien avec l’équipe")
    return chloe


def her_guardian_agrees(chloe: Screen) -> None:
    chloe.tap("link", "Noter son accord")
    chloe.fill(name="Parent Exemple", contact="Au foyer (exemple)")
    chloe.tap("button", "Noter son accord")
    chloe.reads("Ajoutez la photo du papier signé, ou cochez la case.")
    chloe.choose(re.compile("^Le représentant légal est là et dit oui"))
    chloe.tap("button", "Noter son accord")
    chloe.reads("Représentant légal : Parent Exemple")


def she_signs_the_charter(chloe: Screen) -> None:
    chloe.tap("link", "Signer la charte et entrer")
    chloe.tap("button", "Entrer dans le KPA")
    chloe.reads("Écrivez le nom, ou dites où est la feuille signée.")
    chloe.fill(typed_name=f"{NAME} Exemple")
    checks.axe(chloe.page)
    chloe.tap("button", "Entrer dans le KPA")


def card_of(chloe: Screen) -> tuple[str, str]:
    chloe.tap("link", "Donner une carte de connexion")
    chloe.tap("button", "Faire la carte")
    login = chloe.page.locator("main strong.chiffre").inner_text()
    return login, chloe.page.locator("main code.num").first.inner_text()


def she_signs_in(screen: Open, login: str, code: str) -> Screen:
    """On her own phone, with the first code of her card: her first steps are all done."""
    salome = screen()
    salome.go("/connexion/carte/")
    salome.fill(login_name=login, code=code)
    with salome.page.expect_navigation():
        salome.page.locator("main [name=code]").press("Enter")
    salome.move_home("/la-cape/")
    salome.reads("Mes premiers pas")
    checks.axe(salome.page)
    salome.tap("link", "Voir mon adhésion")
    salome.reads(f"Membre depuis le {timezone.localdate().day}")
    return salome


def walk_to_the_charter(screen: Open, age: int) -> Screen:
    visitor_asks(screen)
    visitor_answers_alone(screen)
    coordinator_takes_her_in(screen, age)
    member_shows_the_place(screen)
    return coordinator_talks(screen)
