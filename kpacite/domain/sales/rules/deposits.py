"""Taking cheques, cards and cash to the bank: the entry, and a till that never owes. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Move, signed
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.rules.settling import TILLS
from kpacite.kernel.money import Euro


@dataclass(frozen=True, slots=True)
class Deposited:
    """One cheque or card payment; cash is one sum."""

    cents: int
    label: str = ""
    kpa_id: int | None = None


def deposit_moves(means: PaymentMeans, parts: Iterable[Deposited], *, fee_cents: int = 0) -> list[Move]:
    """The bank gets the sum less what it keeps; each cheque leaves the account where it waited."""
    rows = list(parts)
    total = sum(row.cents for row in rows)
    moves = [
        signed(AccountRole.BANK, Euro(total - fee_cents)),
        signed(AccountRole.BANK_FEES, Euro(fee_cents)),
        *(signed(TILLS[means], Euro(-row.cents), label=row.label, kpa_id=row.kpa_id) for row in rows),
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]


def bounce_moves(cents: int, *, label: str, kpa_id: int | None) -> list[Move]:
    """The bank takes the sum back; the cheque is a cheque again, until its payment is cancelled."""
    return [
        signed(AccountRole.CHEQUES, Euro(cents), label=label, kpa_id=kpa_id),
        signed(AccountRole.BANK, Euro(-cents)),
    ]


def lowest_from(before_cents: int, later: Iterable[tuple[date, int]]) -> int:
    """The least that a till holds from a day on: `before_cents` that evening, then day after day."""
    return min(accumulate((cents for _day, cents in later), initial=before_cents))
