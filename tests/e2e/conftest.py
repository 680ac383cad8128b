"""Browser tests: `make e2e`. They fail, and never skip, when Chromium or axe-core is missing."""

import os

# Playwright's synchronous calls run inside an event loop, where Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests.e2e.browser import DESKTOP, PHONE, Size, Visit, chromium, new_context
from tests.e2e.scale import Scale
from tests.e2e.site import Site, served
from tests.e2e.viewing import Viewer
from tests.e2e.walking import Clock, Open, Screen

Visitor = Callable[..., Visit]
# A busy machine is no defect of the code under test.
PATIENCE = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The platform with its demo network, started once. Tests that write ask for `fresh_site`."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def fresh_site(site: Site) -> Iterator[Site]:
    """For tests that write: what they change is undone afterwards."""
    yield site
    site.restore()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visitor]:
    """`visit("/kpa/", who="Amina", size=PHONE, theme="dark", javascript=False, language="ar") -> Visit`.

    With `weigh=True`, `Visit.scale` tells what the first view cost.
    """
    with ExitStack() as closing:

        def open_page(
            path: str,
            *,
            who: str | None = None,
            size: Size = DESKTOP,
            theme: str = "light",
            javascript: bool = True,
            language: str = "fr",
            weigh: bool = False,
        ) -> Visit:
            context = new_context(
                browser,
                size=size,
                theme=theme,
                javascript=javascript,
                language=language,
                session=site.session(browser, who) if who else None,
            )
            closing.enter_context(context)
            language_cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}
            context.add_cookies([language_cookie])
            visit = Visit(context.new_page(), site.url)
            visit.watch()
            if weigh:
                visit.scale = Scale(visit.page)
            visit.open(path)
            return visit

        yield open_page


@pytest.fixture(scope="session")
def viewer(browser: Browser, site: Site) -> Iterator[Viewer]:
    """For tests that only look, one page after another with the same eyes: see `Viewer`."""
    with closing(Viewer(browser, site)) as one:
        yield one


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time goes on, days at once; it comes back after the test."""
    with ExitStack() as travels:
        yield lambda days: _travel(travels, days)


def _travel(travels: ExitStack, days: int) -> None:
    moment = timezone.now() + timedelta(days=days)
    travels.close()
    travels.enter_context(time_machine.travel(moment))


@pytest.fixture
def screen(browser: Browser, fresh_site: Site) -> Iterator[Open]:
    """`screen("Amina")`: her phone, always the same one; `screen()`: a visitor's."""
    opened: dict[str | None, Screen] = {}

    def of(who: str | None = None, home: str = "/la-cape/", size: Size = PHONE) -> Screen:
        if who not in opened:
            session = fresh_site.session(browser, who) if who else None
            context = new_context(browser, size=size, session=session)
            context.set_default_timeout(PATIENCE)
            opened[who] = Screen(context.new_page(), fresh_site.url + home)
        opened[who].go_home()
        return opened[who]

    yield of
    for one in opened.values():
        one.page.context.close()
