"""Taps of the design brief (§ 3.1), counted from the home of each role; typing is not counted.

The main job (`test_main_job.py`) counts those of quotes and of the invoice that leaves for the carrier.
"""

import re

import pytest
from django.utils import timezone

from tests.e2e.browser import PHONE
from tests.e2e.walking import Open, Screen

pytestmark = pytest.mark.e2e
SPACE, DESK, NETWORK = "/la-cape/", "/cae/opteos/", "/reseau/"
Tap = tuple[str, str | re.Pattern[str]]

# What she wants → (who, her home, the most taps, what she touches, what she then reads).
TAPS: dict[str, tuple[str, str, int, list[Tap], str]] = {
    "note my hours": (
        "Amina",
        SPACE,
        3,
        [("link", "Noter mes heures"), ("radio", "3 h"), ("button", "Enregistrer 3 h")],
        "C’est enregistré.",
    ),
    "read my part and why": (
        "Amina",
        SPACE,
        2,
        [("link", re.compile("^Dire si je suis d’accord"))],
        "Ma part",
    ),
    "say yes to a sharing": (
        "Amina",
        SPACE,
        2,
        [("link", re.compile("^Dire si je suis d’accord")), ("button", "Je suis d’accord")],
        "Votre accord est noté.",
    ),
    "finish an invoice": (
        "Bilal",
        SPACE,
        3,
        [
            ("link", re.compile("^Finir la facture")),
            ("link", "Vérifier et envoyer"),
            ("button", "Envoyer à la comptabilité"),
        ],
        "comptabilité",
    ),
    "issue an invoice": (
        "Driss",
        DESK,
        3,
        [
            ("link", re.compile("facture à valider")),
            ("link", "Vérifier et émettre"),
            ("button", "Émettre la facture"),
        ],
        "La facture est émise.",
    ),
    "record a payment": (
        "Driss",
        DESK,
        3,
        [
            ("link", re.compile("Noter un paiement")),
            ("link", re.compile("Retard|€")),
            ("button", "Noter ce paiement"),
        ],
        "Le paiement est dans les comptes.",
    ),
    "confirm the hours of others": (
        "Bilal",
        SPACE,
        2,
        [("link", re.compile("^Valider les heures")), ("button", re.compile("^Valider l"))],
        "validé",
    ),
    "open the file of a KPA": ("Esther", NETWORK, 2, [("link", "La Cape")], "La Cape"),
}


@pytest.mark.parametrize("wish", TAPS)
def test_it_takes_no_more_taps_than_promised(screen: Open, wish: str) -> None:
    who, home, most, touched, words = TAPS[wish]
    person = screen(who, home, PHONE)
    for role, name in touched:
        person.choose(name) if role == "radio" else person.tap(role, name)
    person.reads(words)
    assert person.taps <= most


def test_the_accountant_takes_the_month_away_in_two_taps(screen: Open) -> None:
    driss = screen("Driss", DESK, PHONE)
    driss.tap("link", re.compile("^Mois et exercices"))
    with driss.page.expect_download() as coming:
        driss.page.locator("main").get_by_role("link", name=re.compile("^Télécharger")).first.click()
    assert coming.value.suggested_filename.endswith(".xlsx")
    assert driss.taps + 1 <= 2


def test_a_person_hears_her_part_line_by_line(screen: Open) -> None:
    """Chromium without a voice: what is sent to be spoken is what is checked."""
    amina = screen("Amina", SPACE, PHONE)
    amina.page.add_init_script(
        "speechSynthesis.speak = (said) => (window.heard ??= []).push([said.lang, said.text])"
    )
    amina.tap("link", re.compile("^Dire si je suis d’accord"))
    amina.page.get_by_role("button", name="Écouter l’explication").click()
    heard = amina.page.evaluate("window.heard")
    spoken = " ".join(text for _language, text in heard)
    assert {language for language, _text in heard} == {"fr"}
    assert "Ma part" in spoken
    assert "avant cotisations" in spoken


# Welcome and path: those who come, the file of a person, her appointment, the hours of the others.


def test_coming_takes_two_taps(screen: Open) -> None:
    visitor = screen(home="/kpa/la-cape/")
    visitor.tap("link", "Je veux venir")
    visitor.fill(first_name="Salomé", email="salome@exemple.example")
    visitor.tap("button", "Envoyer")
    visitor.reads("Le prochain accueil :")
    assert visitor.taps == 2


def test_finding_a_kpa_takes_two_taps(screen: Open) -> None:
    visitor = screen(home="/")
    visitor.tap("link", "Trouver un KPA")
    visitor.tap("link", re.compile("La Cape"))
    visitor.reads("Je veux venir")
    assert visitor.taps == 2


def test_confirming_hours_takes_two_taps_from_the_board(screen: Open) -> None:
    chloe = screen("Chloé", SPACE, PHONE)
    chloe.tap("link", re.compile("heures à valider"))
    chloe.tap("button", re.compile("^Valider l"))
    chloe.reads("Rien à valider")
    assert chloe.taps == 2


def companion(screen: Open) -> Screen:
    return screen("Bilal", SPACE, PHONE)


def test_seeing_a_path_takes_two_taps(screen: Open) -> None:
    bilal = companion(screen)
    followed = bilal.page.get_by_role("region", name="Les personnes que j’accompagne")
    bilal.tap_on(followed.locator("a.ligne").first)
    bilal.reads("Commencé le")
    assert bilal.taps <= 2


def test_noting_an_appointment_takes_three_taps(screen: Open) -> None:
    bilal = companion(screen)
    followed = bilal.page.get_by_role("region", name="Les personnes que j’accompagne")
    bilal.tap_on(followed.locator("a.ligne").first)
    bilal.tap("link", "Noter un rendez-vous")
    bilal.fill(day=f"{timezone.localdate():%d/%m/%Y}", aim="Faire le point")
    bilal.tap("button", "Noter ce rendez-vous")
    bilal.reads("Faire le point")
    assert bilal.taps <= 3
