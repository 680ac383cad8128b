"""The house's contracts hold, and each of them is seen refusing a violation planted for it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

VIOLATIONS = {
    "floors": ("kernel/period.py", "import kpacite.platform.access"),
    "apps": ("domain/people/selectors.py", "import kpacite.domain.organisations.models"),
    "apps-unlisted": ("domain/surprise/__init__.py", '"""An app that the order does not name."""'),
    "inside": ("domain/organisations/rules.py", "import kpacite.domain.organisations.services"),
    "indicators": ("domain/indicators/selectors/rows.py", "import kpacite.domain.paths.services"),
    "interfaces": ("interfaces/www/gates.py", "import kpacite.interfaces.cli.main"),
    "kernel": ("kernel/money.py", "import django.db"),
    "rules": ("domain/organisations/rules.py", "import django.db"),
    "wiring": ("platform/http.py", "import config.env"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    program = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(program, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("kpacite", "config"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.gz")
        )
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_planted_violation_is_refused(house: Path, violation: str) -> None:
    place, line = VIOLATIONS[violation]
    planted = house / "kpacite" / place
    planted.parent.mkdir(exist_ok=True)
    text = planted.read_text() if planted.exists() else ""
    planted.write_text(f"{text}\n{line}\n")
    contract = violation.partition("-")[0]
    result = lint(house)
    assert result.returncode == 1
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(name_of(contract) in line for line in broken), result.stdout


def test_the_services_that_indicators_may_not_call_are_those_of_every_other_app() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [forbidden] = [each["forbidden_modules"] for each in contracts if each["id"] == "indicators"]
    domain = ROOT / "kpacite" / "domain"
    apps = {found.parent.name for found in domain.glob("*/services*") if found.stem == "services"}
    assert set(forbidden) == {f"kpacite.domain.{app}.services" for app in apps - {"indicators"}}


def name_of(contract: str) -> str:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    after = lines[lines.index(f'id = "{contract}"') + 1]
    return after.removeprefix('name = "').removesuffix('"')
