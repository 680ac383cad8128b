"""Agreements with funders: the example of the demo."""

from tests.areas import everywhere

EXAMPLE = "jeunes-et-quartiers-exemple"
ARGUMENTS = {"grant": lambda _name: EXAMPLE}
SAMPLES = everywhere("grant", EXAMPLE, "grant", "grant_edit", "grant_close")
NOT_PAGES = {"grants_csv": "a file"}
