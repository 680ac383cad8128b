"""Lines and totals of a quote or an invoice: each line is rounded once, the tax once for each rate.

A line's net price is quantity times unit price less its discount, half a cent away from zero. The tax is
computed on the total of each rate (EN 16931, BR-CO-17): net, tax and gross agree on paper as in the books.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import ZERO, Euro
from kpacite.kernel.rounding import BASIS_POINTS, as_rate, round_half_up
from kpacite.kernel.split import split
from kpacite.kernel.typography import MINUS, SPACES
from kpacite.kernel.vat import Taxed

PLACES = 3
LARGEST_QUANTITY = Decimal(1_000_000)
_QUANTITY = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?")
_SPACE = re.compile(f"[{SPACES}]")


class InvalidQuantity(DomainError):
    code = "sales.quantity_invalid"
    sentence = "Écrivez un nombre, par exemple 30 ou 2,5."
    field = "quantity"


class DiscountTooLarge(DomainError):
    code = "sales.discount_too_large"
    sentence = "La remise est plus grande que le total. Vérifiez-la."
    field = "discount"


class DepositTooLarge(DomainError):
    code = "sales.deposit_too_large"
    sentence = "La somme demandée avant est plus grande que le total. Vérifiez-la."
    field = "deposit"


def parse_quantity(text: str) -> Decimal:
    """Read « 30 », « 2,5 » or « 1 200 »: more than zero, three decimals at most. Raises `InvalidQuantity`."""
    typed = text.strip()
    if not _QUANTITY.fullmatch(typed):
        raise InvalidQuantity
    quantity = Decimal(_SPACE.sub("", typed).replace(",", "."))
    if not 0 < quantity <= LARGEST_QUANTITY or quantity != round(quantity, PLACES):
        raise InvalidQuantity
    return quantity


def format_quantity(quantity: Decimal) -> str:
    """« 30 », « 2,5 »: as many decimals as needed, as people type them."""
    text = f"{quantity:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",").replace("-", MINUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """What one line asks. A negative quantity takes back (a deposit already asked, a credit note)."""

    label: str
    quantity: Decimal
    unit: str
    unit_price_cents: int
    vat_bp: int
    discount_bp: int = 0
    offer: int | None = None

    @property
    def net(self) -> Euro:
        """Without tax, discount taken off; rounded here and nowhere else."""
        exact = self.unit_price_cents * Fraction(self.quantity) * (1 - as_rate(self.discount_bp))
        return Euro(round_half_up(exact))


@dataclass(frozen=True, slots=True)
class GlobalDiscount:
    """Taken off the whole document: a share of its net total, or a sum without tax."""

    bp: int = 0
    cents: int = 0

    def of(self, net: Euro) -> Euro:
        """What it takes off; what gives back mirrors what asked. Raises `DiscountTooLarge`."""
        if net < ZERO:
            return -self.of(-net)
        asked = net.percent_of(self.bp) + Euro(self.cents)
        if asked > net:
            raise DiscountTooLarge
        return asked


NO_DISCOUNT = GlobalDiscount()


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a document asks at one rate. `lines`: net of the lines; `taxed`: after `discount`."""

    lines: Euro
    discount: Euro
    taxed: Taxed

    @property
    def rate_bp(self) -> int:
        return self.taxed.rate_bp


@dataclass(frozen=True, slots=True)
class DocumentTotals:
    """The foot of a document. `by_rate`: lowest rate first; its sums are the totals, to the cent."""

    by_rate: tuple[RateTotal, ...]

    @property
    def lines(self) -> Euro:
        return sum((row.lines for row in self.by_rate), ZERO)

    @property
    def discount(self) -> Euro:
        return sum((row.discount for row in self.by_rate), ZERO)

    @property
    def net(self) -> Euro:
        return sum((row.taxed.net for row in self.by_rate), ZERO)

    @property
    def tax(self) -> Euro:
        return sum((row.taxed.tax for row in self.by_rate), ZERO)

    @property
    def gross(self) -> Euro:
        return sum((row.taxed.gross for row in self.by_rate), ZERO)


def totals(lines: Iterable[PricedLine], discount: GlobalDiscount = NO_DISCOUNT) -> DocumentTotals:
    """Add up each rate; the discount falls on each in proportion. Raises `DiscountTooLarge`."""
    nets: dict[int, Euro] = {}
    for line in lines:
        nets[line.vat_bp] = nets.get(line.vat_bp, ZERO) + line.net
    rates = sorted(nets)
    taken = _by_rate(discount, [nets[rate] for rate in rates])
    return DocumentTotals(
        tuple(
            RateTotal(nets[rate], off, Taxed.from_net(nets[rate] - off, rate_bp=rate))
            for rate, off in zip(rates, taken, strict=True)
        )
    )


def _by_rate(discount: GlobalDiscount, nets: list[Euro]) -> list[Euro]:
    off = discount.of(sum(nets, ZERO))
    if off.is_zero:
        return [ZERO] * len(nets)
    way = 1 if off > ZERO else -1
    return [Euro(cents) for cents in split(off.cents, [max(net.cents * way, 0) for net in nets])]


def deposit_cents(gross: Euro, *, bp: int = 0, cents: int = 0) -> int:
    """What is asked before the work, tax included. Raises `DepositTooLarge`."""
    asked = gross.percent_of(bp) + Euro(cents)
    if asked > gross or bp > BASIS_POINTS:
        raise DepositTooLarge
    return asked.cents


def deposit_by_rate(whole: DocumentTotals, cents: int) -> tuple[Taxed, ...]:
    """A deposit, tax included, cut by rate of the document in proportion to what each rate asks.

    A rate that gets no cent is left out. Raises `DepositTooLarge`.
    """
    if cents > whole.gross.cents:
        raise DepositTooLarge
    weights = [max(row.taxed.gross.cents, 0) for row in whole.by_rate]
    shares = split(cents, weights) if any(weights) else []
    return tuple(
        Taxed.from_gross(Euro(share), rate_bp=row.rate_bp)
        for row, share in zip(whole.by_rate, shares, strict=False)
        if share
    )
