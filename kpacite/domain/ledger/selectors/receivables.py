from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.enums import AccountRole, EntrySource
from kpacite.domain.ledger.models import AccountMapping, Book, Line

CLIENT_ROLES = (AccountRole.CLIENTS, AccountRole.CLIENTS_DOUBTFUL)


@dataclass(frozen=True, slots=True)
class AgedRow:
    """What one client owes, in cents: `columns` go from not yet due to the oldest (see `rules.AGES`)."""

    number: str
    label: str
    columns: tuple[int, ...]

    @property
    def total_cents(self) -> int:
        return sum(self.columns)


@dataclass(frozen=True, slots=True)
class AgedReceivables:
    rows: tuple[AgedRow, ...]
    columns: tuple[int, ...]

    @property
    def total_cents(self) -> int:
        return sum(self.columns)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A posted line of a client that nothing settles yet."""

    line: int
    entry: int
    day: date
    due: date
    label: str
    piece_ref: str
    debit_cents: int
    credit_cents: int


def aged_receivables(book: Book, *, today: date, kpa_id: int | None = None) -> AgedReceivables:
    """What clients owe today, by client and by age of what is not lettered.

    Balances carried over between two years are left out: the lines they repeat are counted themselves.
    """
    lines = _open_lines(book)
    if kpa_id is not None:
        lines = lines.filter(kpa_id=kpa_id)
    found = lines.values_list("aux__number", "aux__label", "due", "debit_cents", "credit_cents")
    owed: dict[tuple[str, str], list[int]] = {}
    for number, label, due, debit, credit in found.order_by("aux__label", "pk"):
        columns = owed.setdefault((number or "", label or ""), [0] * (len(rules.AGES) + 1))
        columns[rules.age_column(due, today)] += debit - credit
    rows = tuple(
        AgedRow(number, label, tuple(columns)) for (number, label), columns in owed.items() if any(columns)
    )
    return AgedReceivables(rows, _column_sums(rows))


def _column_sums(rows: Iterable[AgedRow]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(row.columns for row in rows), strict=True))) or (0,) * (len(rules.AGES) + 1)


def open_lines_of(book: Book, aux_number: str) -> list[OpenLine]:
    """The lines of one client that nothing settles yet, the oldest first."""
    lines = _open_lines(book).filter(aux__number=aux_number).order_by("due", "pk")
    rows = lines.values_list(
        "pk", "entry_id", "date", "due", "entry__label", "entry__piece_ref", "debit_cents", "credit_cents"
    )
    return [OpenLine(*row) for row in rows]


def _open_lines(book: Book):  # type: ignore[no-untyped-def] # the annotation adds `due`
    accounts = AccountMapping.objects.filter(book=book, role__in=CLIENT_ROLES).values("account_id")
    lines = Line.objects.posted().unlettered().filter(account__in=accounts)
    lines = lines.exclude(entry__source_type=EntrySource.CARRY_FORWARD)
    return lines.annotate(due=Coalesce("due_date", "date"))
