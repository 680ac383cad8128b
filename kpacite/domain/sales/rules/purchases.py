"""A supplier's invoice: who it is from, what it may become, and how it is told to the ledger."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.enums.purchases import PurchaseKind, PurchasePayment, PurchaseState
from kpacite.kernel.money import Euro
from kpacite.kernel.text import fold

MOVES: Mapping[PurchaseState, frozenset[PurchaseState]] = {
    PurchaseState.DRAFT: frozenset({PurchaseState.POSTED, PurchaseState.DISCARDED}),
    PurchaseState.POSTED: frozenset({PurchaseState.PAID, PurchaseState.CANCELLED}),
    PurchaseState.PAID: frozenset({PurchaseState.POSTED}),
    PurchaseState.DISCARDED: frozenset(),
    PurchaseState.CANCELLED: frozenset(),
}
ROLES: Mapping[PurchaseKind, AccountRole] = {
    PurchaseKind.MATERIALS: AccountRole.PURCHASES_SUPPLIES,
    PurchaseKind.GOODS: AccountRole.PURCHASES_GOODS,
    PurchaseKind.TRAVEL: AccountRole.TRAVEL,
    PurchaseKind.BANK: AccountRole.BANK_FEES,
}
"""The others are « other purchases », which a book may refine by kind."""
NAMED_DIGITS = 10
LONGEST_KEY = 60


def supplier_key(name: str, siren: str) -> str:
    """Which supplier it is: its SIREN, else its name as the ear hears it."""
    return siren or fold(name)[:LONGEST_KEY]


def number_key(number: str) -> str:
    """The number of an invoice, however it is typed: « FA 2026/12 » is « fa-2026-12 »."""
    return "".join(char for char in number.casefold() if char.isalnum())


def aux_number(key: str) -> str:
    """The auxiliary account of a supplier: « F-443061841 », or a short hash of its name."""
    told = key if key.isdecimal() else hashlib.sha256(key.encode()).hexdigest()[:NAMED_DIGITS].upper()
    return f"F-{told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFacts:
    """`vat`: the part of the tax that the carrier recovers. A credit note takes all of it back."""

    kind: PurchaseKind
    gross: Euro
    vat: Euro
    aux: str
    due_on: date | None
    kpa_id: int | None
    activity: str
    is_credit: bool = False
    order_ref: str = ""

    @property
    def way(self) -> int:
        return -1 if self.is_credit else 1


def posted_moves(facts: PurchaseFacts) -> list[Move]:
    """What was bought is a charge, its tax is recovered, and the supplier is owed the whole."""
    axes, way = _axes(facts), facts.way
    role = ROLES.get(facts.kind, AccountRole.OTHER_PURCHASES)
    charge = Euro(way * (facts.gross - facts.vat).cents)
    moves = [
        signed(role, charge, **axes | Axes(detail=facts.kind)),
        signed(AccountRole.VAT_DEDUCTIBLE, Euro(way * facts.vat.cents), **axes),
        signed(
            AccountRole.SUPPLIERS,
            Euro(-way * facts.gross.cents),
            **axes | Axes(aux=facts.aux, due_date=facts.due_on),
        ),
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]


@dataclass(frozen=True, slots=True)
class SettledPart:
    """Cents of a payment that settle this invoice, negative for a credit note. `label` names its line."""

    facts: PurchaseFacts
    cents: int
    label: str


def shares(cents: int, lefts: Sequence[int]) -> list[int]:
    """How a payment of `cents` settles what is left of invoices, in their order.

    A supplier's credit notes (negative) are taken whole when money goes to it, its invoices when it gives
    back: they make the payment larger. The sum of the answer is never beyond `cents`, and what it leaves is
    an advance.
    """
    way = 1 if cents > 0 else -1
    against = [left if left * way < 0 else 0 for left in lefts]
    pool = abs(cents) + abs(sum(against))
    found = []
    for left, other in zip(lefts, against, strict=True):
        part = min(pool, abs(left)) if left * way > 0 else 0
        pool -= part
        found.append(other or way * part)
    return found


ADVANCE = "Avance"


def paid_moves(parts: Sequence[SettledPart], cents: int, method: PurchasePayment) -> list[Move]:
    """The supplier is paid, or pays back: one line for each invoice, one for an advance, one for the bank."""
    moves = [_owed(part.facts, part.cents, part.label) for part in parts]
    first = parts[0].facts
    if rest := cents - sum(part.cents for part in parts):
        moves.append(_owed(first, rest, ADVANCE))
    till = AccountRole.CASH if method is PurchasePayment.CASH else AccountRole.BANK
    places = {(part.facts.kpa_id, part.facts.activity, part.facts.order_ref) for part in parts}
    axes = _axes(first) if len(places) == 1 else Axes()
    return [*moves, signed(till, Euro(-cents), **axes)]


def advance_moves(payer: PurchaseFacts, part: SettledPart) -> list[Move]:
    """An advance settles an invoice: it moves from the place of the invoice that was paid too much."""
    return [_owed(part.facts, part.cents, part.label), _owed(payer, -part.cents, ADVANCE)]


def _owed(facts: PurchaseFacts, cents: int, label: str) -> Move:
    return signed(AccountRole.SUPPLIERS, Euro(cents), **_axes(facts) | Axes(aux=facts.aux, label=label))


def _axes(facts: PurchaseFacts) -> Axes:
    return Axes(kpa_id=facts.kpa_id, activity=facts.activity, order_ref=facts.order_ref)
