"""« de » and « que » before names, months and nouns; spaces that hold before double signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel import french


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina", "d’Amina"),
        ("Élodie", "d’Élodie"),
        ("E\u0301lodie", "d’E\u0301lodie"),
        ("Œuvre commune", "d’Œuvre commune"),
        ("octobre 2026", "d’octobre 2026"),
        ("août", "d’août"),
        ("Hélène", "d’Hélène"),
        ("Hugo", "d’Hugo"),
        ("Yves", "d’Yves"),
        ("Ysé", "d’Ysé"),
        ("Opteos", "d’Opteos"),
        ("amina@exemple.fr", "d’amina@exemple.fr"),
        ("Luc", "de Luc"),
        ("La Cape", "de La Cape"),
        ("juillet 2026", "de juillet 2026"),
        ("Yasmine", "de Yasmine"),
        ("Youssef", "de Youssef"),
        ("Haute-Marche", "de Haute-Marche"),
        ("Hall de l’Est", "de Hall de l’Est"),
        ("Halima", "d’Halima"),
        ("Y", "de Y"),
        ("11 personnes", "de 11 personnes"),
        ("Onze sœurs", "de Onze sœurs"),
        ("« Amis du jardin »", "de « Amis du jardin »"),
        ("Łukasz", "de Łukasz"),
        ("أمينة", "de أمينة"),
        ("", "de "),
    ],
)
def test_de_loses_its_vowel_before_another_one(name: str, said: str) -> None:
    assert french.de(name) == said


def test_que_does_the_same() -> None:
    assert french.que("Inès") == "qu’Inès"
    assert french.que("Luc") == "que Luc"


@given(st.text())
def test_the_name_itself_is_never_changed(name: str) -> None:
    assert french.de(name).removeprefix("d’").removeprefix("de ") in {name, name.removeprefix("d’")}
    assert french.que(name).endswith(name)


@given(st.text(min_size=1))
def test_capitals_change_nothing(name: str) -> None:
    assert french.elides(name) == french.elides(name.casefold())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Vraiment ? Oui !", "Vraiment\u00a0? Oui\u00a0!"),
        ("« Bonjour » : dit-elle", "«\u00a0Bonjour\u00a0»\u00a0: dit-elle"),
        ("10 € ; rien", "10\u00a0€\u00a0; rien"),
        ("déjà\u00a0: fait", "déjà\u00a0: fait"),
        (" : au début", " : au début"),
    ],
)
def test_double_signs_stay_with_their_words(typed: str, shown: str) -> None:
    assert french.fixed_spaces(typed) == shown


@given(st.text(alphabet="ab :;?!«»€\u00a0"))
def test_only_spaces_change_and_once_is_enough(typed: str) -> None:
    shown = french.fixed_spaces(typed)
    assert shown.replace("\u00a0", " ") == typed.replace("\u00a0", " ")
    assert french.fixed_spaces(shown) == shown
