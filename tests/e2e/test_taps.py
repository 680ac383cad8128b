"""Taps of the design brief (§ 3.1), counted from the home of each role; typing is not counted.

The main job (`test_main_job.py`) counts those of quotes and of the invoice that leaves for the carrier.
"""

import re

import pytest

from tests.e2e.browser import PHONE
from tests.e2e.walking import Open

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
    "say yes to a sharing": (
        "Amina",
        SPACE,
        2,
        [("link", re.compile("^Dire si je suis d’accord")), ("button", "Je suis d’accord")],
        "Votre accord est noté.",
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
