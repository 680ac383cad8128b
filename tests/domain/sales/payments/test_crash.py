"""Eight processes record payments at once, two by invoice, and three are killed in the middle."""

from pathlib import Path

import pytest

from tests.domain.sales.crash import AT_LEAST, JOBS, Crew, postgresql_crew, sqlite_crew

WORKER = "tests.domain.sales.payments.crash_worker"


def check(crew: Crew) -> None:
    told, left, *payments = crew.attack()
    assert told == "0 problems"
    assert AT_LEAST <= len(payments) < JOBS
    assert len(set(payments)) == len(payments)
    assert left != "0 cents left"

    # The same gestures again: what was recorded stays, once; the rest comes.
    told, left, *payments = crew.start_again()
    assert told == "0 problems"
    assert left == "0 cents left"
    assert sorted(payments) == sorted(f"half {rank}" for rank in range(JOBS))


@pytest.mark.sqlite_file
def test_a_killed_worker_loses_no_payment_and_doubles_none_in_a_sqlite_file(tmp_path: Path) -> None:
    check(sqlite_crew(WORKER, tmp_path))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_payment_and_doubles_none_in_postgresql() -> None:
    check(postgresql_crew(WORKER))
