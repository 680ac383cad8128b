"""`kpacite bilan`: a file for each format, exact for who holds the database, careful for everybody else."""

import json
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpacite.domain.funding.models import Grant
from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.organisations.models import Kpa
from kpacite.integrations.bilan_files import to_json
from kpacite.interfaces.cli.bilan import bilan
from tests.domain.funding.test_grants import noted
from tests.domain.indicators.published import PUBLISHED
from tests.loaded import loaded_once

pytestmark = pytest.mark.django_db
django_db_setup = loaded_once("bilan-2023")
PERIOD = ["--from", "2022-03-01", "--to", "2023-12-31"]


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


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "bilan.csv"
    assert f"Error: {file}: " in asked("--format", "csv", "-o", str(file), code=1)


def test_a_kpa_and_a_field_have_their_own_bilan() -> None:
    one = json.loads(asked("--kpa", "kpa-touraine"))["indicators"]
    assert one["I00"]["count"] == 19
    assert [row["words"] for row in one["I18"]["kpas"]] == ["en 2022", "en 2023"]
    youth = json.loads(asked("--tag", "jeunesse"))["indicators"]
    assert youth["I00"]["count"] == 19 + 27


FORMATS = ("json", "csv", "xlsx", "pdf", "html")


@pytest.fixture
def agreement() -> Grant:
    """Over 2023, with the KPA of the Indre-et-Loire."""
    kpas = Kpa.objects.filter(organisation__slug="kpa-touraine")
    days = {"first": date(2022, 3, 1), "last": date(2023, 12, 31)}
    return noted(*kpas, **days)


def test_an_agreement_brings_its_kpas_and_its_dates(agreement: Grant) -> None:
    alone = CliRunner().invoke(bilan, ["--grant", agreement.slug])
    assert alone.exit_code == 0, alone.output
    found = json.loads(alone.output)
    assert found["period"] == {"from": "2022-03-01", "to": "2023-12-31"}
    assert found["indicators"]["I00"]["count"] == 19
    screen = selectors.bilan(
        Frame(agreement.first, agreement.last), Scope(ScopeKind.GRANT, agreement.slug), Audience.INTERNAL
    )
    assert found == json.loads(to_json(screen)), "the same figures as on the screen"
    asked_days = CliRunner().invoke(bilan, ["--grant", agreement.slug, "--from", "2023-01-01"])
    assert json.loads(asked_days.output)["period"] == {"from": "2023-01-01", "to": "2023-12-31"}


def test_an_agreement_in_each_format_for_each_reader(agreement: Grant, tmp_path: Path) -> None:
    for audience, kind in product(("funder", "public"), FORMATS):
        file = tmp_path / f"{audience}.{kind}"
        options = ["--grant", agreement.slug, "--audience", audience, "--format", kind, "-o", str(file)]
        result = CliRunner().invoke(bilan, options)
        assert result.exit_code == 0, result.output
        assert file.stat().st_size > 1000
        if kind == "json":
            told = json.loads(file.read_bytes())["indicators"]
            assert told["I00"]["count"] == 19
            assert told["I02a"]["count"] is None, "fewer than 30 people are not told apart"


def test_the_age_may_be_that_of_the_last_day() -> None:
    entry, last = (json.loads(asked("--age-on", choice))["indicators"] for choice in ("entry", "cut_off"))
    ages = ("I02a", "I02b", "I02c", "I02d")
    assert sum(entry[code]["count"] for code in ages) == sum(last[code]["count"] for code in ages) == 267
    assert last["I02a"]["count"] <= entry["I02a"]["count"]


def test_one_part_at_a_time_and_days_are_needed() -> None:
    assert "Choose one of" in asked("--kpa", "kpa-touraine", "--grant", "x", code=2)
    assert "No agreement is called" in asked("--grant", "nulle-part", code=2)
    assert "No territory" in asked("--tag", "nulle-part", code=2)
    nothing = CliRunner().invoke(bilan, ["--to", "2023-12-31"])
    assert (nothing.exit_code, "Give --from and --to" in nothing.output) == (2, True)


def test_what_cannot_be_is_said() -> None:
    assert "No KPA is called" in asked("--kpa", "nulle-part", code=2)
    assert "-o FILE" in asked("--format", "pdf", code=2)
    upside_down = CliRunner().invoke(bilan, ["--from", "2023-12-31", "--to", "2022-03-01"])
    assert upside_down.exit_code == 1
    assert "dernier jour" in upside_down.output
