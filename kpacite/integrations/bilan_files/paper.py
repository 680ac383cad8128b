"""The bilan on A4: a PDF/A and PDF/UA, with real tables that a screen reader walks through."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kpacite.domain.indicators.rules.content import Bilan
from kpacite.integrations.bilan_files import words
from kpacite.integrations.documents import compile_pdf

TEMPLATE = "bilan.typ"
Story = Sequence[tuple[str, str]]


def to_pdf(bilan: Bilan, *, at: datetime, story: Story = ()) -> bytes:
    """`story`: the texts around the figures, each with its title. Raises DocumentNotDrawn.

    The same bilan at the same moment gives the same bytes.
    """
    return compile_pdf(
        as_data(bilan) | {"story": [list(part) for part in story]},
        at=at.replace(microsecond=0),
        template=TEMPLATE,
    )


def as_data(bilan: Bilan) -> dict[str, Any]:
    """Everything ready to print: the template computes nothing but the length of bars."""
    return {
        "title": words.title(bilan),
        "scope": bilan.scope_name,
        "audience": bilan.audience.label,
        "people": words.count_words(bilan.lines[0]),
        "blocks": [_block(block) for block in words.blocks(bilan)],
        "turnover": [[row.name, row.words, words.euros(row.cents)] for row in bilan.turnover],
        "turnover-total": words.euros(bilan.turnover_total),
        "notes": words.footnotes(bilan),
    }


def _block(block: words.Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "among": block.among,
        "note": block.note,
        "rows": [
            [line.label, words.count_words(line), words.percent_words(line), line.percent or 0]
            for line in block.lines
        ],
    }
