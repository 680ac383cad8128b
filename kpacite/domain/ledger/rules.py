"""What must hold in accounts, told without a database. Amounts are whole cents."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import TypedDict, Unpack

from kpacite.kernel.money import Euro
from kpacite.kernel.period import Period, add_months

SIREN_LENGTH = 9
# Right by its key and given to nobody: books that hold it are examples.
EXAMPLE_SIREN = "999999998"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
FEWEST_LINES = 2
LONGEST_YEAR_MONTHS = 24
"""C. com. L123-12: accounts at least every twelve months; a first year may last longer."""
GENESIS = ""
"""What the first entry of a book has for a previous hash."""

AGES = (0, 30, 60, 90)
"""Upper bounds, in days late, of the columns of the aged receivables: not due, ≤ 30, ≤ 60, ≤ 90, more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that begin with the same two digits, added up. `code`: those digits."""

    code: str
    cents: int


def grouped(sums: Iterable[tuple[str, int]], *, first_digit: str) -> tuple[Group, ...]:
    """Sums of accounts by their first two digits, for the class asked for, without groups that come to nil.

    Two digits on purpose: the account of one wage would tell what one person earns.
    """
    found: dict[str, int] = {}
    for number, cents in sums:
        if number.startswith(first_digit):
            found[number[:2]] = found.get(number[:2], 0) + cents
    return tuple(Group(code, cents) for code, cents in sorted(found.items()) if cents)


class Axes(TypedDict, total=False):
    """Where a movement belongs: `kpa_id` an organisation's key, `person` a pseudonym."""

    detail: str
    aux: str
    label: str
    due_date: date | None
    kpa_id: int | None
    activity: str
    person: str
    order_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line to be: exactly one of `debit_cents` and `credit_cents` is positive.

    The account is named by `role` (with `detail`, such as a VAT rate), or by `number` when a human chose it.
    `aux`: number of an auxiliary account of the book.
    """

    role: str = ""
    detail: str = ""
    number: str = ""
    aux: str = ""
    debit_cents: int = 0
    credit_cents: int = 0
    label: str = ""
    due_date: date | None = None
    kpa_id: int | None = None
    activity: str = ""
    person: str = ""
    order_ref: str = ""

    @property
    def mirrored(self) -> "Move":
        return replace(self, debit_cents=self.credit_cents, credit_cents=self.debit_cents)


def debit(role: str, amount: Euro, **axes: Unpack[Axes]) -> Move:
    """What enters the account that plays this role."""
    return Move(role=role, debit_cents=amount.cents, **axes)


def credit(role: str, amount: Euro, **axes: Unpack[Axes]) -> Move:
    """What leaves the account that plays this role."""
    return Move(role=role, credit_cents=amount.cents, **axes)


def signed(role: str, amount: Euro, **axes: Unpack[Axes]) -> Move:
    """A debit when positive, a credit when negative."""
    return debit(role, amount, **axes) if amount.cents > 0 else credit(role, -amount, **axes)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to write. `journal`: a kind of journal, or the code of one of the book's journals.

    `piece_date` is `day` unless told otherwise. `source_type` and `source_id` name the object
    it comes from. A `key` makes it idempotent: the same event posted twice gives the same entry.
    """

    journal: str
    day: date
    label: str
    piece_ref: str
    moves: Sequence[Move]
    piece_date: date | None = None
    source_type: str = ""
    source_id: str = ""
    key: str = ""


def one_line(text: str) -> str:
    """The text without tabulation, line end or other control character: the FEC has none in its fields."""
    return _CONTROLS.sub(" ", text)


def tidied(new: NewEntry) -> NewEntry:
    """The same entry, its texts on one line each."""
    moves = [
        replace(move, label=one_line(move.label)) if _CONTROLS.search(move.label) else move
        for move in new.moves
    ]
    return replace(new, label=one_line(new.label), piece_ref=one_line(new.piece_ref), moves=moves)


def imbalance(moves: Iterable[Move]) -> int:
    """Debits less credits, in cents; 0 when the entry balances."""
    return sum(move.debit_cents - move.credit_cents for move in moves)


def one_sided(move: Move) -> bool:
    """Whether the line has a debit or a credit, positive, and not both."""
    low, high = sorted((move.debit_cents, move.credit_cents))
    return low == 0 and high > 0


def months_of_year(start: date, months: int) -> list[Period]:
    """The calendar months of a fiscal year that starts on `start`, the first of a month."""
    return list(Period(start, add_months(start, months)).months())


def letter_code(rank: int) -> str:
    """The `rank`-th letter of an account, from 1: AA, AB … AZ, BA … ZZ, AAA…"""
    index, width, block = rank - 1, 2, 26**2
    while index >= block:
        index, width, block = index - block, width + 1, block * 26
    letters = ""
    for _position in range(width):
        index, letter = divmod(index, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def age_column(due: date, today: date) -> int:
    """The column of the aged receivables, from 0 (not yet due) to `len(AGES)` (the oldest)."""
    late = (today - due).days
    return next((column for column, bound in enumerate(AGES) if late <= bound), len(AGES))


LineFacts = tuple[int, str, str, int, int, str, str, int, str, str, str]
"""rank, account number, auxiliary number, debit, credit, label, due date, KPA, activity, person, order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """Everything that the chain holds of a posted entry; dates as ISO 8601, absent ones empty."""

    book: int
    chain_position: int
    year_start: date
    journal: str
    number: int
    sequence: int
    day: date
    label: str
    piece_ref: str
    piece_date: date
    source_type: str
    source_id: str
    key: str
    reversal_of: int
    posted_at: datetime
    posted_on: date
    lines: Sequence[LineFacts] = field(default=())


def canonical(facts: EntryFacts) -> str:
    """One text for one entry, the same on every machine: JSON without spaces, in a fixed order."""
    return json.dumps(
        [
            facts.book,
            facts.chain_position,
            facts.year_start.isoformat(),
            facts.journal,
            facts.number,
            facts.sequence,
            facts.day.isoformat(),
            facts.label,
            facts.piece_ref,
            facts.piece_date.isoformat(),
            facts.source_type,
            facts.source_id,
            facts.key,
            facts.reversal_of,
            facts.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
            facts.posted_on.isoformat(),
            facts.lines,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def chained_hash(previous: str, facts: EntryFacts) -> str:
    """SHA-256, in hexadecimal, of the previous hash followed by the canonical entry."""
    return hashlib.sha256((previous + canonical(facts)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account carries at the end of a year, for one auxiliary account."""

    number: str
    aux: str
    cents: int


def carried_moves(standings: Iterable[Standing], *, result_cents: int, profit: str, loss: str) -> list[Move]:
    """The opening entry of the next year: each balance, and the result of the year that ends.

    `result_cents`: income less expenses. `profit`, `loss`: roles of the accounts that receive it.
    """
    moves = [
        Move(
            number=standing.number,
            aux=standing.aux,
            debit_cents=max(standing.cents, 0),
            credit_cents=max(-standing.cents, 0),
        )
        for standing in standings
        if standing.cents
    ]
    if result_cents:
        moves.append(signed(loss if result_cents < 0 else profit, Euro(-result_cents)))
    return moves


def holes(numbers: Iterable[int]) -> Iterator[int]:
    """The numbers missing from 1 on, in a rising series."""
    expected = 1
    for number in numbers:
        yield from range(expected, number)
        expected = number + 1


def resolve(
    accounts: Mapping[tuple[str, str], tuple[int, str]], role: str, detail: str
) -> tuple[int, str] | None:
    """The (key, number) of the account for a role: that of the detail, else that of the whole role."""
    return accounts.get((role, detail)) or accounts.get((role, ""))


ACCOUNT_DIGITS = 6
"""Numbers shorter than this are those of other tools: « 512 » is our « 512000 »."""
_ACCOUNT = re.compile(r"[1-9][0-9]{2}[0-9A-Z]{0,9}")
BALANCE_CLASSES = "12345"


class OpeningProblem(Enum):
    """What keeps a balance of another tool out."""

    NUMBER = "number"
    RESULT = "result"
    SIDES = "sides"
    TWICE = "twice"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """One line of a balance; `number` already in our length."""

    line: int
    number: str
    debit_cents: int
    credit_cents: int


def whole_number(number: str) -> str:
    """An account number as a book of ours writes it, six signs at least."""
    bare = "".join(number.split()).upper()
    return bare.ljust(ACCOUNT_DIGITS, "0") if _ACCOUNT.fullmatch(bare) else bare


def opening_problems(rows: Sequence[OpeningFacts]) -> list[tuple[int, OpeningProblem]]:
    """What is wrong, line by line: (line, problem); line 0 is the whole file. One problem a line."""
    if not rows:
        return [(0, OpeningProblem.EMPTY)]
    seen: set[str] = set()
    found = []
    for row in rows:
        problem = _opening_problem(row, seen)
        seen.add(row.number)
        if problem is not None:
            found.append((row.line, problem))
    return found


def _opening_problem(row: OpeningFacts, seen: set[str]) -> OpeningProblem | None:
    sides = (row.debit_cents, row.credit_cents)
    if not _ACCOUNT.fullmatch(row.number):
        return OpeningProblem.NUMBER
    if row.number[0] not in BALANCE_CLASSES:
        return OpeningProblem.RESULT
    if min(sides) < 0 or (sides[0] > 0) == (sides[1] > 0):
        return OpeningProblem.SIDES
    return OpeningProblem.TWICE if row.number in seen else None
