import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.platform.numbering import Counter, NumberOutsideTransaction, next_number

ROOT = Path(__file__).resolve().parents[2]


class ChangedMind(Exception):
    """The transaction that took a number is given up."""


@pytest.mark.django_db
def test_numbers_follow_each_other_in_each_series() -> None:
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again() -> None:
    assert next_number("a") == 1
    point = transaction.savepoint()
    assert next_number("a") == 2
    transaction.savepoint_rollback(point)
    assert next_number("a") == 2


@pytest.mark.django_db
def test_a_series_may_start_where_an_older_tool_stopped() -> None:
    Counter.objects.create(series="factures", last=119)
    assert next_number("factures") == 120


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NumberOutsideTransaction, match="factures"):
        next_number("factures")
    assert not Counter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE platform_counter SET last = 1",
        "UPDATE platform_counter SET last = last",
        "UPDATE platform_counter SET last = last + 2",
        "UPDATE platform_counter SET last = NULL",
        "UPDATE platform_counter SET series = 'b', last = last + 1",
        "DELETE FROM platform_counter",
    ],
)
def test_raw_sql_cannot_take_a_counter_back_nor_let_it_jump(attack: str) -> None:
    Counter.objects.create(series="a", last=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(attack)
    assert next_number("a") == 8


@pytest.mark.django_db
def test_a_counter_can_neither_be_replaced_nor_truncated() -> None:
    Counter.objects.create(series="a", last=7)
    engine = {
        "sqlite": "REPLACE INTO platform_counter VALUES ('a', 0)",
        "postgresql": "TRUNCATE platform_counter",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(engine[connection.vendor])
    assert next_number("a") == 8


def take(order: int) -> int | None:
    """Take one number in a thread of its own; every fifth caller gives up."""
    try:
        with transaction.atomic():
            number = next_number("crowd")
            if order % 5 == 0:
                raise ChangedMind
            return number
    except ChangedMind:
        return None
    finally:
        connection.close()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_leave_no_hole_and_no_double() -> None:
    with ThreadPoolExecutor(max_workers=50) as pool:
        numbers = [number for number in pool.map(take, range(400)) if number is not None]
    assert sorted(numbers) == list(range(1, 320 + 1))
    assert Counter.objects.get(pk="crowd").last == 320


TAKER = """
import django
django.setup()
from django.db import transaction
from kpacite.platform.numbering import next_number
for turn in range(40):
    try:
        with transaction.atomic():
            number = next_number("crowd")
            if turn % 5 == 0:
                raise InterruptedError
        print(number)
    except InterruptedError:
        pass
"""


@pytest.fixture
def database_file(tmp_path: Path) -> dict[str, str]:
    """A SQLite file of its own, with the settings of production (WAL, IMMEDIATE), as an environment."""
    here = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'numbers.sqlite3'}"}
    make = (
        "import django; django.setup(); from django.core.management import call_command as c;"
        "c('migrate', 'platform', verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=here, check=True)
    return here


def test_several_processes_on_a_sqlite_file_leave_no_hole_and_no_double(
    database_file: dict[str, str],
) -> None:
    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", TAKER]
        return subprocess.Popen(command, cwd=ROOT, env=database_file, stdout=subprocess.PIPE, text=True)

    takers = [start() for _ in range(4)]
    numbers = [int(line) for taker in takers for line in taker.communicate()[0].splitlines()]
    assert [taker.returncode for taker in takers] == [0, 0, 0, 0]
    assert sorted(numbers) == list(range(1, 4 * 32 + 1))
