"""The rows of the file, written out by the database itself: many lines in one text on PostgreSQL.

The parts of a row are joined by the unit separator (31) and end with the record separator (30), which no
label can hold: tabulations and line ends that a label would hold become spaces, then the separators become
those of the file.
"""

from collections.abc import Iterator

from django.db import connection, transaction

BATCH = 2_000
"""Lines that SQLite gives at once."""
ENTRIES = 500
"""Entries that PostgreSQL writes as one text: a hundred kilobytes or two, whatever the year holds."""
SEPARATOR, ROW_END = b"\x1f", b"\x1e"
BLANK = (b"\t", b"\r", b"\n", b"\b", b"\f", b"\v")
# Opening entries come first (FEC-03), then the order of validation.
PARTS = ("=", "<>")


def rows(year: int) -> Iterator[bytes]:
    """The lines of a fiscal year (its key), by blocks of bytes ready to be written, in constant memory."""
    of_engine = _postgresql if connection.vendor == "postgresql" else _sqlite
    for opening in PARTS:
        for block in of_engine(int(year), opening):
            yield _written(block)


def _written(block: bytes) -> bytes:
    for sign in BLANK:
        block = block.replace(sign, b" ")
    return block.replace(SEPARATOR, b"\t").replace(ROW_END, b"\r\n")


# SQLite


def _day(name: str) -> str:
    return f"replace({name}, '-', '')"


def _cents(name: str) -> str:
    return f"printf('%d,%02d', {name} / 100, {name} % 100)"


SQLITE_COLUMNS = " || char(31) || ".join(
    (
        "r.journal",
        "r.journal_label",
        "r.sequence",
        _day("r.date"),
        "r.account",
        "r.account_label",
        "r.aux",
        "r.aux_label",
        "r.piece_ref",
        _day("r.piece_date"),
        "CASE r.line_label WHEN '' THEN r.label ELSE r.line_label END",
        _cents("r.debit_cents"),
        _cents("r.credit_cents"),
        "r.letter",
        f"COALESCE({_day('r.lettered_on')}, '')",
        _day("r.posted_on"),
        "''",
        "''",
    )
)
# The rows are put in order before they become texts. CROSS JOIN makes SQLite read the entries in their order,
# along the index, and sort nothing.
SQLITE = """
    SELECT {columns}
    FROM (SELECT j.code AS journal, j.label AS journal_label, e.sequence, e.date, a.number AS account,
        a.label AS account_label, COALESCE(x.number, '') AS aux, COALESCE(x.label, '') AS aux_label,
        e.piece_ref, e.piece_date, e.label, l.label AS line_label, l.debit_cents, l.credit_cents,
        COALESCE(t.code, '') AS letter, t.lettered_on, e.posted_on
    FROM ledger_entry e CROSS JOIN ledger_line l ON l.entry_id = e.id
    JOIN ledger_journal j ON j.id = e.journal_id JOIN ledger_account a ON a.id = l.account_id
    LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id
    LEFT JOIN ledger_letteredline m ON m.line_id = l.id AND m.undone_at IS NULL
    LEFT JOIN ledger_lettering t ON t.id = m.lettering_id
    WHERE e.fiscal_year_id = {year} AND e.posted_at IS NOT NULL AND j.kind {opening} 'opening'
    ORDER BY e.sequence, l.rank) r
"""


def _sqlite(year: int, opening: str) -> Iterator[bytes]:
    end = ROW_END.decode()
    with connection.cursor() as cursor:
        cursor.execute(SQLITE.format(columns=SQLITE_COLUMNS, year=year, opening=opening))
        while batch := cursor.fetchmany(BATCH):
            yield (end.join([row for (row,) in batch]) + end).encode()


# PostgreSQL

BOUNDS = """
    SELECT min(e.sequence), max(e.sequence) FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id
    WHERE e.fiscal_year_id = {year} AND e.posted_at IS NOT NULL AND j.kind {opening} 'opening'
"""
# A few hundred entries at a time are read along the index and sorted in memory: a million would be sorted on
# the disk. What repeats is written once, the parts of an entry, those of an account: OFFSET 0 keeps each
# apart. A line has one side only. to_char would cost as much as the rest of the row.
POSTGRESQL = r"""
    SELECT convert_to(block.rows, 'UTF8')
    FROM generate_series({first}, {last}, {step}) AS part(start), LATERAL (
        SELECT string_agg(
            concat_ws(E'\x1f', e.head, a.told, COALESCE(x.number, ''), COALESCE(x.label, ''), e.piece,
                CASE l.label WHEN '' THEN e.label ELSE l.label END,
                CASE WHEN l.debit_cents = 0 THEN concat(E'0,00\x1f', {credit})
                    ELSE concat({debit}, E'\x1f0,00') END,
                COALESCE(t.code, ''), COALESCE(replace(t.lettered_on::text, '-', ''), ''), e.tail
            ), '' ORDER BY e.sequence, l.rank
        ) AS rows
        FROM (
            SELECT e.id, e.sequence, e.label,
                concat_ws(E'\x1f', j.code, j.label, e.sequence, replace(e.date::text, '-', '')) AS head,
                concat_ws(E'\x1f', e.piece_ref, replace(e.piece_date::text, '-', '')) AS piece,
                replace(e.posted_on::text, '-', '') || E'\x1f\x1f\x1e' AS tail
            FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id
            WHERE e.fiscal_year_id = {year} AND e.posted_at IS NOT NULL AND j.kind {opening} 'opening'
                AND e.sequence >= part.start AND e.sequence < part.start + {step}
            OFFSET 0
        ) e
        JOIN ledger_line l ON l.entry_id = e.id
        JOIN (SELECT id, number || E'\x1f' || label AS told FROM ledger_account OFFSET 0) a
            ON a.id = l.account_id
        LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id
        LEFT JOIN ledger_letteredline m ON m.line_id = l.id AND m.undone_at IS NULL
        LEFT JOIN ledger_lettering t ON t.id = m.lettering_id
    ) block WHERE block.rows IS NOT NULL
"""
EUROS = "{0} / 100, ',', right(({0} % 100 + 100)::text, 2)"


def _postgresql(year: int, opening: str) -> Iterator[bytes]:
    # In a transaction, so that the setting dies with it: compiling such a query costs more than it saves.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(BOUNDS.format(year=year, opening=opening))
        first, last = cursor.fetchone()
        if first is None:
            return
        query = POSTGRESQL.format(
            first=first,
            last=last,
            step=ENTRIES,
            year=year,
            opening=opening,
            debit=EUROS.format("l.debit_cents"),
            credit=EUROS.format("l.credit_cents"),
        )
        with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
            copy.set_types(["bytea"])
            for (block,) in copy.rows():
                yield block
