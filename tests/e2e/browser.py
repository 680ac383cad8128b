"""One Chromium for all browser tests, and one visit for each page opened with it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    StorageState,
    sync_playwright,
)

if TYPE_CHECKING:
    from tests.e2e.scale import Scale

# The shell is the same engine without windows: it opens a page in half the time.
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or "/usr/bin/chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for anything elsewhere gets nothing, whatever the network of the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PHONE = (390, 844)
DESKTOP = (1280, 800)
SMALLEST = (320, 640)
ZOOMED_400 = (320, 256)

Size = tuple[int, int]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The installed Chromium, headless. Never downloads one; fails when there is none."""
    if not Path(CHROMIUM).exists():
        raise FileNotFoundError(f"{CHROMIUM} is missing: install Chromium, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page opened in a context of its own, and what went wrong in it meanwhile."""

    page: Page
    origin: str
    status: int = 0
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    scale: "Scale | None" = None

    def open(self, path: str) -> None:
        response = self.page.goto(self.origin + path)
        self.status = response.status if response else 0
        self.page.evaluate("() => document.fonts.ready.then(() => null)")

    def look(self, *, size: Size | None = None, theme: str | None = None) -> None:
        """See the same page in a window of another size, or with the other theme."""
        if size:
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
        if theme:
            self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")

    def assert_quiet(self) -> None:
        """No script error, no refusal by the security policy, no missing file, nothing from elsewhere."""
        assert not self.problems, "\n".join(self.problems)

    def watch(self) -> None:
        self.page.on("console", self._note_console)
        self.page.on("pageerror", self._note_error)
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)

    def unwatch(self) -> None:
        """What the window does from now on belongs to another visit."""
        self.page.remove_listener("console", self._note_console)
        self.page.remove_listener("pageerror", self._note_error)
        self.page.remove_listener("request", self._note_request)
        self.page.remove_listener("response", self._note_response)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console {message.type}: {message.text}")

    def _note_error(self, error: Error) -> None:
        self.problems.append(f"script error: {error}")

    def _note_request(self, request: Request) -> None:
        if is_local(request.url):
            return
        self.requests.append(request.url)
        if not request.url.startswith(self.origin + "/"):
            self.problems.append(f"asks elsewhere: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.status}: {response.url}")


def is_local(url: str) -> bool:
    """A request that never leaves the browser."""
    return urlsplit(url).scheme in {"data", "blob", "about"}


def new_context(
    browser: Browser,
    *,
    size: Size = DESKTOP,
    theme: str = "light",
    javascript: bool = True,
    language: str = "fr",
    session: StorageState | None = None,
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=javascript,
        locale=language,
        reduced_motion="reduce",
        storage_state=session,
    )
