"""What becomes of a sum paid before, once the order is cancelled (docs/decisions/0046)."""

from dataclasses import dataclass

from kpacite.domain.sales.enums import CancelledBy, DepositKind

TWICE = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the sum if it was paid: what the seller keeps, and what it owes to the client."""

    kept_cents: int
    owed_cents: int


def outcome(kind: DepositKind | None, cents: int, by: CancelledBy) -> Outcome | None:
    """None for an « acompte »: both sides are bound, they agree or a judge decides.

    C. conso L214-1 and C. civ. 1590: the client who gives up loses the arrhes, the seller who gives up gives
    back their double. What nobody gave up is given back as it is.
    """
    if kind != DepositKind.EARNEST:
        return None
    if by == CancelledBy.CLIENT:
        return Outcome(cents, 0)
    return Outcome(0, cents * TWICE if by == CancelledBy.SELLER else cents)
