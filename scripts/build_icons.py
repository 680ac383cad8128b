#!/usr/bin/env python3
"""Rebuild static/icons.svg with the icons that the pages use, and no other.

Usage: npm pack lucide-static && tar xf lucide-static-*.tgz && python scripts/build_icons.py package/icons
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPRITE = ROOT / "static" / "icons.svg"
NAME = r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']"""
# `{% icone "clock" %}`, `icon="clock"` on a component or in Python, or `"icon": "clock"` in a dict.
USES = re.compile(rf"""(?:\{{%\s*icone\s+{NAME}|(?<![\w-])icon={NAME}|"icon":\s*{NAME})""")
NOTICE = """<!-- Lucide, https://lucide.dev — ISC License, Copyright (c) 2026 Lucide Icons and Contributors;
     some come from Feather, MIT License, Copyright (c) 2013-present Cole Bemis. See icons.LICENCE.txt. -->"""


def used_icons() -> set[str]:
    """The name of every icon that a template or a module asks for."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "kpacite").rglob("*.py")]
    found = (match for file in files for match in USES.findall(file.read_text("utf-8")))
    return {name for names in found for name in names if name}


def sprite_icons() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8")))


def symbol(name: str, folder: Path) -> str:
    drawing = (folder / f"{name}.svg").read_text("utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    shapes = " ".join(inner[1].split()) if inner else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.replace(" />", "/>")}</symbol>'


def main(folder: Path) -> None:
    symbols = "\n".join(symbol(name, folder) for name in sorted(used_icons()))
    SPRITE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{NOTICE}\n{symbols}\n</svg>\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
