"""Bank statements as banks give them (CAMT.053, OFX, CSV), read into one kind of line.

A file is read whole or not at all: one wrong row gives its sentence, and no line.
"""

from kpacite.integrations.bank_statements.errors import (
    DangerousStatement,
    EmptyStatement,
    RowProblem,
    StatementTooLarge,
    UnreadableStatement,
)
from kpacite.integrations.bank_statements.mapping import CsvMapping, MappingMissing, propose_mapping
from kpacite.integrations.bank_statements.reader import LARGEST_BYTES, read_statement
from kpacite.integrations.bank_statements.statement import Statement, StatementFormat, StatementLine

__all__ = [
    "LARGEST_BYTES",
    "CsvMapping",
    "DangerousStatement",
    "EmptyStatement",
    "MappingMissing",
    "RowProblem",
    "Statement",
    "StatementFormat",
    "StatementLine",
    "StatementTooLarge",
    "UnreadableStatement",
    "propose_mapping",
    "read_statement",
]
