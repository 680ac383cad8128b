import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.text import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Cœur d’Îlot", "coeur d ilot"),
        ("  L'Éco-lieu, à   Nîmes ! ", "l eco lieu a nimes"),
        ("ÆGIR & STRASSE Straße", "aegir strasse strasse"),
        ("Łódź, Tromsø, Đà Nẵng", "lodz tromso da nang"),
        ("n°\u00a012 — 3ᵉ étage", "n 12 3e etage"),
        ("e\u0301te\u0301", "ete"),
        ("İstanbul Iğdır", "istanbul igdir"),
        ("مَرْحَبًا", "مرحبا"),
        ("« … »", ""),
    ],
)
def test_a_text_is_brought_down_to_what_the_ear_hears(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_holds_only_letters_digits_and_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)


@given(st.text(alphabet="abcéèêëàâîïôöùûüçœæ' -", max_size=30))
def test_a_search_ignores_capitals(text):
    assert fold(text.upper()) == fold(text)


@given(st.text(), st.text())
def test_words_are_folded_one_by_one(one, other):
    assert fold(f"{one} {other}") == f"{fold(one)} {fold(other)}".strip()
