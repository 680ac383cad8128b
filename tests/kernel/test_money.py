import operator
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpacite.kernel.money import CENTS, LARGEST_DIGITS, ZERO, AmountTooLarge, Euro, InvalidAmount

LARGEST = 10**LARGEST_DIGITS * CENTS - 1
euros = st.integers(-LARGEST, LARGEST).map(Euro)
rates = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("14.5", 1450),
        ("14,5", 1450),
        ("14,50 €", 1450),
        ("14,50\u00a0€", 1450),
        ("14€", 1400),
        ("14 euros", 1400),
        ("14 EUR", 1400),
        (" 14 ", 1400),
        ("007", 700),
        ("0,05", 5),
        ("1 234,5", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("1\u00a0234\u00a0567", 123456700),
        ("1234567,89", 123456789),
        ("999999999999,99", 99_999_999_999_999),
        ("-3,20", -320),
        ("−3,20", -320),
        ("− 3,20 €", -320),
        ("-0", 0),
        ("1.234,50", 123450),
        ("1,234.5", 123450),
        ("1.234.567,8", 123456780),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, cents):
    assert Euro.parse(typed) == Euro(cents)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "€", "-", ",", "abc", "12a", "1e3", "nan", "٣", "½", "++1", "--1", "3-"),
        *(",50", "14,", "14.", "14,505", "14.505", "0,001"),
        *("1.234", "1,234", "1.234.567", "1,234,567", "1.234,567", "12.34,50", "1,234,50", "1.234.50"),
        *("12 34", "1 2345", "1234 567", "1 234.567,80", "1  234", "14,5 0", "14 € 50", "14 \n 50"),
    ],
)
def test_what_has_no_single_reading_is_refused(typed):
    with pytest.raises(InvalidAmount) as refusal:
        Euro.parse(typed)
    assert str(refusal.value) == "Écrivez un nombre, par exemple 14,50."


@pytest.mark.parametrize("typed", ["1000000000000", "9" * 5_000])
def test_an_absurd_amount_is_refused(typed):
    with pytest.raises(AmountTooLarge):
        Euro.parse(typed)


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (123450, "1\u202f234,50\u00a0€"),
        (-320, "\u22123,20\u00a0€"),
        (-5, "\u22120,05\u00a0€"),
        (0, "0,00\u00a0€"),
        (99999, "999,99\u00a0€"),
        (123456789, "1\u202f234\u202f567,89\u00a0€"),
    ],
)
def test_an_amount_is_shown_the_french_way(cents, shown):
    assert Euro(cents).format() == str(Euro(cents)) == shown


@given(euros)
def test_what_is_shown_can_be_typed_back(amount):
    assert Euro.parse(amount.format()) == amount


@given(st.text(alphabet="0123456789.,-− \u00a0\u202f€e", max_size=15))
def test_any_text_is_read_or_refused_and_keeps_its_digits(typed):
    try:
        amount = Euro.parse(typed)
    except InvalidAmount:
        return
    digits = "".join(char for char in typed if char in "0123456789")
    assert abs(amount.cents) in {int(digits), int(digits) * 10, int(digits) * 100}


@given(euros, euros, euros)
def test_amounts_add_up_like_whole_numbers(a, b, c):
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a - b == a + (-b)
    assert a + ZERO == a
    assert sum([a, b, c], ZERO).cents == a.cents + b.cents + c.cents


@given(euros, st.integers(-1000, 1000))
def test_multiplying_is_exact_on_both_sides(amount, factor):
    assert (amount * factor).cents == (factor * amount).cents == amount.cents * factor
    assert amount.times(factor) == amount * factor


@given(euros, euros)
def test_amounts_are_ordered_like_their_cents(a, b):
    assert (a < b) == (a.cents < b.cents)
    assert (a >= b) == (a.cents >= b.cents)
    assert abs(a) == max(a, -a)


@pytest.mark.parametrize("cents", [1.0, "1", None, True, Decimal(1), Fraction(1)])
def test_only_whole_cents_make_an_amount(cents):
    with pytest.raises(TypeError):
        Euro(cents)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.lt, Euro.times])
def test_an_amount_never_meets_a_float(operation):
    with pytest.raises(TypeError):
        operation(Euro(100), 0.5)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.lt])
def test_an_amount_never_meets_a_bare_number(operation):
    with pytest.raises(TypeError):
        operation(Euro(100), 1)


def test_an_amount_is_neither_true_nor_false():
    with pytest.raises(TypeError, match="is_zero"):
        bool(Euro(100))
    assert ZERO.is_zero
    assert not Euro(-1).is_zero


def test_an_amount_cannot_change():
    with pytest.raises(FrozenInstanceError):
        Euro(100).cents = 200


@pytest.mark.parametrize(
    ("cents", "quantity", "result"),
    [(333, Decimal("1.5"), 500), (1, Fraction(1, 2), 1), (-1, Fraction(1, 2), -1), (100, Fraction(1, 3), 33)],
)
def test_a_quantity_is_rounded_once_half_away_from_zero(cents, quantity, result):
    assert Euro(cents).times(quantity) == Euro(result)


@given(euros, st.fractions(-100, 100))
def test_a_product_is_within_half_a_cent_of_the_exact_one(amount, quantity):
    assert abs(amount.times(quantity).cents - amount.cents * quantity) <= Fraction(1, 2)


def test_the_carrier_fee_of_the_buffet_is_rounded_to_the_nearest_cent():
    assert Euro(63653).percent_of(1_000) == Euro(6365)
    assert Euro(10_000).percent_of(550) == Euro(550)


@given(euros, rates)
def test_a_part_never_exceeds_the_whole(amount, rate_bp):
    assert abs(amount.percent_of(rate_bp)) <= abs(amount)
    assert amount.percent_of(10_000) == amount


@given(euros, euros, rates)
def test_a_larger_amount_has_a_larger_part(a, b, rate_bp):
    assume(a <= b)
    assert a.percent_of(rate_bp) <= b.percent_of(rate_bp)
