"""What one first view costs, as the browser's own network log tells it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.e2e.browser import is_local


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire with their headers, and requests."""

    bytes: int
    requests: int
    detail: str


class Scale:
    """Weighs all that a page asks for from now on; put it under the page before the page is opened."""

    def __init__(self, page: Page) -> None:
        self._urls: dict[str, str] = {}
        self._sizes: dict[str, float] = {}
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._devtools.on("Network.requestWillBeSent", self._note_request)
        self._devtools.on("Network.loadingFinished", self._note_end)

    def forget_cache(self) -> None:
        """A first view; not « disabled »: a first view may use twice what it fetched once."""
        self._devtools.send("Network.clearBrowserCache")

    def put_away(self) -> None:
        self._devtools.detach()

    def weigh(self) -> Weight:
        # What comes from the cache weighs nothing and is no request.
        asked = {
            number: url
            for number, url in self._urls.items()
            if not is_local(url) and self._sizes.get(number) != 0
        }
        lines = [f"{self._sizes.get(number, 0):>8.0f}  {url}" for number, url in asked.items()]
        total = round(sum(self._sizes.get(number, 0) for number in asked))
        return Weight(total, len(asked), "\n".join(lines))

    def elsewhere(self, origin: str) -> list[str]:
        """Requests that left for another origin than this."""
        asked = [url for url in self._urls.values() if not is_local(url)]
        return [f"asks elsewhere: {url}" for url in asked if not url.startswith(origin + "/")]

    def _note_request(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _note_end(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = event["encodedDataLength"]


def weight(page: Page, address: str, *, cold: bool = True) -> Weight:
    """Open `address`, with an empty cache when `cold`, and weigh it; a request to any other origin fails."""
    scale = Scale(page)
    if cold:
        scale.forget_cache()
    page.goto(address, wait_until="networkidle")
    elsewhere = scale.elsewhere("/".join(address.split("/")[:3]))
    assert not elsewhere, "\n".join(elsewhere)
    return scale.weigh()
