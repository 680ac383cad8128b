"""What the browser tests take for granted about the stylesheet, and so need not look at twice."""

import re
from pathlib import Path

from django.conf import settings

STYLESHEET = (Path(settings.ROOT) / "static" / "kpacite.css").read_text(encoding="utf-8")
DARK = re.compile(r"@media \(prefers-color-scheme: ?dark\) \{\s*:root[^{]*\{(?P<inside>[^}]*)\}\s*\}")
COLOUR = re.compile(r"--[\w-]+: *(#[0-9A-Fa-f]{3,6}|none)|color-scheme: dark")


def test_the_dark_theme_gives_other_colours_and_changes_nothing_else() -> None:
    blocks = DARK.findall(STYLESHEET)

    assert len(blocks) == STYLESHEET.count("prefers-color-scheme") == 1
    declarations = [one.strip() for one in blocks[0].split(";") if one.strip()]
    assert [one for one in declarations if not COLOUR.fullmatch(one)] == []


def test_choosing_the_dark_theme_by_hand_gives_the_same_colours_as_the_device_does() -> None:
    by_hand = re.search(r"\[data-theme=sombre\] \{([^}]*)\}", STYLESHEET)
    assert by_hand
    assert by_hand[1].split() == DARK.findall(STYLESHEET)[0].split()
