import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models import FiscalYear
from kpacite.integrations.fec import queries
from kpacite.integrations.fec.notice import notice_text
from kpacite.kernel.errors import DomainError

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
"""FEC-01: these names, in this order."""


class SirenMissing(DomainError):
    """The name of the file starts with the SIREN of whoever owes it (FEC-03)."""

    code = "fec.siren_missing"
    sentence = _("Il manque le numéro SIREN de la structure. Complétez-le d’abord.")


@dataclass(frozen=True, slots=True)
class FecFile:
    """What was written: both paths, how many lines, and the SHA-256 of the file."""

    path: Path
    notice: Path
    lines: int
    sha256: str


def fec_name(year: FiscalYear) -> str:
    """« SirenFECAAAAMMJJ.txt », the day being that on which the year ends. Raises SirenMissing."""
    if not year.book.siren:
        raise SirenMissing
    return f"{year.book.siren}FEC{year.last_day:%Y%m%d}.txt"


def notice_name(year: FiscalYear) -> str:
    """The name of the description that goes with the file."""
    return fec_name(year).replace(".txt", "-notice.txt")


def fec_blocks(year: FiscalYear) -> Iterator[bytes]:
    """The file, block by block: UTF-8, tabulations, CR LF, decimal commas (FEC-02)."""
    yield ("\t".join(COLUMNS) + "\r\n").encode()
    yield from queries.rows(year.pk)


def write_fec(year: FiscalYear, folder: Path) -> FecFile:
    """Write the file and its description in a folder that exists, in constant memory. Raises SirenMissing."""
    path, notice = folder / fec_name(year), folder / notice_name(year)
    digest, lines = hashlib.sha256(), -1
    with path.open("wb") as out:
        for block in fec_blocks(year):
            out.write(block)
            digest.update(block)
            lines += block.count(b"\r\n")
    sha256 = digest.hexdigest()
    notice.write_text(notice_text(year, name=path.name, lines=lines, sha256=sha256), encoding="utf-8")
    return FecFile(path, notice, lines, sha256)
