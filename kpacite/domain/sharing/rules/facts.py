"""The facts of a sharing: how much came in, who took part, and what each person brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Self

from .refusal import Refusal, SharingRefused


class AccountKind(StrEnum):
    """What a sum is, before it is anybody's: the word in front of the colon."""

    MEMBER = "member"
    """The share of a person, before social contributions."""
    DEFERRED = "deferred"
    """Her share too, kept on her personal account for later."""
    HELD = "held"
    """Her share too, waiting for a decision on her contract."""
    EXIT_BALANCE = "exit_balance"
    """Her share too, owed although she left."""
    EXPENSE = "expense"
    """A reimbursement: never income."""
    DEBT = "debt"
    """An earlier claim on the group."""
    POT = "pot"
    """A common pot."""
    ACCOUNT = "account"
    """The carrier and other third parties: `account:cae` is the cooperative contribution."""
    BUDGET = "budget"
    """A contributive budget."""


OF_A_PERSON = frozenset(
    {AccountKind.MEMBER, AccountKind.DEFERRED, AccountKind.HELD, AccountKind.EXIT_BALANCE}
)
"""Kinds that hold somebody's share, whenever it may be paid."""


class Account(NamedTuple):
    """Where a sum goes: `pot:commun`, `member:amina`."""

    kind: AccountKind
    owner: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner}"


class Status(StrEnum):
    """Where a person stands on the day of the work."""

    MEMBER = "member"
    LEFT = "left"
    NO_CONTRACT = "no_contract"


_PAID_INTO = {
    Status.MEMBER: AccountKind.MEMBER,
    Status.LEFT: AccountKind.EXIT_BALANCE,
    Status.NO_CONTRACT: AccountKind.HELD,
}


@dataclass(frozen=True, slots=True)
class Task:
    """Minutes spent on one kind of task, and the coefficient the group voted for it."""

    minutes: int
    coefficient: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person of the job. `None` means "nobody said", which is not zero."""

    id: str
    name: str
    status: Status = Status.MEMBER
    excluded: bool = False
    """Hours recognised, no money: volunteers, civic service (R28)."""
    minutes: int | None = None
    tasks: tuple[Task, ...] | None = None
    percent: Fraction | None = None
    declared_cents: int | None = None
    gives: Mapping[str, Fraction] = field(default_factory=dict)
    """Tokens given to others, by id of participant."""

    @property
    def account(self) -> Account:
        """Where her share goes: the hours of a leaver count as any others (R22, R23)."""
        return Account(_PAID_INTO[self.status], self.id)


@dataclass(frozen=True, slots=True)
class Facts:
    """The snapshot a rule is applied to; `base_cents` is cash received without VAT (see `cash`)."""

    base_cents: int
    people: Mapping[str, Participant]
    """By id, in the order that breaks ties."""
    tie_start: int = 0
    """Who is served first when remainders are equal: the number of the sharing, so that the turn passes."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """How to call an account in a sentence, by account: `{"pot:outils": "le pot des outils"}`."""

    @classmethod
    def of(
        cls,
        base_cents: int,
        participants: tuple[Participant, ...],
        *,
        tie_start: int = 0,
        labels: Mapping[str, str] | None = None,
    ) -> Self:
        """Gather participants; raise `SharingRefused` if one of them comes twice."""
        people = {person.id: person for person in participants}
        if len(people) != len(participants):
            raise SharingRefused(Refusal.DUPLICATE_PARTICIPANT, field="participants")
        return cls(base_cents, people, tie_start, labels or {})
