"""The demo network, served as in production on a free port with a database that is thrown away afterwards."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import BrowserContext

ROOT = Path(__file__).parents[1]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "only-for-pictures-and-measures-on-this-machine",
    "FIELD_KEY": "another-one-for-pictures-and-measures-on-this-machine",
    "ALLOWED_HOSTS": "localhost",
    "SSL_REDIRECT": "0",
    "LOG_LEVEL": "WARNING",
}
SECONDS_TO_START = 120


@contextmanager
def running_demo() -> Iterator[str]:
    """Load the demo network, serve it; the address comes back once it answers."""
    with tempfile.TemporaryDirectory() as folder:
        # A browser sends cookies marked secure to localhost, even without TLS.
        address, port = "http://localhost", free_port()
        environment = os.environ | PRODUCTION | {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own command
        command = [sys.executable, "-m", "kpacite", "demo", "--port", str(port)]
        with subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        ) as server:
            try:
                wait_for(port, server)
                yield f"{address}:{port}"
            finally:
                server.terminate()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), closing(HTTPConnection("localhost", port, timeout=5)) as connection:
            connection.request("GET", "/sante/")
            if connection.getresponse().status == HTTPStatus.OK:
                return
        time.sleep(0.3)
    sys.exit("The demo does not answer.")


def sign_in(context: BrowserContext, address: str, who: str) -> None:
    """Be a demo person, in one click."""
    page = context.new_page()
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name=who).first.click()
    page.wait_for_url(lambda there: "/demo/" not in there)
    page.close()
