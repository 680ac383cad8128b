"""What a validated sharing does to the accounts of the carrier.

Purchases are in the books since their expense was accepted: the entry is about what is now owed to people,
kept in pots, and earned by the carrier. A rectifying sharing gives differences: any amount may be negative.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.kernel.money import Euro

from .facts import OF_A_PERSON, AccountKind

TO_PEOPLE = frozenset({*OF_A_PERSON, AccountKind.DEBT, AccountKind.BUDGET})


@dataclass(frozen=True, slots=True)
class Booked:
    """A sum of a sharing: for whom, and how the entry calls it."""

    kind: AccountKind
    owner: str
    label: str
    cents: int


def moves_of(sums: Iterable[Booked], axes: Axes, pseudonyms: Mapping[str, str]) -> list[Move]:
    """Balanced by construction: each sum is owed on one side and spent on the other."""
    return [move for booked in sums if booked.cents for move in _pair(booked, axes, pseudonyms)]


def _pair(booked: Booked, axes: Axes, pseudonyms: Mapping[str, str]) -> Iterator[Move]:
    if booked.kind is AccountKind.EXPENSE:
        return
    spent, owed = _roles(booked.kind)
    amount = Euro(booked.cents)
    person = pseudonyms.get(booked.owner, "") if booked.kind in TO_PEOPLE else ""
    yield signed(spent, amount, **axes | Axes(label=booked.label))
    yield signed(owed, -amount, **axes | Axes(label=booked.label, person=person))


def _roles(kind: AccountKind) -> tuple[AccountRole, AccountRole]:
    if kind in TO_PEOPLE:
        return AccountRole.PAYROLL, AccountRole.SHARES_OWED
    if kind is AccountKind.POT:
        return AccountRole.SHARED_OUT, AccountRole.POTS_OWED
    return AccountRole.SHARED_OUT, AccountRole.CARRIER_FEES
