"""When two files may be about one person: the rule, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.people.enums import LikeReason
from kpacite.domain.people.rules import (
    Identity,
    Side,
    are_near,
    compare,
    likely_doubles,
    proposed_side,
)

BORN = date(1990, 2, 3)


def file(key: int = 1, first_name: str = "Nadia", last_name: str = "Exemple", **facts: object) -> Identity:
    return Identity(key, first_name, last_name, **facts)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (file(), file(2, "nadia", "EXEMPLE"), [LikeReason.SAME_NAME]),
        (file(), file(2, "Exemple", "Nadia"), [LikeReason.SAME_NAME]),
        (
            file(birth_date=BORN),
            file(2, "Nadia", "Exempel", birth_date=BORN),
            [LikeReason.NEAR_NAME, LikeReason.SAME_BIRTH_DATE],
        ),
        (file(email="n@x.example"), file(2, "Zoé", "Autre", email="N@x.example"), [LikeReason.SAME_EMAIL]),
        (file(phone="+33639980001"), file(2, "Zoé", "Autre", phone="+33639980001"), [LikeReason.SAME_PHONE]),
        (
            file(birth_date=BORN),
            file(2, "Nadia", "", birth_date=BORN),
            [LikeReason.FIRST_NAME, LikeReason.SAME_BIRTH_DATE],
        ),
    ],
)
def test_two_files_worth_a_look_and_why(one, other, reasons):
    found = compare(one, other)
    assert list(found.reasons) == reasons
    assert found.is_likely


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (file(), file(2, "Nadia", "Autre")),
        (file(), file(2, "Nadia", "")),
        (file(birth_date=BORN), file(2, "Omar", "Autre", birth_date=BORN)),
        # Two people of the same name, born on different days.
        (file(birth_date=BORN), file(2, birth_date=date(1991, 2, 3))),
        # A family shares a telephone.
        (
            file(phone="+33639980001", birth_date=BORN),
            file(2, "Omar", phone="+33639980001", birth_date=date(2009, 1, 1)),
        ),
        (file(1, "!!", "", birth_date=BORN), file(2, "??", "", birth_date=BORN)),
    ],
)
def test_two_files_that_are_left_in_peace(one, other):
    assert not compare(one, other).is_likely


def test_a_slip_of_the_finger_is_near_and_short_names_must_be_the_same():
    assert are_near("martin", "martni")
    assert are_near("exemple caron", "exemple carronn")
    assert not are_near("lea", "leo")
    assert not are_near("martin", "bertin")


names = st.text(alphabet="abcdeé -", max_size=10)
files = st.builds(
    Identity,
    st.integers(1, 50),
    names,
    names,
    st.sampled_from(["", "a@x.example", "b@x.example"]),
    st.sampled_from(["", "+33639980001", "+33639980002"]),
    st.none() | st.dates(date(1990, 1, 1), date(1990, 1, 4)),
)


@given(files, files)
def test_it_is_the_same_whichever_comes_first(one, other):
    assert compare(one, other) == compare(other, one)


@given(st.lists(files, max_size=12, unique_by=lambda one: one.key))
def test_looking_by_groups_forgets_no_likely_pair(people):
    every = {
        (one.key, other.key)
        for one in people
        for other in people
        if one.key < other.key and compare(one, other).is_likely
    }
    found = [(one.key, other.key) for one, other, _likeness in likely_doubles(people)]
    assert set(found) == every
    assert len(found) == len(every)
    around = people[0].key if people else 0
    assert {(a.key, b.key) for a, b, _l in likely_doubles(people, around={around})} == {
        pair for pair in every if around in pair
    }


def test_the_words_that_are_proposed_are_the_fuller_else_the_newer():
    assert proposed_side("Nadia", "", merged_is_newer=True) is Side.KEPT
    assert proposed_side("", "Nadia", merged_is_newer=False) is Side.MERGED
    assert proposed_side("Exemple", "Exemple-Caron", merged_is_newer=False) is Side.MERGED
    assert proposed_side("Exemple-Caron", "exemple", merged_is_newer=True) is Side.KEPT
    assert proposed_side("a@x.example", "b@x.example", merged_is_newer=True) is Side.MERGED
    assert proposed_side("a@x.example", "b@x.example", merged_is_newer=False) is Side.KEPT
