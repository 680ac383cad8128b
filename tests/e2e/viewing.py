"""One window that looks at page after page: opening a page costs less than opening a window for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.e2e.browser import PHONE, Size, Visit, new_context
from tests.e2e.scale import Scale
from tests.e2e.site import Site

LEFT_BY_PAGES = "cache_storage,indexeddb,local_storage,service_workers"


class Viewer:
    """Keeps its window for as long as the same person looks, with or without scripts.

    Each visit begins as a first one: of the visits before, the browser keeps the cookies alone.
    """

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._window = ExitStack()
        self._eyes: tuple[str | None, bool] | None = None
        self._page: Page

    def close(self) -> None:
        self._window.close()

    @contextmanager
    def visit(
        self, path: str, *, who: str | None, size: Size = PHONE, javascript: bool = True
    ) -> Iterator[Visit]:
        """Open `path` as `who` sees it first, in the light theme; `Visit.scale` weighs it."""
        if self._eyes != (who, javascript):
            self._open_window(who, javascript=javascript)
            self._eyes = (who, javascript)
        if javascript:
            # Without scripts a page leaves nothing behind, and nobody weighs it.
            self._forget_visits()
        visit = Visit(self._page, self._site.url, scale=Scale(self._page))
        visit.look(size=size, theme="light")
        visit.watch()
        visit.open(path)
        try:
            yield visit
        finally:
            visit.unwatch()
            visit.scale.put_away()

    def _open_window(self, who: str | None, *, javascript: bool) -> None:
        self._window.close()
        session = self._site.session(self._browser, who) if who else None
        context = self._window.enter_context(
            new_context(self._browser, javascript=javascript, session=session)
        )
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "fr", "url": self._site.url}])
        self._page = context.new_page()

    def _forget_visits(self) -> None:
        """An empty page first: what the last one still fetches is nobody's."""
        self._page.goto("about:blank")
        devtools = self._page.context.new_cdp_session(self._page)
        devtools.send("Network.clearBrowserCache")
        devtools.send("Storage.clearDataForOrigin", {"origin": self._site.url, "storageTypes": LEFT_BY_PAGES})
        devtools.detach()
