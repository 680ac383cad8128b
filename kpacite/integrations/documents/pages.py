"""Plain pages to print: a slip for the bank, a receipt, an attestation."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from kpacite.integrations.documents.compiler import compile_pdf
from kpacite.integrations.documents.sheet import drawable


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`facts`: pairs (words, value). `parts`: pairs (heading, paragraphs). The last of `columns` is a sum."""

    title: str
    author: str
    who: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[tuple[str, Sequence[str]]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    total: str = ""
    notes: Sequence[str] = ()
    sign: str = ""
    footer: str = ""


def page_pdf(page: Page, *, at: datetime) -> bytes:
    """Same page and instant: same bytes. Raises DocumentNotDrawn."""
    data = {name: drawable(value) for name, value in asdict(page).items()}
    return compile_pdf(data, at=at, template="feuille.typ")
