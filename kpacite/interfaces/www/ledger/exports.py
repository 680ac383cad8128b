"""The same table for a spreadsheet: CSV streamed, or XLSX written row by row."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from kpacite.platform.http import csv_response

SPOOLED_BYTES = 5_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted(request: HttpRequest) -> str:
    """« csv », « xlsx », or nothing for the page."""
    asked = request.GET.get("format", "")
    return asked if asked in {"csv", "xlsx"} else ""


def table(
    request: HttpRequest, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """The rows as the file that the address asks for."""
    titles = [str(title) for title in header]
    if wanted(request) == "xlsx":
        return _xlsx(f"{name}.xlsx", titles, rows)
    return csv_response(f"{name}.csv", titles, rows)


def in_euros(cents: int) -> float:
    """For a cell only: a spreadsheet knows no cents. Exact to the cent below 90 000 billion euros."""
    return cents / 100


def _xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(header)
    for row in rows:
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 - the response closes it
    workbook.save(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


def _text(sheet: Any, value: str) -> WriteOnlyCell:
    """A text stays a text: never a formula, whatever it starts with."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
