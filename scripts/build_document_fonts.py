"""Fonts of the documents: typst reads neither woff2 nor variable fonts, so cut plain ones from ours.

    python -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools brotli
    /tmp/fonts/bin/python scripts/build_document_fonts.py

The narrow no-break space (between thousands) is missing from our subsets: it gets half the width of the
ordinary no-break space, and no sign.
"""

import shutil
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "fonts"
TARGET = ROOT / "kpacite" / "integrations" / "documents" / "fonts"
CUTS = (
    ("atkinson", "KPA Texte", "Regular", 400),
    ("atkinson", "KPA Texte", "Bold", 700),
    ("bricolage", "KPA Titre", "Regular", 400),
    ("bricolage", "KPA Titre", "Bold", 800),
)
NARROW, NO_BREAK = 0x202F, 0x00A0
NAMES = {1: "{family}", 2: "{style}", 3: "{family} {style}", 4: "{family} {style}", 6: "{post}-{style}"}


def cut(source: str, family: str, style: str, weight: int) -> None:
    font = TTFont(SOURCE / f"{source}.woff2", recalcTimestamp=False)
    font.flavor = None
    font = instantiateVariableFont(font, {"wght": weight}, inplace=False)
    add_narrow_space(font)
    rename(font, family, style)
    is_bold = style == "Bold"
    font["OS/2"].usWeightClass = 700 if is_bold else 400
    font["OS/2"].fsSelection = 0x20 if is_bold else 0x40
    font["head"].macStyle = 1 if is_bold else 0
    font.save(TARGET / f"{source}-{style.lower()}.ttf")


def add_narrow_space(font: TTFont) -> None:
    space = font.getBestCmap()[NO_BREAK]
    name = "uni202F"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyph = type(font["glyf"][space])()
    glyph.numberOfContours = 0
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = (font["hmtx"].metrics[space][0] // 2, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW] = name


def rename(font: TTFont, family: str, style: str) -> None:
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for key, words in NAMES.items():
        text = words.format(family=family, style=style, post=family.replace(" ", ""))
        table.setName(text, key, 3, 1, 0x409)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for row in CUTS:
        cut(*row)
    for licence in SOURCE.glob("LICENCE-*.txt"):
        shutil.copyfile(licence, TARGET / licence.name)


if __name__ == "__main__":
    main()
