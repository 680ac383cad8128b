"""The rows of the file, written out by the database itself: one text per line.

The parts of a row are joined by the unit separator (31), which no label can hold: tabulations and line ends
that a label would hold become spaces, then the separator becomes the tabulation of the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

BATCH = 2_000
SEPARATOR, ROW_END = "\x1f", "\x1e"


class Dialect(NamedTuple):
    """How an engine writes a day as AAAAMMJJ, and cents with a decimal comma."""

    day: str
    cents: str
    separator: str


SQLITE = Dialect("replace({}, '-', '')", "printf('%d,%02d', {0} / 100, {0} % 100)", "char(31)")
POSTGRESQL = Dialect(
    "to_char({}, 'YYYYMMDD')",
    "(({0} / 100)::text || ',' || lpad(({0} % 100)::text, 2, '0'))",
    "chr(31)",
)


def _columns(dialect: Dialect) -> str:
    day, cents = dialect.day, dialect.cents
    columns = (
        "j.code",
        "j.label",
        "e.sequence",
        day.format("e.date"),
        "a.number",
        "a.label",
        "COALESCE(x.number, '')",
        "COALESCE(x.label, '')",
        "e.piece_ref",
        day.format("e.piece_date"),
        "CASE l.label WHEN '' THEN e.label ELSE l.label END",
        cents.format("l.debit_cents"),
        cents.format("l.credit_cents"),
        "COALESCE(t.code, '')",
        f"COALESCE({day.format('t.lettered_on')}, '')",
        day.format("e.posted_on"),
        "''",
        "''",
    )
    return f" || {dialect.separator} || ".join(columns)


ROWS = """
    FROM ledger_entry e {join} ledger_line l ON l.entry_id = e.id
    JOIN ledger_journal j ON j.id = e.journal_id JOIN ledger_account a ON a.id = l.account_id
    LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id
    LEFT JOIN ledger_letteredline m ON m.line_id = l.id AND m.undone_at IS NULL
    LEFT JOIN ledger_lettering t ON t.id = m.lettering_id
    WHERE e.fiscal_year_id = {year} AND e.posted_at IS NOT NULL AND j.kind {opening} 'opening'
    ORDER BY e.sequence, l.rank
"""
# Opening entries come first (FEC-03), then the order of validation.
PARTS = ("=", "<>")


def rows(year: int) -> Iterator[bytes]:
    """The lines of a fiscal year (its key), by blocks of bytes ready to be written, in constant memory."""
    of_engine = _postgresql if connection.vendor == "postgresql" else _sqlite
    for opening in PARTS:
        yield from of_engine(int(year), opening)


def _sqlite(year: int, opening: str) -> Iterator[bytes]:
    # CROSS JOIN makes SQLite read the entries in their order, along the index, and sort nothing.
    query = ROWS.format(join="CROSS JOIN", year=year, opening=opening)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(SQLITE)} {query}")
        while batch := cursor.fetchmany(BATCH):
            yield _clean(ROW_END.join([row for (row,) in batch]) + ROW_END)


def _clean(block: str) -> bytes:
    for end in "\t\r\n":
        block = block.replace(end, " ")
    return block.replace(SEPARATOR, "\t").replace(ROW_END, "\r\n").encode()


def _postgresql(year: int, opening: str) -> Iterator[bytes]:
    row = f"translate({_columns(POSTGRESQL)}, E'\\t\\r\\n\\x1f', E'   \\t')"
    query = f"SELECT {row} {ROWS.format(join='JOIN', year=year, opening=opening)}"
    # A single column that holds neither of these characters is written as it is.
    plain = "FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02'"
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT ({plain})") as copy:
        batch: list[bytes] = []
        for line in copy:
            batch.append(bytes(line))
            if len(batch) == BATCH:
                yield b"".join(batch).replace(b"\n", b"\r\n")
                batch.clear()
        yield b"".join(batch).replace(b"\n", b"\r\n")
