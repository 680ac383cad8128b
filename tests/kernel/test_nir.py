import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.nir import NationalNumberFound, holds_nir, refuse_nir


def with_key(body: str) -> str:
    return f"{body}{97 - int(body) % 97:02d}"


@pytest.mark.parametrize(
    "text",
    ["mon numéro est 2 99 05 59 350 123", "299055935012348"[:13], "1.85.05.78.006.084", "2 99 05 2A 350 123"],
)
def test_thirteen_digits_that_read_as_a_national_number_are_found(text):
    assert holds_nir(text)


@given(st.integers(1, 2), st.integers(0, 99), st.integers(1, 12), st.integers(1, 95), st.integers(1, 999))
def test_fifteen_digits_with_their_key_are_found_however_they_are_spaced(sex, year, month, place, order):
    body = f"{sex}{year:02d}{month:02d}{place:02d}{order:03d}{order:03d}"
    number = with_key(body)
    assert holds_nir(number)
    parts = (number[:1], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13], number[13:])
    assert holds_nir(f"x {' '.join(parts)}.")
    wrong = f"{body}{int(number[13:]) % 97 + 1:02d}" if int(number[13:]) != 97 else f"{body}01"
    assert not holds_nir(wrong) or wrong == number


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "73282932000074",
        "FR76 3000 6000 0112 3456 7890 189",
        "2026-03-06",
        "1234567890123456",
    ],
)
def test_phones_sirets_and_ibans_are_left_alone(text):
    assert not holds_nir(text)


def test_the_refusal_says_what_to_do():
    with pytest.raises(NationalNumberFound, match="Enlevez"):
        refuse_nir("2990559350123")
    assert refuse_nir("bonjour") == "bonjour"
