"""`kpacite bilan`: a file for each format, exact for who holds the database, careful for everybody else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from kpacite import scenarios
from kpacite.interfaces.cli.bilan import bilan
from tests.domain.indicators.published import PUBLISHED

pytestmark = pytest.mark.django_db
PERIOD = ["--from", "2022-03-01", "--to", "2023-12-31"]


@pytest.fixture(autouse=True)
def _people() -> None:
    scenarios.load(["bilan-2023"], now=timezone.now())


def asked(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(bilan, [*PERIOD, *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_json_on_the_screen_is_exact_and_has_the_codes_of_the_table() -> None:
    found = json.loads(asked("--format", "json"))
    assert found["period"] == {"from": "2022-03-01", "to": "2023-12-31"}
    assert found["audience"] == "internal"
    assert PUBLISHED.keys() | {"I18"} <= found["indicators"].keys()
    assert found["indicators"]["I13d"]["count"] == 1
    assert found["indicators"]["I18"]["count"] == 274_027_00


def test_the_public_is_told_no_small_number() -> None:
    found = json.loads(asked("--audience", "public"))["indicators"]
    assert found["I13d"] | {"label": ""} == found["I13d"] | {"label": "", "count": None, "suppressed": True}
    assert found["I15d"]["count"] == 6


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "pdf", "html"])
def test_each_format_is_a_file(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"bilan.{kind}"
    asked("--format", kind, "-o", str(file))
    assert file.stat().st_size > 1000


def test_a_kpa_and_a_field_have_their_own_bilan() -> None:
    one = json.loads(asked("--kpa", "kpa-touraine"))["indicators"]
    assert one["I00"]["count"] == 19
    assert [row["words"] for row in one["I18"]["kpas"]] == ["en 2022", "en 2023"]
    youth = json.loads(asked("--tag", "jeunesse"))["indicators"]
    assert youth["I00"]["count"] == 19 + 27


def test_what_cannot_be_is_said() -> None:
    assert "No KPA is called" in asked("--kpa", "nulle-part", code=2)
    assert "-o FILE" in asked("--format", "pdf", code=2)
    upside_down = CliRunner().invoke(bilan, ["--from", "2023-12-31", "--to", "2022-03-01"])
    assert upside_down.exit_code == 1
    assert "dernier jour" in upside_down.output
