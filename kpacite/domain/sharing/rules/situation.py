"""What a step sees when its turn comes, and what it answers: lines, each with its amount and its sentence.

The result of a sharing is nothing but the sum of its lines. An amount without an explanation cannot exist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, Self

from . import wording
from .apportion import OddCent
from .facts import Account, AccountKind, Facts, Participant


class Kind(StrEnum):
    """What a line of the explanation says."""

    RECEIVED = "received"
    """The money that came in: the top of the waterfall."""
    STEP = "step"
    """What a step took in all, and what remains."""
    SHARE = "share"
    """A sum for an account; over a run these add up to the allocations."""
    CENT = "cent"
    """Who got a cent that did not divide, and why; it is already in her share."""
    CARRIED = "carried"
    """A sum still owed, left for the next sharing."""
    CHANGE = "change"
    """The difference a correction makes to an account."""
    RECOVERED = "recovered"
    """A sum to take back on the next sharings."""
    ABSORBED = "absorbed"
    """A sum a pot pays in somebody's stead."""
    NOTE = "note"
    """What no amount tells: somebody without a share, a limit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation, at most 25 words of French."""

    kind: Kind
    sentence: str
    account: Account | None = None
    amount_cents: int = 0
    private_to: str | None = None
    """Id of the only participant who may read it; `None` is for all those of the sharing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of one step: its summary, its lines, and how much of it was the cost of producing."""

    summary: str
    lines: tuple[Line, ...] = ()
    costs_cents: int = 0

    def total(self, kind: Kind) -> int:
        return sum(line.amount_cents for line in self.lines if line.kind is kind)


def totals(lines: Iterable[Line], kind: Kind) -> dict[Account, int]:
    """Cents per account over the lines of one kind, zeros left out."""
    sums: dict[Account, int] = {}
    for line in lines:
        if line.kind is kind and line.account is not None:
            sums[line.account] = sums.get(line.account, 0) + line.amount_cents
    return {account: cents for account, cents in sums.items() if cents}


@dataclass(frozen=True, slots=True)
class Situation:
    """The money at one point of the waterfall. A step reads it and never changes it."""

    facts: Facts
    remaining_cents: int
    costs_cents: int = 0
    allocations: Mapping[Account, int] = field(default_factory=dict)

    @property
    def margin_cents(self) -> int:
        """Base minus the production costs reimbursed so far in this run."""
        return self.facts.base_cents - self.costs_cents

    def after(self, outcome: Outcome) -> Self:
        """The situation the next step sees."""
        allocations = dict(self.allocations)
        for account, cents in totals(outcome.lines, Kind.SHARE).items():
            allocations[account] = allocations.get(account, 0) + cents
        return type(self)(
            self.facts,
            self.remaining_cents - outcome.total(Kind.SHARE),
            self.costs_cents + outcome.costs_cents,
            allocations,
        )

    def share(self, account: Account, cents: int, why: str, *, private_to: str | None = None) -> Line:
        """Give `cents` to an account: `why` follows the amount in the sentence."""
        return Line(Kind.SHARE, f"{wording.euros(cents)}{why}", self._payee(account), cents, private_to)

    def carry(self, account: Account, cents: int) -> Line:
        """Keep `cents` owed to an account for the next sharing."""
        owed = f"{wording.euros(cents)} à payer pour {self.label(account)} au prochain partage."
        return Line(Kind.CARRIED, owed, account, cents)

    def odd_cents(self, accounts: Sequence[Account], odd_cents: Iterable[OddCent]) -> Iterator[Line]:
        """Say who, among `accounts`, got the cents that did not divide, and why."""
        for odd in odd_cents:
            account = accounts[odd.index]
            exact = wording.unrounded_euros(odd.exact_cents)
            nearest = f"sa part exacte, {exact}, est une des plus proches du centime suivant"
            why = "c’est son tour" if odd.by_turn else nearest
            sentence = f"1 centime de plus pour {self.label(account)}{wording.COLON} {why}."
            yield Line(Kind.CENT, sentence, account, 1)

    def label(self, account: Account) -> str:
        """How the account is called in a sentence."""
        return wording.label(account, self.facts)

    def _payee(self, account: Account) -> Account:
        # A sum « for a member » follows her status, whichever step gives it.
        if account.kind is AccountKind.MEMBER:
            return self.facts.people[account.owner].account
        return account


class Step(Protocol):
    """One step of a rule: a frozen dataclass that turns a situation into an outcome."""

    @property
    def id(self) -> str: ...

    def apply(self, now: Situation) -> Outcome:
        """Raise `SharingRefused` rather than guess."""
        ...


def note_about(person: Participant, sentence: str, *, private: bool = False) -> Line:
    return Line(Kind.NOTE, sentence, person.account, private_to=person.id if private else None)
