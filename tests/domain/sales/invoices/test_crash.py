"""Eight processes issue at once and three are killed in the middle: no hole, no double, nothing by half."""

from pathlib import Path

import pytest

from tests.domain.sales.crash import AT_LEAST, JOBS, Crew, postgresql_crew, sqlite_crew

WORKER = "tests.domain.sales.invoices.crash_worker"


def check(crew: Crew) -> None:
    told, *numbers = crew.attack()
    assert told == "0 problems"
    assert AT_LEAST <= len(numbers) < JOBS
    assert numbers == [f"F-2026-{rank:04d}" for rank in range(1, len(numbers) + 1)]

    # What was left is issued, what was issued stays.
    told, *numbers = crew.start_again()
    assert told == "0 problems"
    assert numbers == [f"F-2026-{rank:04d}" for rank in range(1, JOBS + 1)]


@pytest.mark.sqlite_file
def test_a_killed_worker_leaves_nothing_by_half_in_a_sqlite_file(tmp_path: Path) -> None:
    check(sqlite_crew(WORKER, tmp_path))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_by_half_in_postgresql() -> None:
    check(postgresql_crew(WORKER))
