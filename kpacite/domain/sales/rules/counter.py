"""A sale at the till: prices are told with tax, paid at once, and its tax is due at once (CGI 269)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpacite.domain.activities.enums import SupplyMode
from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.enums import LineNature, PaymentMeans
from kpacite.domain.sales.rules.mentions import RATES_BP
from kpacite.domain.sales.rules.settling import TILLS, RatePart
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import round_half_up
from kpacite.kernel.vat import Taxed

COUNTER_MEANS = (PaymentMeans.CASH, PaymentMeans.CARD)
NOTE_FROM_CENTS = 2_500
"""INV-11 (arrêté n° 83-50/A of 3 October 1983, mod. 2010): from 25 € with tax, a service to a private
customer has a « note » before it is paid: date, who sells and where, the client's name, detail, both totals.
"""
COUNTER_CLIENT = "Vente au comptoir"
"""In whose name the payments of a till are: nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPrice:
    """What one line asks. `unit_gross_cents`: with tax, as the price is shown on the stall."""

    label: str
    quantity: Decimal
    unit: str
    unit_gross_cents: int
    vat_bp: int
    mode: str
    offer: int | None = None

    @property
    def gross_cents(self) -> int:
        return round_half_up(self.unit_gross_cents * Fraction(self.quantity))

    @property
    def nature(self) -> LineNature:
        """What is taken away to be kept is goods; what is eaten or done on the spot is a service."""
        return LineNature.GOODS if self.mode == SupplyMode.TO_KEEP else LineNature.SERVICES


def needs_note(lines: Iterable[CounterPrice]) -> bool:
    """Whether what was sold as a service asks for a note (INV-11). Below, it is given on request."""
    served = sum(line.gross_cents for line in lines if line.nature == LineNature.SERVICES)
    return served >= NOTE_FROM_CENTS


def is_whole(line: CounterPrice) -> bool:
    """What a receipt keeps of each line (ISCA-03): words, a number, a price, a rate that exists."""
    says = bool(line.label.strip()) and line.quantity > 0 and line.unit_gross_cents > 0
    return says and line.vat_bp in RATES_BP | {0}


def by_rate(lines: Iterable[CounterPrice]) -> list[RatePart]:
    """Net and tax of each rate, lowest first: the net is rounded once for each rate, the gross never."""
    asked: Counter[int] = Counter()
    for line in lines:
        asked[line.vat_bp] += line.gross_cents
    cut = [Taxed.from_gross(Euro(cents), rate_bp=rate) for rate, cents in sorted(asked.items())]
    return [RatePart(part.rate_bp, part.net.cents, part.tax.cents) for part in cut]


def counter_moves(means: PaymentMeans, lines: Sequence[CounterPrice], axes: Axes) -> list[Move]:
    """Money in the till against what was sold, by nature, and its tax by rate: no client owes anything."""
    parts = by_rate(lines)
    moves = [signed(TILLS[means], Euro(sum(part.gross_cents for part in parts)), **axes)]
    for nature, cents in _earned(lines, parts):
        role = AccountRole.SALES_SERVICES if nature == LineNature.SERVICES else AccountRole.SALES_PRODUCTS
        moves.append(signed(role, Euro(-cents), **axes))
    moves += [
        signed(AccountRole.VAT_COLLECTED, Euro(-part.tax_cents), **axes | Axes(detail=str(part.vat_bp)))
        for part in parts
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]


def _earned(lines: Sequence[CounterPrice], parts: Sequence[RatePart]) -> list[tuple[LineNature, int]]:
    """The net of each rate, cut between goods and services: what one gets, the other does not."""
    earned: Counter[LineNature] = Counter()
    for part in parts:
        gross = sum(line.gross_cents for line in lines if line.vat_bp == part.vat_bp)
        goods = sum(
            line.gross_cents
            for line in lines
            if line.vat_bp == part.vat_bp and line.nature == LineNature.GOODS
        )
        cents = round_half_up(Fraction(part.net_cents * goods, gross)) if gross else 0
        earned[LineNature.GOODS] += cents
        earned[LineNature.SERVICES] += part.net_cents - cents
    return sorted(earned.items())
