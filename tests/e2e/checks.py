"""What every page must pass. Each check takes a Playwright page and fails with a list of what is wrong."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.browser import SMALLEST, is_local

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTROL_PIXELS, TARGET_PIXELS = 44, 24
MOST_TABS = 400
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
    page.evaluate(axe_source())
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})",
        AXE_TAGS,
    )
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

    Returns the names in the order of the walk.
    """
    expected: list[str] = page.evaluate(f"({script('focus').strip().removesuffix(';')})()")
    reached: dict[int, str] = {}
    found: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate("window.walk.here()")
        if here is None or here["number"] in reached:
            break
        # Regions that scroll are reached too, without being expected.
        reached[here["number"] if here["number"] >= 0 else -len(reached) - 2] = here["name"]
        found += [f"no visible focus: {here['name']}"] if not here["shown"] else []
        found += [f"focus hidden: {here['name']}"] if not here["uncovered"] else []
    found += [f"never reached: {name}" for number, name in enumerate(expected) if number not in reached]
    fail_with(found)
    return list(reached.values())


def hidden_without_scripts(page: Page) -> list[str]:
    """Titles of the page that nobody sees while scripts are off; what one unfolds by oneself is allowed."""
    titles = page.locator("main :is(h1, h2, h3):not(details *, dialog *)").all()
    return [title.inner_text() for title in titles if not title.is_visible()]


def dead_controls(page: Page) -> list[str]:
    """Links that lead nowhere, forms that cannot be sent, buttons that only a script would hear."""
    return page.evaluate(script("dead"))  # type: ignore[no-any-return]


def starts_on_the_right(page: Page) -> bool:
    """The title stands at the right edge of its line, as right-to-left writing wants."""
    return page.evaluate(script("right"))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Weight:
    """What one first view costs: bytes on the wire with their headers, and requests."""

    bytes: int
    requests: int
    detail: str


def weight(page: Page, address: str, *, cold: bool = True) -> Weight:
    """Open `address`, with an empty cache when `cold`, and weigh it; a request to any other origin fails."""
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    if cold:
        # Not « disabled »: a first view may use twice what it fetched once.
        devtools.send("Network.clearBrowserCache")
    devtools.on(
        "Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]})
    )
    devtools.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    # What comes from the cache weighs nothing and is no request.
    asked = {number: url for number, url in urls.items() if not is_local(url) and sizes.get(number) != 0}
    origin = "/".join(address.split("/")[:3]) + "/"
    fail_with([f"asks elsewhere: {url}" for url in asked.values() if not url.startswith(origin)])
    lines = [f"{sizes.get(number, 0):>8.0f}  {url}" for number, url in asked.items()]
    return Weight(round(sum(sizes.get(number, 0) for number in asked)), len(asked), "\n".join(lines))
