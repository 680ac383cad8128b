"""Every document that an entity issued in a year, with a register that proves each file (INV-08, INV-09)."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.selectors import issued_in
from kpacite.integrations.documents.invoices import invoice_pdf

REGISTER = "registre.csv"
COLUMNS = (
    "numero",
    "type",
    "date",
    "client",
    "kpa",
    "total_ht",
    "tva",
    "total_ttc",
    "ecriture",
    "fichier",
    "sha256_fichier",
    "sha256_photographie",
)
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The only date that a zip may bear when its bytes must not depend on the clock."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file, and its row of the register."""

    name: str
    content: bytes
    row: tuple[str, ...]


def documents_of(entity: Organisation, year: int) -> Iterator[Document]:
    """One after the other, in the order of the numbers: memory holds one at a time."""
    for invoice in issued_in(entity, year).iterator(chunk_size=100):
        yield _document(invoice)


def _document(invoice: Invoice) -> Document:
    photo = invoice.photo
    if invoice.issued_at is None:
        raise ValueError(invoice.pk)
    content = invoice_pdf(photo, issued_at=invoice.issued_at)
    name = f"{invoice.number}.pdf"
    row = (
        invoice.number,
        photo.type_code,
        photo.issued_on.isoformat(),
        photo.buyer.name,
        photo.on_behalf,
        *(_euros(cents) for cents in (photo.net_cents, photo.tax_cents, photo.gross_cents)),
        invoice.entry.reference if invoice.entry else "",
        name,
        hashlib.sha256(content).hexdigest(),
        invoice.photograph_hash,
    )
    return Document(name, content, row)


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def write_folder(entity: Organisation, year: int, folder: Path) -> int:
    """Write the files and their register in a folder that exists; the number of documents."""
    rows = []
    for document in documents_of(entity, year):
        (folder / document.name).write_bytes(document.content)
        rows.append(document.row)
    (folder / REGISTER).write_text(_register(rows), encoding="utf-8")
    return len(rows)


def write_zip(entity: Organisation, year: int, out: IO[bytes]) -> int:
    """The same in one file; the same documents give the same bytes."""
    rows = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents_of(entity, year):
            archive.writestr(zipfile.ZipInfo(document.name, FIRST_DATE), document.content)
            rows.append(document.row)
        archive.writestr(zipfile.ZipInfo(REGISTER, FIRST_DATE), _register(rows))
    return len(rows)


def _register(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    # A name that a spreadsheet would run as a formula is only a name.
    writer.writerows(
        [f"'{cell}" if cell.startswith(("=", "+", "@")) else cell for cell in row] for row in rows
    )
    return "\ufeff" + out.getvalue()


def years_of(entity: Organisation) -> list[int]:
    """The years in which an entity issued something, the latest first."""
    days = Invoice.objects.ours().filter(carrier=entity.pk).dates("issued_on", "year", order="DESC")
    return [day.year for day in days]
