"""The queries of a posting, as SQL: through the ORM, building them cost more than running them.

Each runs after the book is locked, so that it reads what the last posting committed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.services.errors import DateOutsideYears, PeriodClosed, UnknownJournal
from kpacite.platform.prepared import Prepared, slot


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry of a day and a journal goes. `existing`: the entry already posted under its key."""

    period: int
    fiscal_year: int
    year_start: date
    journal: int
    journal_code: str
    last_sequence: int
    existing: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a book's chain."""

    position: int
    hash: str


HEAD = Prepared(
    lambda: Book.objects.select_for_update().only("chain_position", "chain_hash").filter(pk=slot("book"))
)


def lock(book: Book) -> Head:
    """Hold the book until the transaction ends: postings of a book come one after the other."""
    held = HEAD.get(book=book.pk)
    return Head(held.chain_position, held.chain_hash)


PLACE = """
    SELECT p.id, f.id, f.start, j.id, j.code, p.closed_at IS NOT NULL OR f.closed_at IS NOT NULL,
        (SELECT MAX(e.sequence) FROM ledger_entry e WHERE e.fiscal_year_id = f.id),
        (SELECT e.id FROM ledger_entry e WHERE e.book_id = f.book_id AND e.key = %s AND e.key <> '')
    FROM ledger_fiscalyear f
    JOIN ledger_period p ON p.fiscal_year_id = f.id AND p.start <= %s AND p."end" > %s
    JOIN ledger_journal j ON j.book_id = f.book_id AND (j.kind = %s OR j.code = %s)
    WHERE f.book_id = %s AND f.start <= %s AND f."end" > %s ORDER BY j.id LIMIT 1
"""


def place(book: Book, *, day: date, journal: str, key: str) -> Place:
    """Find the month, the year and the journal. Raises DateOutsideYears, UnknownJournal, PeriodClosed.

    An entry already posted under `key` is given even in a closed month: nothing is to be written.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [key, day, day, journal, journal, book.pk, day, day])
        row = cursor.fetchone()
    if row is None:
        raise UnknownJournal if _has_period(book, day) else DateOutsideYears
    period, year, start, journal_id, code, closed, last, existing = row
    if closed and existing is None:
        raise PeriodClosed
    return Place(period, year, date.fromisoformat(str(start)), journal_id, code, last or 0, existing)


def _has_period(book: Book, day: date) -> bool:
    return bool(book.fiscal_years.on(day).exists())


def accounts_by_role(book: Book, roles: Iterable[str]) -> dict[tuple[str, str], tuple[int, str]]:
    """(role, detail) → (key, number) of the open accounts that play these roles."""
    rows = _among(
        "SELECT m.role, m.detail, a.id, a.number FROM ledger_accountmapping m"
        " JOIN ledger_account a ON a.id = m.account_id"
        " WHERE m.book_id = %s AND a.closed_on IS NULL AND m.role IN ({})",
        book,
        roles,
    )
    return {(role, detail): (key, number) for role, detail, key, number in rows}


def accounts_by_number(book: Book, numbers: Iterable[str]) -> dict[str, int]:
    """number → key of these accounts, when open."""
    return dict(
        _among(
            "SELECT number, id FROM ledger_account WHERE book_id = %s AND closed_on IS NULL"
            " AND number IN ({})",
            book,
            numbers,
        )
    )


def aux_by_number(book: Book, numbers: Iterable[str]) -> dict[str, int]:
    """number → key of these auxiliary accounts."""
    return dict(
        _among(
            "SELECT number, id FROM ledger_auxaccount WHERE book_id = %s AND number IN ({})", book, numbers
        )
    )


def _among(sql: str, book: Book, values: Iterable[str]) -> Sequence[Any]:
    wanted = sorted({value for value in values if value})
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(", ".join(["%s"] * len(wanted))), [book.pk, *wanted])
        return cursor.fetchall()  # type: ignore[no-any-return]
