"""Eight processes work at once and three are killed in the middle: nothing is lost, doubled or half done."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
WORKERS, KILLED, JOBS = 8, 3, 96


@dataclass(frozen=True)
class Crew:
    """The processes of a worker module, with a database of their own.

    Its commands: `prepare JOBS`; `work 3 8`, which does the jobs of rank 3 modulo 8 and tells each on a line;
    `verify`, which tells the problems found, then what was done.
    """

    module: str
    env: Mapping[str, str]

    def run(self, *words: object) -> list[str]:
        command = self._command(*words)
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def start(self, rank: int) -> "subprocess.Popen[str]":
        command = self._command("work", rank, WORKERS)
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True)

    def attack(self) -> list[str]:
        """What `verify` tells after the attack; the workers that were spared did all their jobs."""
        self.run("prepare", JOBS)
        workers = [self.start(rank) for rank in range(WORKERS)]
        with ThreadPoolExecutor(KILLED) as pool:
            list(pool.map(kill_at_work, workers[:KILLED]))
        assert [worker.wait() for worker in workers[:KILLED]] == [-signal.SIGKILL] * KILLED
        told = [len(worker.communicate()[0].splitlines()) for worker in workers[KILLED:]]
        assert told == [JOBS // WORKERS] * (WORKERS - KILLED)
        for worker in workers[:KILLED]:
            worker.communicate()
        return self.run("verify")

    def start_again(self) -> list[str]:
        """Somebody does again the whole share of those that were killed."""
        for rank in range(KILLED):
            self.run("work", rank, WORKERS)
        return self.run("verify")

    def _command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", self.module, *map(str, words)]


AT_LEAST = (WORKERS - KILLED) * JOBS // WORKERS + KILLED
"""Done after the attack: the shares of the spared, and the first job of each killed."""


def kill_at_work(victim: "subprocess.Popen[str]") -> None:
    """It has done one job, and is at work on the next one."""
    assert victim.stdout is not None
    assert victim.stdout.readline().strip()
    victim.send_signal(signal.SIGKILL)


def sqlite_crew(module: str, folder: Path) -> Crew:
    env = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'crash.sqlite3'}"}
    subprocess.run([sys.executable, "-m", "kpacite", "migrate", "--quiet"], cwd=ROOT, env=env, check=True)
    return Crew(module, env)


def postgresql_crew(module: str) -> Crew:
    """On the database of the test, which is emptied afterwards."""
    facts = connection.settings_dict
    address = (
        f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    )
    return Crew(module, os.environ | {"DATABASE_URL": address})
