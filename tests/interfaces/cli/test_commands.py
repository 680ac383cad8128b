"""The `kpacite` command, as a person or a program calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import override_settings

from kpacite.interfaces.cli.main import VERBS, main
from kpacite.platform import verification

ROOT = Path(__file__).resolve().parents[3]


def kpacite(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself_with_an_example(verb: str) -> None:
    result = kpacite(verb, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert verb in main.list_commands(None)


def test_an_unknown_verb_is_refused() -> None:
    result = kpacite("sead")
    assert result.exit_code == 2
    assert "sead" in result.output


def test_the_list_of_scenarios_is_for_people_and_for_programs() -> None:
    assert "network" in kpacite("seed", "--list").output
    listed = json.loads(kpacite("seed", "--list", "--json").output)
    assert {"name", "description", "needs"} <= listed[0].keys()


def test_an_unknown_scenario_is_refused_before_anything_is_loaded() -> None:
    result = kpacite("seed", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.output


def test_seeding_nothing_is_refused() -> None:
    assert kpacite("seed").exit_code == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "kpacite.example"])
def test_development_settings_never_listen_to_the_network(host: str) -> None:
    with override_settings(SETTINGS_MODULE="config.settings.dev"):
        result = kpacite("serve", "--host", host)
    assert result.exit_code == 2
    assert "docs/exploitation.md" in result.output


@pytest.mark.django_db
def test_verify_is_content_with_a_sound_database() -> None:
    result = kpacite("verify", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["problems"] == []


@pytest.mark.django_db
def test_verify_names_a_broken_promise_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = verification.Promise("test.broken", "Cats never land on their backs", lambda: ["one did"])
    monkeypatch.setitem(verification._promises, "test.broken", broken)
    result = kpacite("verify")
    assert result.exit_code == 1
    assert "FAIL  Cats never land on their backs" in result.output
    assert "one did" in result.output


def run(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "kpacite", *words],
        cwd=ROOT,
        env=surroundings | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.sqlite_file
def test_the_demo_loads_twice_and_keeps_its_data(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    first = run(database, "demo", "--no-serve")
    assert first.returncode == 0, first.stderr
    assert "Amina" in first.stdout
    second = run(database, "demo", "--no-serve")
    assert second.returncode == 0, second.stderr
    proof = run(database, "verify", "--json")
    assert proof.returncode == 0, proof.stdout
    afresh = run(database, "demo", "--no-serve", "--reset")
    assert afresh.returncode == 0, afresh.stderr


@pytest.mark.sqlite_file
def test_seeding_the_network_brings_no_invented_person(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'network.sqlite3'}"
    assert run(database, "migrate", "--quiet").returncode == 0
    seeded = run(database, "seed", "network", "--json")
    assert seeded.returncode == 0, seeded.stderr
    assert json.loads(seeded.stdout) == {"loaded": ["network"]}
    counted = run(database, "verify", "--json")
    assert counted.returncode == 0
