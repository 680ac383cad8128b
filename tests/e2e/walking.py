"""People before their screens, one after the other, and how often they tap."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect


class Screen:
    """One person before one browser; `taps` counts from her home."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.taps = page, home, 0

    def go_home(self) -> None:
        self.page.goto(self.home)
        self.taps = 0

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
