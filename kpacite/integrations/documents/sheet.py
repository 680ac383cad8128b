"""What a document shows, in words ready to print. Documents are in French, whatever the reader's language."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kpacite.kernel.colour import HOUSE, Colour, ground_of

HOUSE_GROUND = "#FBE3A6"
"""What goes with the colour of the house (brief 4.2); a KPA's own colour makes its own ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    name: str
    quantity: str
    price: str
    vat: str
    total: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`facts`, `totals` and `payment` are pairs (words, value); the last of `totals` is the one to pay.

    `warning`: a frame above all, for a draft. `qr` is an SVG, `qr_words` what it says.
    `colour`: of its bands, on which white is read; empty for that of the house.
    `to_sign`: what is written by hand to say yes, each with its line.
    """

    heading: str
    short: str
    on_behalf: str
    seller: Sequence[str]
    buyer: Sequence[str]
    lines: Sequence[SheetLine]
    totals: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, str]] = ()
    beneficiary: Sequence[str] = ()
    payment_title: str = "Pour payer"
    payment: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    footer: Sequence[str] = field(default_factory=lambda: [""])
    warning: str = ""
    qr: str = ""
    qr_words: str = ""
    colour: str = ""
    to_sign: Sequence[str] = ()

    def as_data(self) -> dict[str, Any]:
        """For the template: plain JSON, names with hyphens, signs that no font draws replaced."""
        accent = Colour.parse(self.colour) if self.colour else HOUSE
        ground = str(ground_of(accent)) if self.colour else HOUSE_GROUND
        words = {name.replace("_", "-"): value for name, value in asdict(self).items()}
        words |= {
            "title": f"{self.heading}, {self.on_behalf}",
            "author": self.seller[0],
            "subject": f"{self.heading}, {self.seller[0]}",
            "ground": ground,
            "accent": str(accent),
        }
        return {name: value if name == "qr" else drawable(value) for name, value in words.items()}


LAST_DRAWN = 0x06FF
"""Latin, Greek, Cyrillic, Hebrew and Arabic: the fonts that come with typst draw the letters up to there."""
DRAWN = frozenset("–—‘’“”„†•…‰‹›€™−≤≥×\u2009\u202f")


def drawable(value: Any) -> Any:
    """Replace what no font draws (an emoji, a control sign) by a square: the document must come out."""
    if isinstance(value, str):
        return "".join(char if _is_drawn(char) else "?" for char in value)
    if isinstance(value, dict):
        return {name: drawable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(item) for item in value]
    return value


def _is_drawn(char: str) -> bool:
    return char in DRAWN or ((char.isprintable() or char in " \u00a0") and ord(char) <= LAST_DRAWN)
