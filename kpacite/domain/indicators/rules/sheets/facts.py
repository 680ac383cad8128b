"""What a line of one's own statistics counts: a person or a path, hours of a day, an invoice."""

from datetime import date
from enum import Enum
from typing import Final, Literal, NamedTuple

from kpacite.domain.indicators.rules.person import Known


class Nothing(Enum):
    """The question does not arise: a person who is still here has no situation after her exit."""

    ABSENT = "absent"


ABSENT: Final = Nothing.ABSENT
Value = int | bool | str | date | None | Literal[Nothing.ABSENT]


class PathFact(NamedTuple):
    """A person by her last path of the period, or one path. `stage`: the rank of the stage she is in."""

    known: Known
    kpa: str
    stage: int | None


class HoursFact(NamedTuple):
    """An entry of the hours ledger that still counts."""

    entry: int
    person: int
    kpa: str
    activity: str
    kind: str
    day: date
    minutes: int
    confirmed: bool


class AmountFact(NamedTuple):
    """An issued invoice, net of tax; a credit note takes away."""

    invoice: int
    client: int
    kpa: str
    activity: str
    kind: str
    client_kind: str
    day: date
    cents: int


Fact = PathFact | HoursFact | AmountFact


def unit_of(fact: Fact) -> int:
    """What a number adds up: people for persons and paths, else entries or invoices."""
    if isinstance(fact, HoursFact):
        return fact.entry
    return fact.invoice if isinstance(fact, AmountFact) else fact.known.path.person


def who_of(fact: Fact) -> int:
    """Of whom it speaks."""
    if isinstance(fact, HoursFact):
        return fact.person
    return fact.client if isinstance(fact, AmountFact) else fact.known.path.person
