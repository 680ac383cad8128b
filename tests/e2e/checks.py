"""What every page must pass. Each check takes a Playwright page and fails with a list of what is wrong."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.browser import SMALLEST

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_COLOURS = ["color-contrast", "link-in-text-block"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTROL_PIXELS, TARGET_PIXELS = 44, 24
MOST_TABS = 400
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
TALLEST_BARS = 0.4


@cache
def script(name: str) -> str:
    return (Path(__file__).parent / "js" / f"{name}.js").read_text(encoding="utf-8")


@cache
def axe_source() -> str:
    assert AXE.exists(), "axe-core is missing: run npm ci (make e2e does)."
    return AXE.read_text(encoding="utf-8")


def fail_with(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)


def axe(page: Page) -> None:
    """No violation of WCAG 2.2 AA nor of axe's best practices."""
    _fail_with_violations(page, {"type": "tag", "values": AXE_TAGS})


def axe_colours(page: Page) -> None:
    """The same, for the rules that look at colours only."""
    _fail_with_violations(page, {"type": "rule", "values": AXE_COLOURS})


def _fail_with_violations(page: Page, wanted: dict[str, Any]) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    options = {"runOnly": wanted, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(document, options)", options)
    fail_with([line for violation in result["violations"] for line in _axe_lines(violation)])


def _axe_lines(violation: dict[str, Any]) -> list[str]:
    nodes = violation["nodes"]
    shown = [f"    {node['html'][:160]}  {node['failureSummary']}" for node in nodes[:5]]
    return [f"{violation['id']}: {violation['help']} ({len(nodes)})", *shown]


def no_sideways_scroll(page: Page, width: int = SMALLEST[0]) -> None:
    """At `width` px, the page does not scroll sideways and nothing is cut; a region may scroll by itself."""
    size = page.viewport_size or {"height": SMALLEST[1]}
    page.set_viewport_size({"width": width, "height": size["height"]})
    fail_with(page.evaluate(script("sideways")))


def text_at_double_size(page: Page) -> None:
    """Letters twice as big, the window as it is: nothing is cut."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        fail_with([f"letters twice as big: {line}" for line in page.evaluate(script("sideways"))])
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")


def targets_big_enough(page: Page) -> None:
    """Buttons, fields and menus measure 44 px, all else that one touches 24; links in a sentence apart."""
    fail_with(page.evaluate(script("targets"), {"control": CONTROL_PIXELS, "any": TARGET_PIXELS}))


def bars_leave_room(page: Page) -> None:
    """What stays in place while the page scrolls covers less than two fifths of the window."""
    covered = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
            .filter((one) => one.checkVisibility())
            .map((one) => one.getBoundingClientRect())
            .filter((box) => box.width > innerWidth / 2 && box.bottom > 0 && box.top < innerHeight)
            .reduce((sum, box) => sum + box.height, 0) / innerHeight"""
    )
    assert covered < TALLEST_BARS, f"bars cover {covered:.0%} of the window"


def tab_walk(page: Page) -> list[str]:
    """Walk the page with Tab: all that can be used is reached, shows its focus, and is under no bar.

    Returns the names in the order of the walk. The page takes a note at each press, before it moves on.
    """
    expected: list[str] = page.evaluate(script("focus"))
    presses = len(expected) + 2
    # The key goes down and is held: the focus moves then, and half the messages are saved.
    keys = page.context.new_cdp_session(page)
    pressed, over = 0, False
    while not over and pressed < MOST_TABS:
        for _ in range(presses):
            keys.send("Input.dispatchKeyEvent", TAB)
        pressed, presses = pressed + presses, 10
        over = page.evaluate("window.walk.over")
    keys.detach()
    seen: list[dict[str, Any]] = page.evaluate("window.walk.seen")
    # Regions that scroll are reached too, without being expected: their number is -1.
    numbers = {here["number"] for here in seen}
    found = [f"no visible focus: {here['name']}" for here in seen if not here["shown"]]
    found += [f"focus hidden: {here['name']}" for here in seen if not here["uncovered"]]
    found += [f"never reached: {name}" for number, name in enumerate(expected) if number not in numbers]
    fail_with(found)
    return [here["name"] for here in seen]


def hidden_without_scripts(page: Page) -> None:
    """No title stays unseen while scripts are off; what one unfolds by oneself is allowed."""
    fail_with([f"never shown: {title}" for title in page.evaluate(script("unseen"))])


def dead_controls(page: Page) -> None:
    """No link leads nowhere, no form cannot be sent, no button is heard by a script alone."""
    fail_with(page.evaluate(script("dead")))


def starts_on_the_right(page: Page) -> bool:
    """The title stands at the right edge of its line, as right-to-left writing wants."""
    return page.evaluate(script("right"))  # type: ignore[no-any-return]
