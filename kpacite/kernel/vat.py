"""Net, tax and gross that always agree to the cent.

Rounding policy. A line is rounded once, half a cent away from zero: on the tax from a net price, on the net
from a gross price. Adding lines never rounds again, so a sum of `n` lines may stray from its rate by what `n`
roundings allow, and no further. Where a standard wants the tax of a total computed afresh (EN 16931,
BR-CO-17), call `Taxed.from_net` on that total.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from .errors import DomainError
from .money import Euro
from .rounding import as_rate, round_half_up


class InconsistentTax(DomainError):
    """The three amounts do not add up, or the tax is not the one of the rate."""

    code = "vat.inconsistent"
    sentence = "Le montant hors taxes et la TVA ne correspondent pas au total. Vérifiez-les."


class MixedRates(DomainError):
    """Two rates were added into one triple: use `totals_by_rate`."""

    code = "vat.mixed_rates"
    sentence = "Ces montants n’ont pas le même taux de TVA. Additionnez-les séparément."


@dataclass(frozen=True, kw_only=True, slots=True)
class Taxed:
    """A net amount, its VAT and their sum, at one rate in basis points (2 000 is 20 %).

    It cannot exist unless `net + tax == gross` and the tax fits the rate; otherwise `InconsistentTax`.
    `lines` counts the roundings inside: one for a line, more for a sum.
    """

    net: Euro
    tax: Euro
    gross: Euro
    rate_bp: int
    lines: int = 1

    def __post_init__(self) -> None:
        if self.rate_bp < 0 or self.lines < 1:
            raise InconsistentTax
        if self.net + self.tax != self.gross or self._stray() > self._allowance():
            raise InconsistentTax

    @classmethod
    def from_net(cls, net: Euro, *, rate_bp: int) -> Self:
        """Start from a price without tax; the tax is rounded."""
        tax = net.percent_of(rate_bp)
        return cls(net=net, tax=tax, gross=net + tax, rate_bp=rate_bp)

    @classmethod
    def from_gross(cls, gross: Euro, *, rate_bp: int) -> Self:
        """Start from a price with tax; the net is rounded and the tax is what remains."""
        net = Euro(round_half_up(gross.cents / (1 + as_rate(rate_bp))))
        return cls(net=net, tax=gross - net, gross=gross, rate_bp=rate_bp)

    def __add__(self, other: Self) -> Self:
        if self.rate_bp != other.rate_bp:
            raise MixedRates
        net, gross = self.net + other.net, self.gross + other.gross
        lines = self.lines + other.lines
        return type(self)(net=net, tax=gross - net, gross=gross, rate_bp=self.rate_bp, lines=lines)

    def __neg__(self) -> Self:
        """Mirror it, for a credit note."""
        return type(self)(
            net=-self.net, tax=-self.tax, gross=-self.gross, rate_bp=self.rate_bp, lines=self.lines
        )

    def _stray(self) -> Fraction:
        """Cents between the tax and the exact product of the net and the rate."""
        return abs(self.tax.cents - self.net.cents * as_rate(self.rate_bp))

    def _allowance(self) -> Fraction:
        # Half a cent on the net, of a price given with tax, becomes (1 + rate) halves on the tax.
        return self.lines * (1 + as_rate(self.rate_bp)) / 2


def totals_by_rate(lines: Iterable[Taxed]) -> dict[int, Taxed]:
    """Add up the lines of each rate; keys are rates in basis points, lowest first."""
    totals: dict[int, Taxed] = {}
    for line in lines:
        so_far = totals.get(line.rate_bp)
        totals[line.rate_bp] = line if so_far is None else so_far + line
    return dict(sorted(totals.items()))
