"""Eight processes issue at once and three are killed in the middle: no hole, no double, nothing by half."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[4]
WORKERS, KILLED, DRAFTS = 8, 3, 96
Environment = Mapping[str, str]


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "tests.domain.sales.invoices.crash_worker", *map(str, words)]


def run(env: Environment, *words: object) -> list[str]:
    done = subprocess.run(command(*words), cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def start(env: Environment, rank: int) -> "subprocess.Popen[str]":
    words = command("issue", rank, WORKERS)
    return subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def kill_at_work(victim: "subprocess.Popen[str]") -> None:
    """It has issued one invoice, and is at work on the next one."""
    assert victim.stdout is not None
    assert victim.stdout.readline().startswith("F-2026-")
    victim.send_signal(signal.SIGKILL)


def attack(env: Environment) -> None:
    run(env, "prepare", DRAFTS)
    workers = [start(env, rank) for rank in range(WORKERS)]
    with ThreadPoolExecutor(KILLED) as pool:
        list(pool.map(kill_at_work, workers[:KILLED]))
    assert [worker.wait() for worker in workers[:KILLED]] == [-signal.SIGKILL] * KILLED
    assert [worker.communicate()[0].count("F-2026-") for worker in workers[KILLED:]] == [
        DRAFTS // WORKERS
    ] * (WORKERS - KILLED)
    for worker in workers[:KILLED]:
        worker.communicate()

    told, *numbers = run(env, "verify")
    assert told == "0 problems"
    assert (WORKERS - KILLED) * DRAFTS // WORKERS + KILLED <= len(numbers) < DRAFTS
    assert numbers == [f"F-2026-{rank:04d}" for rank in range(1, len(numbers) + 1)]

    # Somebody starts again: what was left is issued, what was issued stays.
    for rank in range(KILLED):
        run(env, "issue", rank, WORKERS)
    told, *numbers = run(env, "verify")
    assert told == "0 problems"
    assert numbers == [f"F-2026-{rank:04d}" for rank in range(1, DRAFTS + 1)]


def test_a_killed_worker_leaves_nothing_by_half_in_a_sqlite_file(tmp_path: Path) -> None:
    env = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'crash.sqlite3'}"}
    make = (
        "import django; django.setup(); from django.core.management import call_command as c;"
        "c('migrate', verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=env, check=True)
    attack(env)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_by_half_in_postgresql() -> None:
    facts = connection.settings_dict
    address = (
        f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    )
    attack(os.environ | {"DATABASE_URL": address})
