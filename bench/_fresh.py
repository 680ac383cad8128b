"""A database of its own for a measure, on each engine, and a process of its own for its memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SERVER = os.environ.get("DATABASE_URL_PG", "postgres://postgres@127.0.0.1/postgres")
ENGINES = ("SQLite", "PostgreSQL")


@contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a process that works on a new database; it is dropped afterwards."""
    opened = _file if engine == "SQLite" else _server
    with opened() as url:
        here = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.base"}
        here |= {"LOG_LEVEL": "WARNING", "SECRET_KEY": "bench", "FIELD_KEY": "bench"}
        subprocess.run([sys.executable, "-m", "kpacite", "migrate", "--quiet"], env=here, check=True)
        yield here


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


@contextmanager
def _server() -> Iterator[str]:
    name = f"kpacite_bench_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield SERVER.rsplit("/", maxsplit=1)[0] + "/" + name
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def collect_static(here: Mapping[str, str]) -> None:
    """What pages need before they can be served."""
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=here, check=True)


def run(module: str, task: str, here: dict[str, str]) -> dict[str, Any]:
    """Run `module.task()` in a process of its own; its figures come back as JSON."""
    command = [sys.executable, "-m", module, task]
    done = subprocess.run(command, env=here, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def child(tasks: Mapping[str, Callable[[], Mapping[str, Any]]]) -> None:
    """What such a process does when it starts."""
    import django  # noqa: PLC0415

    django.setup()
    print(json.dumps(tasks[sys.argv[1]]()))
