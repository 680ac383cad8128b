from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.rounding import as_rate, round_half_up

fractions = st.fractions(min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.5", 1),
        ("1.5", 2),
        ("2.5", 3),
        ("2.4999", 2),
        ("-0.5", -1),
        ("-2.5", -3),
        ("-2.4999", -2),
        ("7", 7),
    ],
)
def test_a_half_goes_away_from_zero(exact, rounded):
    assert round_half_up(Decimal(exact)) == rounded


@given(fractions)
def test_rounding_moves_by_half_a_unit_at_most(exact):
    assert abs(round_half_up(exact) - exact) <= Fraction(1, 2)


@given(fractions)
def test_a_refund_mirrors_its_sale(exact):
    assert round_half_up(-exact) == -round_half_up(exact)


def test_a_rate_in_basis_points_is_exact():
    assert as_rate(550) == Fraction(55, 1000)
