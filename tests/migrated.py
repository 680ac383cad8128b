"""A test database migrated once: the same migrations on the same machine give the same empty tables.

The file is kept in the system's temporary folder, under a name made of what it depends on; a changed
migration makes another file. `migrate` still runs afterwards: it finds nothing to do, and installs triggers.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parent.parent


@cache
def kept_file() -> Path:
    """Where the migrated database of this code is kept."""
    fingerprint = hashlib.sha256()
    for path in [ROOT / "requirements.txt", *sorted(ROOT.glob("kpacite/*/**/migrations/*.py"))]:
        fingerprint.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"kpa-cite-tests-{os.getuid()}"
    return folder / f"{fingerprint.hexdigest()[:20]}.sqlite3"


def fill(target: sqlite3.Connection) -> bool:
    """Copy the kept database into an empty one; False when there is none yet."""
    if not kept_file().exists():
        return False
    with closing(sqlite3.connect(kept_file())) as kept:
        kept.backup(target)
    return True


def copy_to(path: Path) -> None:
    """Start an SQLite file from the kept database, so that its `migrate` has little or nothing to do."""
    with closing(sqlite3.connect(path)) as target:
        fill(target)


def keep(source: sqlite3.Connection) -> None:
    """Keep this migrated database. Two workers that keep at once write the same file, one after the other."""
    kept_file().parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = kept_file().with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.replace(kept_file())


@contextmanager
def once() -> Iterator[None]:
    """While it lasts, the SQLite test databases start from the kept one."""
    name_it, make = DatabaseCreation._create_test_db, DatabaseCreation.create_test_db
    opened: list[sqlite3.Connection] = []

    def filled(self: DatabaseCreation, *args: Any, **options: Any) -> str:
        name: str = name_it(self, *args, **options)
        # A database in memory lives as long as somebody has it open.
        opened.append(sqlite3.connect(name, uri=name.startswith("file:")))
        fill(opened[-1])
        return name

    def made(self: DatabaseCreation, *args: Any, **options: Any) -> str:
        name: str = make(self, *args, **options)
        if not kept_file().exists():
            keep(self.connection.connection)
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "_create_test_db", filled)
        patch.setattr(DatabaseCreation, "create_test_db", made)
        yield
    for one in opened:
        one.close()
