"""Eight processes post at once: no hole, no double, no error, on a SQLite file and on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from kpacite.domain.ledger.models import Book, Entry, FiscalYear
from tests.domain.ledger.test_posting import problems

ROOT = Path(__file__).resolve().parents[3]
PROCESSES, POSTS = 8, 50
POSTER = """
import sys
from datetime import UTC, date, datetime
import django
django.setup()
from django.db import transaction
from kpacite.domain.ledger import services
from kpacite.domain.ledger.models import Book
from kpacite.domain.ledger.rules import Move, NewEntry
book, now = Book.objects.get(), datetime(2026, 3, 10, 9, tzinfo=UTC)
moves = [Move(role="clients", debit_cents=100), Move(role="sales_services", credit_cents=100)]
for turn in range(50):
    kind = ("sales", "bank")[turn % 2]
    key = f"{sys.argv[1]}.{turn}" if turn % 10 else f"shared.{turn}"
    new = NewEntry(
        journal=kind, day=date(2026, 1 + turn % 12, 5), label="x", piece_ref="x", moves=moves, key=key
    )
    try:
        with transaction.atomic():
            services.post_entry(book=book, new=new, actor=None, now=now)
            if turn % 7 == 6:
                raise InterruptedError
    except InterruptedError:
        pass
"""
MAKE = """
import django
django.setup()
from datetime import UTC, date, datetime
from kpacite.platform import new_database
new_database.make_tables()
from kpacite.domain.ledger import services
from kpacite.domain.organisations.models import Organisation
now = datetime(2026, 3, 10, 9, tzinfo=UTC)
entity = Organisation.objects.create(kind="carrier", name="CAE exemple", slug="cae-exemple")
book = services.open_book(entity=entity, actor=None, now=now)
services.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=None, now=now)
"""
CHECK = """
import django
django.setup()
from django.db.models import Max
from kpacite.domain.ledger.models import Entry
from kpacite.platform import verification
print(Entry.objects.posted().count(), Entry.objects.aggregate(m=Max("sequence"))["m"])
print([p for r in verification.run() if r.name.startswith("ledger.") for p in r.problems])
"""
# Each process gives up every seventh posting; every tenth event is the same for all of them.
GIVEN_UP = len([turn for turn in range(POSTS) if turn % 7 == 6 and turn % 10])
SHARED = len([turn for turn in range(POSTS) if not turn % 10])
SHARED_GIVEN_UP = len([turn for turn in range(POSTS) if turn % 7 == 6 and not turn % 10])
EXPECTED = PROCESSES * (POSTS - SHARED - GIVEN_UP) + SHARED - SHARED_GIVEN_UP


def run_all(here: dict[str, str]) -> None:
    def start(name: int) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", POSTER, str(name)]
        return subprocess.Popen(command, cwd=ROOT, env=here, stderr=subprocess.PIPE, text=True)

    posters = [start(name) for name in range(PROCESSES)]
    said = [poster.communicate()[1] for poster in posters]
    assert [poster.returncode for poster in posters] == [0] * PROCESSES, said


@pytest.mark.sqlite_file
def test_eight_processes_on_a_sqlite_file(tmp_path: Path) -> None:
    here = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.sqlite3'}"}
    subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=here, check=True)
    run_all(here)
    checked = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=ROOT, env=here, check=True, stdout=-1, text=True
    )
    assert checked.stdout.splitlines() == [f"{EXPECTED} {EXPECTED}", "[]"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_processes_on_postgresql(book: Book, year: FiscalYear) -> None:
    settings = connection.settings_dict
    url = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
    )
    run_all(os.environ | {"DATABASE_URL": f"{url}/{settings['NAME']}"})
    assert Entry.objects.posted().count() == EXPECTED
    assert problems() == []
