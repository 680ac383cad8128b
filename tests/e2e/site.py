"""The platform as the browser tests see it: the demo network in a database file of its own, static files as
in production (collected, hashed, compressed), the hostile surroundings of the suite.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, StorageState

from config import env
from config.settings import base
from kpacite import scenarios
from kpacite.platform import new_database
from tests.e2e.browser import new_context

SCENARIOS = [scenario.name for scenario in scenarios.available() if scenario.in_demo]


@dataclass
class Site:
    """A running platform. `restore()` brings the demo network back as it was loaded."""

    url: str
    database: Path
    as_loaded: Path
    sessions: dict[str, StorageState] = field(default_factory=dict)

    def restore(self) -> None:
        copy_database(self.as_loaded, self.database)
        cache.clear()
        self.sessions.clear()

    def session(self, browser: Browser, who: str) -> StorageState:
        """The cookies of a demo person, who signs in once, in one click on /demo/."""
        if who not in self.sessions:
            with new_context(browser) as context:
                page = context.new_page()
                page.goto(self.url + reverse("demo"))
                page.get_by_role("button", name=who).first.click()
                page.wait_for_url(lambda address: "/demo/" not in address)
                self.sessions[who] = context.storage_state()
        return self.sessions[who]


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own copy: it works while other connections have the target open."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    with _own_database(folder / "e2e.sqlite3") as database, _static_files(folder / "static"):
        new_database.make_tables()
        scenarios.load(SCENARIOS, now=timezone.now())
        connections.close_all()
        copy_database(database, folder / "as-loaded.sqlite3")
        with _server() as url:
            yield Site(url, database, folder / "as-loaded.sqlite3")


@contextmanager
def _own_database(path: Path) -> Iterator[Path]:
    """Always an SQLite file, whatever the suite runs on: it is copied in no time, and no test shares it."""
    settings = connections.settings["default"]
    before = dict(settings)
    _forget_connection()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        settings.update(env.database())
    yield path
    _forget_connection()
    settings.update(before)


def _forget_connection() -> None:
    """The next one is made from the settings as they are then."""
    connections["default"].close()
    del connections["default"]


@contextmanager
def _static_files(folder: Path) -> Iterator[None]:
    with override_settings(STATIC_ROOT=folder, STORAGES=base.STORAGES, WHITENOISE_AUTOREFRESH=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@contextmanager
def _server() -> Iterator[str]:
    application = get_wsgi_application()
    with ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler) as server:
        server.set_app(application)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    thread.join()
