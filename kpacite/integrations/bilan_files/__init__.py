"""A bilan as a file: JSON, CSV, XLSX, a page to read anywhere, an accessible PDF.

Each holds every figure with its denominator, its definition and what is not known. The PDF is in `paper`,
imported by whoever draws one: its tools take time to load.
"""

from kpacite.integrations.bilan_files.page import to_html
from kpacite.integrations.bilan_files.sheets import CSV_HEADER, csv_rows, to_csv, to_json, to_xlsx
from kpacite.integrations.bilan_files.story import Picture, Told, Words

__all__ = ["CSV_HEADER", "Picture", "Told", "Words", "csv_rows", "to_csv", "to_html", "to_json", "to_xlsx"]
