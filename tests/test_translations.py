"""French is the source; the English catalogue says all of it, and nothing that is gone."""

import pytest
from django.utils.translation import ngettext, override

from scripts import messages


def test_the_catalogues_are_complete_current_and_compiled() -> None:
    assert list(messages.problems()) == []


def test_a_sentence_that_nobody_translated_is_noticed(monkeypatch) -> None:
    real = messages.collect

    def with_one_more():
        catalog = real()
        catalog.add("Cette phrase vient d’être écrite.")
        return catalog

    monkeypatch.setattr(messages, "collect", with_one_more)
    assert any("vient d’être écrite" in problem for problem in messages.problems())


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [("fr", 0, "mot ajouté"), ("fr", 1, "mot ajouté"), ("fr", 2, "mots ajoutés"), ("en", 0, "words added")],
)
def test_nought_is_singular_in_french_and_plural_in_english(language: str, n: int, said: str) -> None:
    with override(language):
        assert ngettext("%(n)d mot ajouté", "%(n)d mots ajoutés", n) % {"n": n} == f"{n} {said}"


def test_a_french_catalogue_that_is_older_than_the_sentences_is_noticed(monkeypatch) -> None:
    real = messages.collect

    def with_one_more():
        catalog = real()
        catalog.add(("Une seule.", "Plusieurs."))
        return catalog

    monkeypatch.setattr(messages, "collect", with_one_more)
    assert any(problem.startswith("fr: the catalogue is older") for problem in messages.problems())
