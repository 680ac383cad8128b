"""People before their screens, one after the other, and how often they tap."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect


class Screen:
    """One person before one browser; `taps` counts from her home."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.taps = page, home, 0

    def go_home(self) -> None:
        self.page.goto(self.home)
        self.taps = 0

    def go(self, path: str) -> None:
        """To an address of the site, or below her home when it does not begin with « / »."""
        self.page.goto(self.address(path))

    def address(self, path: str) -> str:
        """Whole, from a path of the site or from an address that a page shows."""
        return urljoin(self.page.url if path.startswith("?") else self.home, path)

    def move_home(self, path: str) -> None:
        """She has signed in: from now on her taps count from there."""
        self.home = urljoin(self.home, path)
        self.go_home()

    def tap(self, role: str, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        found = self.page.locator("main").get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]
        self.tap_on(found.locator("visible=true").first)

    def tap_on(self, found: Locator) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            found.click()

    def choose(self, label: str | re.Pattern[str]) -> None:
        """A box to tick or a choice, by its words."""
        self.taps += 1
        self.page.get_by_label(label, exact=isinstance(label, str)).last.check()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]:visible").fill(value)

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


Open = Callable[..., Screen]
Clock = Callable[[int], None]
"""`clock(7)`: a week later, for the site and for the tests."""
