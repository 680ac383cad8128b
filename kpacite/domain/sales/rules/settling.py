"""What is left to pay, what each payment holds of net and tax by rate, and what lateness costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import SettlementState
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import BASIS_POINTS, round_half_up
from kpacite.kernel.split import split

TILLS = {
    PaymentMeans.TRANSFER: AccountRole.BANK,
    PaymentMeans.CHEQUE: AccountRole.CHEQUES,
    PaymentMeans.CARD: AccountRole.CARDS,
    PaymentMeans.CASH: AccountRole.CASH,
}
DAYS_IN_A_YEAR = 365
AGES = (0, 30, 60, 90)
"""Upper bounds, in days late, of the columns of the unpaid invoices, as those of the ledger."""


@dataclass(frozen=True, slots=True)
class RatePart:
    """What one VAT rate holds of a sum: net and tax, in cents; both negative in a refund."""

    vat_bp: int
    net_cents: int
    tax_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.tax_cents

    def __sub__(self, other: "RatePart") -> "RatePart":
        return RatePart(self.vat_bp, self.net_cents - other.net_cents, self.tax_cents - other.tax_cents)


def remaining(asked: Iterable[RatePart], taken: Iterable[RatePart]) -> list[RatePart]:
    """What is left of each rate, lowest rate first."""
    left = {part.vat_bp: part for part in asked}
    for part in taken:
        left[part.vat_bp] = left.get(part.vat_bp, RatePart(part.vat_bp, 0, 0)) - part
    return [left[rate] for rate in sorted(left)]


def part_by_rate(cents: int, left: Sequence[RatePart]) -> list[RatePart]:
    """Cut a payment by rate, in proportion to what is left of each; the last one takes exactly what is left.

    `cents` has the sign of what is left, and no more. No cent is lost; a rate with nothing left gets none.
    """
    total = sum(part.gross_cents for part in left)
    if cents == total:
        return [part for part in left if part.gross_cents or part.tax_cents]
    way = 1 if cents > 0 else -1
    shares = split(cents, [max(part.gross_cents * way, 0) for part in left])
    return [_cut(share, part) for share, part in zip(shares, left, strict=True) if share]


def _cut(share: int, part: RatePart) -> RatePart:
    tax = round_half_up(Fraction(share * part.tax_cents, part.gross_cents))
    return RatePart(part.vat_bp, share - tax, tax)


def settlement_state(
    *, gross_cents: int, credited_cents: int, paid_cents: int, due_on: date, today: date
) -> SettlementState:
    """Where an issued invoice stands, whatever its payments and credit notes."""
    left = gross_cents - credited_cents - paid_cents
    if left < 0:
        return SettlementState.OVERPAID
    if left == 0:
        whole = credited_cents >= gross_cents > 0
        return SettlementState.CREDITED if whole else SettlementState.PAID
    if today > due_on:
        return SettlementState.OVERDUE
    return SettlementState.PARTLY_PAID if paid_cents else SettlementState.TO_PAY


def payment_moves(
    *, means: PaymentMeans, cents: int, parts: Iterable[RatePart], vat_waits: bool, axes: Axes
) -> list[Move]:
    """Money in (or out, when negative) against what the client owes; the tax that waited becomes due."""
    moves = [
        signed(TILLS[means], Euro(cents), **_without_aux(axes)),
        signed(AccountRole.CLIENTS, Euro(-cents), **axes),
    ]
    return [*moves, *(tax_moves(parts, axes=axes) if vat_waits else [])]


def tax_moves(parts: Iterable[RatePart], *, axes: Axes) -> list[Move]:
    """From the tax that waits for its payment to the tax that is due, by rate (CGI 269)."""
    moves = []
    for part in parts:
        if part.tax_cents:
            there = _without_aux(axes) | Axes(detail=str(part.vat_bp))
            moves.append(signed(AccountRole.VAT_PENDING, Euro(part.tax_cents), **there))
            moves.append(signed(AccountRole.VAT_COLLECTED, Euro(-part.tax_cents), **there))
    return moves


def _without_aux(axes: Axes) -> Axes:
    kept = axes.copy()
    kept.pop("aux", None)
    return kept


@dataclass(frozen=True, slots=True)
class RateSpan:
    """A yearly rate of late interest over [start, end), in basis points."""

    start: date
    end: date | None
    rate_bp: int


def late_interest(owed: Sequence[tuple[date, int]], rates: Sequence[RateSpan], until: date) -> Euro | None:
    """Simple interest, day by day, rounded once at the end; None when a day has no rate: « à compléter ».

    `owed`: from which day on, how many cents are late; the first day is the one after the due date.
    """
    exact = Fraction(0)
    ends = [*(min(day, until) for day, _cents in owed[1:]), until]
    for (start, cents), end in zip(owed, ends, strict=True):
        if cents <= 0 or end <= start:
            continue
        covered = 0
        for span in rates:
            first, last = max(start, span.start), min(end, span.end or end)
            if days := max((last - first).days, 0):
                covered += days
                exact += Fraction(cents * span.rate_bp * days, BASIS_POINTS * DAYS_IN_A_YEAR)
        if covered < (end - start).days:
            return None
    return Euro(round_half_up(exact))


def age_column(due_on: date, today: date) -> int:
    """0 not yet due, then ≤ 30, ≤ 60, ≤ 90 days late, and more."""
    late = (today - due_on).days
    return next((column for column, bound in enumerate(AGES) if late <= bound), len(AGES))
