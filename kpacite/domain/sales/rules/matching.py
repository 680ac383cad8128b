"""Which open invoice a movement of the bank may be for: proposals, with their reasons. A person decides."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from kpacite.kernel.text import fold

MOST_PROPOSALS = 3
SHORTEST_WORD = 4
SHORTEST_NUMBER = 4
NOT_IN_A_NUMBER = re.compile(r"[^A-Z0-9]+")


class Reason(Enum):
    NUMBER = "number"
    AMOUNT = "amount"
    NAME = "name"


WEIGHTS = {Reason.NUMBER: 4, Reason.AMOUNT: 2, Reason.NAME: 1}


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """What is left to pay on an invoice, and how it may be named on a statement.

    `client`: whose it is, a supplier's key when it is to be paid. `left_cents`: positive.
    """

    key: int
    number: str
    client: int | str
    client_name: str
    left_cents: int


@dataclass(frozen=True, slots=True)
class Movement:
    amount_cents: int
    words: str
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Invoices of one client that one movement may pay; the first proposal is the best."""

    invoices: tuple[OpenInvoice, ...]
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(WEIGHTS[reason] for reason in self.reasons)

    @property
    def left_cents(self) -> int:
        return sum(invoice.left_cents for invoice in self.invoices)


def propose(movement: Movement, invoices: Sequence[OpenInvoice]) -> list[Proposal]:
    """The likeliest first, three at most; nothing when nothing points to an invoice."""
    if movement.amount_cents <= 0:
        return []
    found = [_alone(movement, invoice) for invoice in invoices]
    proposals = [one for one in found if one.reasons and one.reasons != (Reason.NAME,)]
    proposals += _together(movement, invoices)
    proposals.sort(key=lambda one: (-one.score, -len(one.invoices), one.invoices[0].key))
    return proposals[:MOST_PROPOSALS]


def _alone(movement: Movement, invoice: OpenInvoice) -> Proposal:
    reasons = {
        Reason.NUMBER: _names(movement, invoice),
        Reason.AMOUNT: movement.amount_cents == invoice.left_cents,
        Reason.NAME: _knows(movement, invoice),
    }
    return Proposal((invoice,), tuple(reason for reason, holds in reasons.items() if holds))


def _together(movement: Movement, invoices: Sequence[OpenInvoice]) -> list[Proposal]:
    """Several invoices of one client that the movement names, or all of its invoices, to the cent."""
    proposals = []
    for client in dict.fromkeys(invoice.client for invoice in invoices):
        own = tuple(invoice for invoice in invoices if invoice.client == client)
        named = tuple(invoice for invoice in own if _names(movement, invoice))
        for group, reason in ((named, Reason.NUMBER), (own, Reason.NAME)):
            knows = reason is Reason.NUMBER or _knows(movement, own[0])
            adds_up = sum(invoice.left_cents for invoice in group) == movement.amount_cents
            if len(group) > 1 and adds_up and knows:
                proposals.append(Proposal(group, (reason, Reason.AMOUNT)))
                break
    return proposals


def _names(movement: Movement, invoice: OpenInvoice) -> bool:
    """« F-2026-0042 », « F20260042 » or « f 2026 0042 », never inside a longer figure, nor a mere « 12 »."""
    digits = [part for part in NOT_IN_A_NUMBER.split(invoice.number.upper()) if part]
    if sum(map(len, digits)) < SHORTEST_NUMBER:
        return False
    pattern = r"(?<![A-Z0-9])" + r"[^A-Z0-9]{0,2}".join(digits) + r"(?![0-9])"
    return re.search(pattern, movement.words.upper()) is not None


def _knows(movement: Movement, invoice: OpenInvoice) -> bool:
    told = set(fold(f"{movement.counterparty} {movement.words}").split())
    words = [word for word in fold(invoice.client_name).split() if len(word) >= SHORTEST_WORD]
    return bool(words) and all(word in told for word in words)


def fingerprints(facts: Iterable[Sequence[object]]) -> list[str]:
    """One for each movement: equal ones of a statement are told apart by their rank among themselves."""
    seen: dict[str, int] = {}
    found = []
    for fact in facts:
        text = "\x1f".join(map(str, fact))
        seen[text] = seen.get(text, 0) + 1
        found.append(sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest())
    return found
