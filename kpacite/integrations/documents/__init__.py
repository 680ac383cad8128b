"""Quotes, invoices and credit notes on paper: one PDF that archives, screen readers and machines can read."""

from datetime import datetime

from kpacite.integrations.documents.compiler import DocumentNotDrawn, compile_pdf
from kpacite.integrations.documents.invoices import invoice_pdf, sheet_of
from kpacite.integrations.documents.quotes import (
    NotNumbered,
    pdf_of_quote,
    quote_paper,
    quote_pdf,
    quote_sheet,
)
from kpacite.integrations.documents.sheet import Sheet, SheetLine

__all__ = [
    "DocumentNotDrawn",
    "NotNumbered",
    "Sheet",
    "SheetLine",
    "compile_pdf",
    "invoice_pdf",
    "pdf_of_quote",
    "quote_paper",
    "quote_pdf",
    "quote_sheet",
    "sheet_of",
    "sheet_pdf",
]


def sheet_pdf(sheet: Sheet, *, at: datetime) -> bytes:
    """The PDF of a sheet without XML: a preview. Raises DocumentNotDrawn."""
    return compile_pdf(sheet.as_data(), at=at)
