"""Sums of money: whole cents, never a float.

What people type is read only when it has a single possible reading:

- one separator, comma or point, is the decimal one: `14.5`, `14,50` (two decimals at most);
- thousands may be parted by spaces (`1 234,50`), or by the other sign when the decimals are written too
  (`1.234,50`, `1,234.50`);
- `1.234` and `1,234` are refused: one reader sees a thousand there, another sees one euro and a bit.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, Self

from .errors import DomainError
from .rounding import as_rate, round_half_up
from .typography import MINUS, NARROW_NO_BREAK, NO_BREAK, SPACES

CENTS = 100
LARGEST_DIGITS = 12
"""Digits of the largest number of euros read: it fits a 64-bit column with room to add up."""

_AMOUNT = re.compile(
    rf"""
    (?P<sign>[-{MINUS}])? [{SPACES}]*
    (?:
        (?P<plain> [0-9]+ | [0-9]{{1,3}} (?:[{SPACES}][0-9]{{3}})+ ) (?: [.,] (?P<decimals>[0-9]{{1,2}}) )?
      | (?P<points> [0-9]{{1,3}} (?:\.[0-9]{{3}})+ ) ,  (?P<after_comma>[0-9]{{1,2}})
      | (?P<commas> [0-9]{{1,3}} (?:,[0-9]{{3}})+ )  \. (?P<after_point>[0-9]{{1,2}})
    )
    [{SPACES}]* (?: € | eur | euros? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT_A_DIGIT = re.compile(r"[^0-9]")


class InvalidAmount(DomainError):
    """The text is no amount, or could be read as two different ones."""

    code = "amount.invalid"
    sentence = "Écrivez un nombre, par exemple 14,50."


class AmountTooLarge(InvalidAmount):
    """The amount has more digits than any the network will ever handle."""

    code = "amount.too_large"
    sentence = "Ce montant est trop grand\u00a0: vérifiez les chiffres."


@dataclass(frozen=True, order=True, slots=True)
class Euro:
    """An amount in euros, held as a whole number of cents; it may be negative.

    Add up with `sum(amounts, ZERO)`. To share one out, see `split`.
    """

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"Euro holds whole cents, not {self.cents!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed; raise `InvalidAmount` rather than guess."""
        match = _AMOUNT.fullmatch(text.strip())
        if match is None:
            raise InvalidAmount
        whole = _NOT_A_DIGIT.sub("", match["plain"] or match["points"] or match["commas"]).lstrip("0")
        if len(whole) > LARGEST_DIGITS:
            raise AmountTooLarge
        decimals = match["decimals"] or match["after_comma"] or match["after_point"] or ""
        cents = int(whole or "0") * CENTS + int(decimals.ljust(2, "0"))
        return cls(-cents if match["sign"] else cents)

    def format(self) -> str:
        """Write it the French way: `1 234,50 €`, with no-break spaces and a true minus sign."""
        euros, cents = divmod(abs(self.cents), CENTS)
        sign = MINUS if self.cents < 0 else ""
        thousands = f"{euros:,}".replace(",", NARROW_NO_BREAK)
        return f"{sign}{thousands},{cents:02d}{NO_BREAK}€"

    def times(self, quantity: Decimal | Fraction | int) -> Self:
        """Multiply by an exact quantity and round once, half a cent away from zero."""
        if isinstance(quantity, float):
            raise TypeError("a quantity of money is never a float")
        return type(self)(round_half_up(self.cents * Fraction(quantity)))

    def percent_of(self, rate_bp: int) -> Self:
        """Apply a rate in basis points: `Euro(10_000).percent_of(550)` is 5.5 % of 100 €, 5,50 €."""
        return self.times(as_rate(rate_bp))

    @property
    def is_zero(self) -> bool:
        """Nothing at all: neither owed nor due."""
        return self.cents == 0

    def __str__(self) -> str:
        return self.format()

    def __bool__(self) -> NoReturn:
        # « if balance: » hides the difference between zero and none: ask is_zero, or « is None ».
        raise TypeError("an amount is neither true nor false: use is_zero, or compare with None")

    def __add__(self, other: Self) -> Self:
        return type(self)(self.cents + other.cents) if isinstance(other, Euro) else NotImplemented

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.cents - other.cents) if isinstance(other, Euro) else NotImplemented

    def __neg__(self) -> Self:
        return type(self)(-self.cents)

    def __abs__(self) -> Self:
        return type(self)(abs(self.cents))

    def __mul__(self, factor: int) -> Self:
        return type(self)(self.cents * factor) if isinstance(factor, int) else NotImplemented

    __rmul__ = __mul__


ZERO = Euro(0)
