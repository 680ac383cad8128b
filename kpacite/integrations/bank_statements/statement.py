import enum
from dataclasses import dataclass
from datetime import date


class StatementFormat(enum.StrEnum):
    CAMT = "camt"
    OFX = "ofx"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One movement of an account. Positive: money comes in.

    `counterparty`, `iban` and `reference` are those of the other side, as far as the bank tells them.
    `bank_id`: what the bank calls the movement; empty when it gives no name.
    """

    booked_on: date
    value_on: date | None = None
    amount_cents: int
    label: str = ""
    counterparty: str = ""
    iban: str = ""
    reference: str = ""
    bank_id: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A file that was read whole. `account` is the IBAN when known, else what the bank calls the account.

    `pending`: movements announced and not booked yet, left out.
    """

    format: StatementFormat
    account: str
    lines: tuple[StatementLine, ...]
    pending: int = 0

    @property
    def total_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


def tidy(text: str | None, longest: int = 200) -> str:
    """One line of printable text."""
    words = "".join(char if char.isprintable() else " " for char in text or "")
    return " ".join(words.split())[:longest]
