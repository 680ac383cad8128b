"""The bilan on A4: a PDF/A and PDF/UA, with real tables that a screen reader walks through."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PIL import Image

from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.definition import UNKNOWN
from kpacite.integrations.bilan_files import words
from kpacite.integrations.bilan_files.story import Picture, Told, Words
from kpacite.integrations.documents import compile_pdf

TEMPLATE = "bilan.typ"
LONGEST_SIDE, QUALITY = 900, 80
"""250 dots to an inch in a column of the page."""
TALLEST = 130
"""Height of a photo in percents of the width of a column."""


def to_pdf(bilan: Bilan, *, at: datetime, story: Sequence[Told] = (), source: str = "") -> bytes:
    """`story`: the texts and photos around the figures. `source`: who froze them. Raises DocumentNotDrawn.

    The same bilan at the same moment gives the same bytes.
    """
    return compile_pdf(
        as_data(bilan, source) | {"story": [_told(part) for part in story]},
        at=at.replace(microsecond=0),
        template=TEMPLATE,
    )


def as_data(bilan: Bilan, source: str = "") -> dict[str, Any]:
    """Everything ready to print: the template computes nothing but the length of bars."""
    return {
        "title": words.title(bilan),
        "scope": bilan.scope_name,
        "audience": words.audience(bilan),
        "people": words.count_words(bilan.lines[0]),
        "blocks": [_block(block) for block in words.blocks(bilan)],
        "turnover": [[row.name, row.words, words.euros(row.cents)] for row in bilan.turnover],
        "turnover-total": words.euros(bilan.turnover_total),
        "measures": [
            {
                "title": first.label,
                "about": ". ".join(part for part in (first.population.capitalize(), first.note) if part),
                "rows": [[row.name, words.measured(row)] for row in rows],
            }
            for first, rows in words.measure_blocks(bilan)
        ],
        "notes": words.footnotes(bilan, source),
    }


def _block(block: words.Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "among": block.among,
        "note": block.note,
        "rows": [
            [
                line.label,
                words.count_words(line),
                words.percent_words(line),
                line.percent or 0,
                line.key == UNKNOWN,
            ]
            for line in block.lines
        ],
    }


def _told(part: Told) -> dict[str, Any]:
    if isinstance(part, Words):
        return {"title": part.title, "body": part.body}
    return _picture(part) | {"alt": part.alt, "credit": part.credit}


def _picture(picture: Picture) -> dict[str, Any]:
    """As many dots as the paper shows: the template reads them one by one. A tall one is drawn narrower."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.content)) as full:
        full.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        full.save(out, "JPEG", quality=QUALITY, optimize=True)
        share = min(100, TALLEST * full.width // full.height)
    return {"picture": list(out.getvalue()), "share": share}
