import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.people import rules


@pytest.mark.parametrize("typed", ["06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "06.12.34.56.78"])
def test_one_number_typed_four_ways_is_one_number(typed):
    assert rules.normalise_phone(typed) == "+33612345678"


def test_no_number_stays_no_number():
    assert rules.normalise_phone("  ") == ""


@pytest.mark.parametrize("typed", ["12", "pas de téléphone", "06 12"])
def test_what_is_not_a_number_gets_a_sentence_with_an_example(typed):
    with pytest.raises(rules.InvalidPhone, match="06 12 34 56 78"):
        rules.normalise_phone(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Élodie B.", "elodie-b"),
        ("  Amina ", "amina"),
        ("Jean-Luc", "jean-luc"),
        ("فاطمة", ""),
        ("a@b", "a-b"),
    ],
)
def test_a_login_name_is_lower_case_ascii(typed, name):
    assert rules.normalise_login_name(typed) == name


def test_the_first_free_login_name_is_taken():
    assert rules.login_name_for("Amina", taken={"amina", "amina-2"}) == "amina-3"


def test_a_name_in_another_script_still_gets_a_login_name():
    assert rules.login_name_for("فاطمة", taken=set()) == "membre"


@given(st.text(max_size=80))
def test_every_login_name_is_valid_short_and_stable(text):
    name = rules.normalise_login_name(text)
    assert name == name.lower()
    assert name.isascii()
    assert "@" not in name
    assert len(name) <= rules.LOGIN_NAME_LENGTH
    assert rules.normalise_login_name(name) == name


@given(st.text("0123456789", min_size=8, max_size=8))
def test_a_printed_code_reads_back_as_itself(code):
    assert rules.bare_code(rules.spaced_code(code)) == code
