"""What becomes of a sum paid before, once the order is cancelled (docs/decisions/0046)."""

from dataclasses import dataclass
from typing import Unpack

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.enums import CancelledBy, DepositKind
from kpacite.kernel.money import Euro

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


def earnest_moves(told: Outcome, cents: int, **axes: Unpack[Axes]) -> list[Move]:
    """Of arrhes that were paid (the client is in credit by `cents`): kept, they earn; doubled, they cost.

    The first half of what is given back is no move of its own: the refund takes it from that credit. An
    indemnity is not the price of a sale: no tax (docs/decisions/0046).
    """
    there = axes.copy()
    there.pop("aux", None)
    doubled = max(told.owed_cents - cents, 0)
    moves = [
        signed(AccountRole.CLIENTS, Euro(told.kept_cents - doubled), **axes),
        signed(AccountRole.EARNEST_KEPT, Euro(-told.kept_cents), **there),
        signed(AccountRole.EARNEST_DOUBLED, Euro(doubled), **there),
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]
