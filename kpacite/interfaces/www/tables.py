"""What every import of a file shares: its lines under our names, and what was shown, signed until the yes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kpacite.integrations.tabular import UnreadableTable, read_table
from kpacite.kernel.import_result import ImportResult
from kpacite.kernel.text import fold

ONE_DAY = 24 * 3600
MOST_ROWS, MOST_SHOWN = 2000, 50

Columns = Mapping[str, Sequence[str]]
Rows = list[tuple[int, dict[str, str]]]
PREVIEW = "sales/import/preview.html"


def columns_of(header: Sequence[str], wanted: Columns) -> dict[str, str]:
    """Field → column of the file; a column that nobody knows is left aside."""
    found: dict[str, str] = {}
    for column in header:
        for name, words in wanted.items():
            if name not in found and fold(column) in map(fold, words):
                found[name] = column
                break
    return found


def sample_header(columns: Columns) -> str:
    """The names of the columns, for whoever prepares a file."""
    return ", ".join(words[0] for words in columns.values())


def read_rows(file: UploadedFile, wanted: Columns, *required: str) -> Rows:
    """The lines of a file with our names of columns. Raises `UnreadableTable`."""
    table = read_table(file.read(), name=file.name or "")
    columns = columns_of(table.header, wanted)
    for name in required:
        if name not in columns:
            words = _("Il manque la colonne « %s ». Écrivez-la sur la première ligne.")
            raise UnreadableTable(words % wanted[name][0])
    if len(table.rows) > MOST_ROWS:
        raise UnreadableTable(_("Ce fichier a trop de lignes : 2 000 au plus à la fois."))
    return [
        (line, {name: cells.get(column, "").strip() for name, column in columns.items()})
        for line, cells in table.rows
    ]


def preview(result: ImportResult, content: Mapping[str, Any], *, salt: str) -> dict[str, Any]:
    """The context of `PREVIEW`: what would happen, and the lines that were shown, signed by us."""
    return {
        "result": result,
        "shown": result.added[:MOST_SHOWN],
        "more": max(len(result.added) - MOST_SHOWN, 0),
        "errors": result.errors[:MOST_SHOWN],
        "payload": "" if result.errors else signing.dumps(dict(content), salt=salt, compress=True),
    }


def unsealed(payload: str, *, salt: str) -> dict[str, Any] | None:
    """What was shown, if it is ours and of today: nobody adds a line in between."""
    try:
        content: dict[str, Any] = signing.loads(payload, salt=salt, max_age=ONE_DAY)
    except signing.BadSignature:
        return None
    content["rows"] = [(line, cells) for line, cells in content["rows"]]
    return content
