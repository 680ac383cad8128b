import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from kpacite.kernel.errors import DomainError, Sentence

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_SHEET = 512 * 1024 * 1024
DELIMITERS = (";", "\t", ",")
BYTE_ORDER_MARK = "\ufeff"
ZIP_MARK = b"PK\x03\x04"
OLD_XLS_MARK = b"\xd0\xcf\x11\xe0"
BOOLEANS = {True: "oui", False: "non"}

Row = tuple[int, dict[str, str]]


class UnreadableTable(DomainError):
    code = "tabular.unreadable"
    sentence: Sentence = _("Ce fichier ne se lit pas. Enregistrez-le en CSV ou en XLSX.")
    field = "file"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: (line in the file, cells by column), in order, without the lines that are empty all along."""

    header: list[str]
    rows: list[Row]


def read_table(content: bytes, *, name: str = "") -> Table:
    """Read a CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows; with or without mark) or an XLSX.

    Raises `UnreadableTable` with what to do. `name` only serves to tell an old `.xls`.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(_("Ce fichier est trop gros : 64 Mo au plus."))
    if content.startswith(OLD_XLS_MARK) or name.lower().endswith((".xls", ".ods")):
        raise UnreadableTable(_("Enregistrez d’abord ce fichier en XLSX ou en CSV."))
    lines = _xlsx_lines(content) if content.startswith(ZIP_MARK) else _csv_lines(content)
    return _table(lines)


def check_header(table: Table, *, known: Sequence[str], required: Iterable[str]) -> None:
    """Refuse a column that nobody knows, one given twice, one that is missing. Raises `UnreadableTable`."""
    unknown = [name for name in table.header if name and name not in known]
    missing = [name for name in required if name not in table.header]
    twice = [name for name in table.header if name and table.header.count(name) > 1]
    for sentence, names in (
        (_("Il manque la colonne « %(name)s »."), missing),
        (_("La colonne « %(name)s » n’est pas attendue. Vérifiez son nom."), unknown),
        (_("La colonne « %(name)s » est là deux fois."), twice),
    ):
        if names:
            raise UnreadableTable(str(sentence) % {"name": names[0]})


def _table(lines: Iterator[tuple[int, list[str]]]) -> Table:
    header: list[str] = []
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if not header:
            header = [cell.lower() for cell in cells]
            continue
        if any(cells[len(header) :]):
            words = str(_("La ligne %(number)d a plus de cases que de colonnes."))
            raise UnreadableTable(words % {"number": number})
        rows.append((number, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    if not header:
        raise UnreadableTable(_("Ce fichier est vide."))
    return Table(header, rows)


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            # A quoted cell may hold a line break: a row is told by the line where it begins.
            yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        words = str(_("La ligne %(number)d ne se lit pas : un guillemet n’est peut-être pas fermé."))
        raise UnreadableTable(words % {"number": before + 1}) from error


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding).removeprefix(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableTable


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_SHEET:
                raise UnreadableTable(_("Ce fichier est trop gros une fois ouvert."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(cell) for cell in cells]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableTable from error


def _text(cell: Any) -> str:
    """A typed cell as one would have written it: a day in ISO, a whole number without its `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return BOOLEANS[cell]
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
