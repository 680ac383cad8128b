"""The rows of the file, written out by the database itself: one text per line.

The parts of a row are joined by the unit separator (31), which no label can hold: tabulations and line ends
that a label would hold become spaces, then the separator becomes the tabulation of the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

BATCH = 2_000
SEPARATOR, ROW_END = b"\x1f", "\x1e"


class Dialect(NamedTuple):
    """How an engine writes a day as AAAAMMJJ, cents with a decimal comma, and the parts of a row as one."""

    day: str
    cents: str
    row: str
    between: str


SQLITE = Dialect("replace({}, '-', '')", "printf('%d,%02d', {0} / 100, {0} % 100)", "{}", " || char(31) || ")
# to_char would cost as much as the rest of the row.
POSTGRESQL = Dialect(
    "replace({}::text, '-', '')",
    "(({0} / 100)::text || ',' || right(({0} % 100 + 100)::text, 2))",
    "concat_ws(E'\\x1f', {})",
    ", ",
)


def _columns(dialect: Dialect) -> str:
    day, cents = dialect.day, dialect.cents
    columns = (
        "r.journal",
        "r.journal_label",
        "r.sequence",
        day.format("r.date"),
        "r.account",
        "r.account_label",
        "r.aux",
        "r.aux_label",
        "r.piece_ref",
        day.format("r.piece_date"),
        "CASE r.line_label WHEN '' THEN r.label ELSE r.line_label END",
        cents.format("r.debit_cents"),
        cents.format("r.credit_cents"),
        "r.letter",
        f"COALESCE({day.format('r.lettered_on')}, '')",
        day.format("r.posted_on"),
        "''",
        "''",
    )
    return dialect.row.format(dialect.between.join(columns))


# The rows are put in order before they become texts: sorting short rows is what costs least.
ROWS = """
    FROM (SELECT j.code AS journal, j.label AS journal_label, e.sequence, e.date, a.number AS account,
        a.label AS account_label, COALESCE(x.number, '') AS aux, COALESCE(x.label, '') AS aux_label,
        e.piece_ref, e.piece_date, e.label, l.label AS line_label, l.debit_cents, l.credit_cents,
        COALESCE(t.code, '') AS letter, t.lettered_on, e.posted_on
    FROM ledger_entry e {join} ledger_line l ON l.entry_id = e.id
    JOIN ledger_journal j ON j.id = e.journal_id JOIN ledger_account a ON a.id = l.account_id
    LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id
    LEFT JOIN ledger_letteredline m ON m.line_id = l.id AND m.undone_at IS NULL
    LEFT JOIN ledger_lettering t ON t.id = m.lettering_id
    WHERE e.fiscal_year_id = {year} AND e.posted_at IS NOT NULL AND j.kind {opening} 'opening'
    ORDER BY e.sequence, l.rank) r
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
            block = ROW_END.join([row for (row,) in batch]) + ROW_END
            yield _fields(_blanked(block, "\t", "\r", "\n").replace(ROW_END, "\n").encode())


def _postgresql(year: int, opening: str) -> Iterator[bytes]:
    query = ROWS.format(join="JOIN", year=year, opening=opening)
    command = f"COPY (SELECT {_columns(POSTGRESQL)} {query}) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        batch: list[bytes] = []
        for line in copy:
            batch.append(bytes(line))
            if len(batch) == BATCH:
                yield _fields(_unescaped(b"".join(batch)))
                batch.clear()
        yield _fields(_unescaped(b"".join(batch)))


def _unescaped(block: bytes) -> bytes:
    """COPY writes a backslash twice, and a control character as a backslash and a letter."""
    if b"\\" not in block:
        return block
    text = block.decode().replace("\\\\", ROW_END)
    return _blanked(text, "\\t", "\\r", "\\n", "\\b", "\\f", "\\v").replace(ROW_END, "\\").encode()


def _blanked(text: str, *signs: str) -> str:
    for sign in signs:
        text = text.replace(sign, " ")
    return text


def _fields(block: bytes) -> bytes:
    return block.replace(SEPARATOR, b"\t").replace(b"\n", b"\r\n")
