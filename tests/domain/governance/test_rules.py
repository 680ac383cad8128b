from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import Change, VersionState
from kpacite.domain.governance.rules import Section

ALLOWED = {
    ("draft", "discussed"),
    ("discussed", "draft"),
    ("discussed", "in_force"),
    ("in_force", "superseded"),
}
words = st.text(alphabet="abé é\n'’-.", max_size=60)
parts = st.lists(st.builds(Section, st.text(alphabet="abc ", max_size=8), words), max_size=5)
DAY = date(2026, 3, 12)


@pytest.mark.parametrize(("current", "new"), list(product(VersionState, VersionState)))
def test_only_the_steps_of_the_table_exist(current, new):
    assert rules.may_become(current, new) is ((current, new) in ALLOWED)


@given(words, words)
def test_a_difference_gives_both_texts_back(before, after):
    pieces = rules.word_difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change != Change.REMOVED) == after


@given(parts, parts)
def test_every_part_of_both_versions_is_in_the_difference_once(before, after):
    sections = rules.difference(before, after).sections
    assert sum(section.change != Change.ADDED for section in sections) == len(before)
    assert sum(section.change != Change.REMOVED for section in sections) == len(after)


@given(parts)
def test_a_text_does_not_differ_from_itself(sections):
    found = rules.difference(sections, sections)
    assert found.changed == ()
    assert found.words_added == found.words_removed == 0


def test_words_are_counted_and_parts_recognised_by_their_heading():
    before = [Section("Entrée", "signer la charte"), Section("Lieu", "ranger")]
    after = [Section("ENTRÉE", "lire et signer la charte"), Section("Outils", "partager")]
    found = rules.difference(before, after)
    entry = found.sections[0]
    assert [(piece.change, piece.text) for piece in entry.body][:2] == [
        (Change.ADDED, "lire et "),
        (Change.SAME, "signer la charte"),
    ]
    assert entry.change == Change.CHANGED
    assert (found.words_added, found.words_removed) == (5, 3)


@given(parts)
def test_the_hash_is_that_of_the_text_and_of_nothing_else(sections):
    stored = rules.sections_from(rules.rows_of(sections))
    assert rules.content_hash(stored) == rules.content_hash(sections)
    assert rules.content_hash([*sections, Section("x")]) != rules.content_hash(sections)


@given(parts)
def test_tidying_twice_changes_nothing(sections):
    once = [rules.tidy(section) for section in sections]
    assert [rules.tidy(section) for section in once] == once


def test_the_same_words_typed_on_another_machine_have_the_same_hash():
    here, there = Section("Entrée", "é\nb"), Section(" Entre\u0301e ", "e\u0301 \r\nb\n")
    assert rules.content_hash([rules.tidy(here)]) == rules.content_hash([rules.tidy(there)])


@pytest.mark.parametrize("typed", ["amina belkacem demo", "AMINA  Belkacem-Démo", " Amina Belkacem‑Démo"])
def test_a_name_is_recognised_without_accents_nor_capitals(typed):
    assert rules.name_matches(typed, "Amina Belkacem-Démo")


@pytest.mark.parametrize("typed", ["", "  ", "-", "Amina", "Bilal Fontenoy-Démo"])
def test_another_name_signs_for_nobody(typed):
    assert not rules.name_matches(typed, "Amina Belkacem-Démo")


def test_nothing_signs_for_someone_without_a_name():
    assert not rules.name_matches("", "")


@pytest.mark.parametrize(
    ("in_force", "signed", "signs", "due"),
    [(2, [1], True, True), (2, [1, 2], True, False), (2, [], False, False), (None, [], True, False)],
)
def test_a_signature_is_due_for_the_version_in_force_only(in_force, signed, signs, due):
    assert rules.signature_due(in_force=in_force, signed=signed, signs=signs) is due


def test_a_version_starts_today_or_earlier_but_not_before_the_present_one():
    assert rules.start_fits(DAY, today=DAY, present=None)
    assert rules.start_fits(DAY, today=DAY, present=DAY)
    assert not rules.start_fits(DAY + timedelta(days=1), today=DAY, present=None)
    assert not rules.start_fits(DAY, today=DAY, present=DAY + timedelta(days=1))


def test_parts_without_words_are_named():
    assert rules.gaps([Section("Entrée", "oui"), Section("Engagements")]) == ["Engagements"]
