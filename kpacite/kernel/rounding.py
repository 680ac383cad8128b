"""One way to round, for the whole house."""

from decimal import Decimal
from fractions import Fraction

BASIS_POINTS = 10_000
"""Basis points in one: a rate of 20 % is 2 000."""


def round_half_up(exact: Fraction | Decimal | int) -> int:
    """Round to the nearest whole number; a half goes away from zero, so that a refund mirrors its sale."""
    value = Fraction(exact)
    nearest = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return nearest if value >= 0 else -nearest


def as_rate(rate_bp: int) -> Fraction:
    """Turn basis points into an exact rate: 550 is 5.5 %."""
    return Fraction(rate_bp, BASIS_POINTS)
