"""One's own statistics as a workbook: the lines, and how to read them."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font


def own_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], notes: Iterable[str]) -> bytes:
    """Text stays text: a name that begins with « = » is no formula."""
    book = Workbook()
    figures: Any = book.active
    figures.title = "Chiffres"
    figures.append(list(header))
    for cell in figures[1]:
        cell.font = Font(bold=True)
    figures.freeze_panes = "A2"
    for row in rows:
        figures.append([None if value == "" else value for value in row])
        for cell in figures[figures.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"
    reading = book.create_sheet("Lire ces chiffres")
    for note in notes:
        reading.append([note])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
