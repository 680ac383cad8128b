from dataclasses import replace

from kpacite.integrations.bank_statements.camt import read_camt
from kpacite.integrations.bank_statements.csv_file import read_csv
from kpacite.integrations.bank_statements.errors import (
    EmptyStatement,
    StatementTooLarge,
)
from kpacite.integrations.bank_statements.mapping import CsvMapping, propose_mapping
from kpacite.integrations.bank_statements.ofx import read_ofx
from kpacite.integrations.bank_statements.statement import Statement, StatementFormat

LARGEST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
BEGINNING = 2_000


def format_of(content: bytes) -> StatementFormat:
    """By what the file says of itself, never by its name."""
    head = content[:BEGINNING].lstrip(b"\xef\xbb\xbf").lstrip()
    if b"OFXHEADER" in head or b"<OFX>" in head.upper():
        return StatementFormat.OFX
    return StatementFormat.CAMT if head.startswith(b"<") else StatementFormat.CSV


def read_statement(content: bytes, *, mapping: CsvMapping | None = None) -> Statement:
    """Read a whole file, or raise: StatementTooLarge, DangerousStatement, UnreadableStatement (with its
    rows), EmptyStatement, and MappingMissing when a table has columns that nobody explained.

    `mapping`: what was remembered for this account; without it, what the titles seem to mean.
    """
    if len(content) > LARGEST_BYTES:
        raise StatementTooLarge
    statement = _read(content, mapping)
    if not statement.lines:
        raise EmptyStatement
    # Banks announce free services as movements of zero: they move nothing.
    kept = tuple(line for line in statement.lines if line.amount_cents)
    if len(kept) > MOST_LINES:
        raise StatementTooLarge
    if not kept:
        raise EmptyStatement
    return replace(statement, lines=kept)


def _read(content: bytes, mapping: CsvMapping | None) -> Statement:
    match format_of(content):
        case StatementFormat.OFX:
            return read_ofx(content)
        case StatementFormat.CAMT:
            return read_camt(content)
        case StatementFormat.CSV:
            return read_csv(content, mapping or propose_mapping(content)[0])
