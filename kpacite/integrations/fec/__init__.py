"""The « fichier des écritures comptables » (LPF A47 A-1; rules FEC-01 to FEC-04)."""

from kpacite.integrations.fec.notice import notice_text
from kpacite.integrations.fec.writer import (
    COLUMNS,
    FecFile,
    SirenMissing,
    fec_blocks,
    fec_name,
    notice_name,
    write_fec,
)

__all__ = [
    "COLUMNS",
    "FecFile",
    "SirenMissing",
    "fec_blocks",
    "fec_name",
    "notice_name",
    "notice_text",
    "write_fec",
]
