"""Two servers side by side, as in production, and a crowd that asks each of them for a page."""

import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection

SECONDS_TO_START = 60
CONNECTIONS, SECONDS, ROUNDS = 8, 3.0, 5


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """granian with one worker, that of `config.wsgi`; the port it answers on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    words = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    command = [sys.executable, "-m", "granian", *words, "--log-level", "warning", "config.wsgi:application"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")


def ask(connection: HTTPConnection, address: str, cookie: str, wanted: bytes) -> None:
    connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != 200 or wanted not in page:
        raise RuntimeError(f"{address} answered {answer.status} without {wanted!r}")


def rates(sites: Sequence[tuple[int, str]], address: str, wanted: bytes) -> list[float]:
    """Pages a second of each site (port, cookie): the median of alternated rounds."""
    figures: list[list[float]] = [[] for _ in sites]
    for _ in range(ROUNDS):
        for (port, cookie), found in zip(sites, figures, strict=True):
            found.append(_rate(port, cookie, address, wanted))
    return [statistics.median(found) for found in figures]


def _rate(port: int, cookie: str, address: str, wanted: bytes) -> float:
    done = [0] * CONNECTIONS
    stop = time.perf_counter() + SECONDS

    def work(rank: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while time.perf_counter() < stop:
                ask(connection, address, cookie, wanted)
                done[rank] += 1

    crowd = [threading.Thread(target=work, args=(rank,)) for rank in range(CONNECTIONS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return sum(done) / SECONDS
