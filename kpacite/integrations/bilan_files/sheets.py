"""CSV, XLSX and JSON: one row for each figure, with all that is needed to read it alone."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kpacite.domain.indicators.rules.catalogue import BY_CODE
from kpacite.domain.indicators.rules.content import Bilan, to_content
from kpacite.domain.indicators.rules.definition import words_for
from kpacite.domain.indicators.rules.measures import HOUR_MINUTES, HUNDREDTHS, MeasureRow, MeasureUnit
from kpacite.integrations.bilan_files import words

CSV_HEADER = (
    "code", "indicateur", "ligne", "nombre", "denominateur", "pourcentage", "on_ne_sait_pas", "masque",
    "petit_effectif", "parmi", "note", "version_definition", "source", "du", "au", "partie", "public",
)  # fmt: skip
TURNOVER_HEADER = ("kpa", "ville", "euros", "base", "du", "au", "periode", "source")
WIDTHS = (8, 34, 44, 10, 14, 12, 15, 9, 14, 34, 44, 18, 44, 12, 12, 20, 12)
UNITS = {
    MeasureUnit.EURO_CENTS: (100, "euros"),
    MeasureUnit.MINUTES: (HOUR_MINUTES, "heures"),
    MeasureUnit.SESSIONS: (1, "séances"),
    MeasureUnit.PEOPLE: (1, "personnes"),
    MeasureUnit.YEARS: (1, "ans"),
    MeasureUnit.FTE_HUNDREDTHS: (HUNDREDTHS, "équivalents temps plein"),
}
BYTE_ORDER_MARK = "\ufeff"


def csv_rows(bilan: Bilan) -> Iterator[Sequence[object]]:
    """An empty cell where a number is not told: `masque` says « oui »."""
    filled = words_for(bilan.frame)
    for line in bilan.lines:
        definition = BY_CODE.get(line.table)
        yield (
            line.code,
            definition.label.format(**filled) if definition else line.label,
            line.label,
            "" if line.count is None else line.count,
            "" if line.denominator is None else line.denominator,
            "" if line.percent is None else line.percent,
            "" if line.unknown is None else line.unknown,
            "oui" if line.hidden else "non",
            "oui" if line.small_base else "non",
            line.among,
            line.note,
            line.version,
            line.source,
            bilan.first.isoformat(),
            bilan.last.isoformat(),
            bilan.scope_name,
            bilan.audience.value,
        )
    for measure in bilan.measures:
        value, unit = _value_and_unit(measure)
        yield (
            measure.code, measure.label, measure.name, value, "", "", "",
            "oui" if measure.hidden else "non", "non", f"{unit} : {measure.population}",
            measure.note, measure.version, measure.source, bilan.first.isoformat(), bilan.last.isoformat(),
            measure.name, bilan.audience.value,
        )  # fmt: skip
    for row in bilan.turnover:
        label = f"Chiffre d’affaires, {row.basis}"
        yield (
            "I18", label, f"{row.name}, {row.words}", row.cents / 100, "", "", "", "non", "non", "euros",
            "", 1, row.source, row.first, row.last, row.name, bilan.audience.value,
        )  # fmt: skip


def _value_and_unit(row: MeasureRow) -> tuple[object, str]:
    """The number as people count it, and of what: 1.5 h for 90 minutes."""
    parts, word = UNITS[MeasureUnit(row.unit)]
    if row.value is None:
        return "", word
    return (row.value if parts == 1 else round(row.value / parts, 2)), word


def to_csv(bilan: Bilan) -> str:
    """UTF-8 with a byte order mark, which spreadsheets need for accents."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_HEADER)
    writer.writerows(csv_rows(bilan))
    return BYTE_ORDER_MARK + text.getvalue()


def to_json(bilan: Bilan) -> str:
    return json.dumps(to_content(bilan), ensure_ascii=False, indent=2)


def to_xlsx(bilan: Bilan, source: str = "") -> bytes:
    """Three sheets: figures, turnover, how to read them and who froze them (`source`)."""
    book = Workbook()
    figures: Any = book.active
    figures.title = "Chiffres"
    _fill(figures, CSV_HEADER, (row for row in csv_rows(bilan) if row[0] != "I18"))
    for rank, width in enumerate(WIDTHS, start=1):
        figures.column_dimensions[get_column_letter(rank)].width = width
    sales = book.create_sheet("Ventes")
    _fill(
        sales,
        TURNOVER_HEADER,
        (
            (row.name, row.city, row.cents / 100, row.basis, row.first, row.last, row.words, row.source)
            for row in bilan.turnover
        ),
    )
    reading = book.create_sheet("Lire ces chiffres")
    for line in (
        words.title(bilan),
        bilan.scope_name,
        words.audience(bilan),
        *words.footnotes(bilan, source),
    ):
        reading.append([line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, header: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
