"""`kpacite import people`, as the one who installs the platform calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpacite.domain.paths.models import Path as PersonPath
from kpacite.interfaces.cli.main import main

HEADER = "person_ref;first_name;kpa;path_start"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["import", "people", *words])


@pytest.fixture
def file(tmp_path: Path):
    def file(*lines: str) -> str:
        path = tmp_path / "gens.csv"
        path.write_bytes("\r\n".join([HEADER, *lines]).encode("cp1252"))
        return str(path)

    return file


@pytest.mark.django_db
@pytest.mark.usefixtures("network", "la_cape")
def test_a_file_is_tried_then_imported_then_known(file) -> None:
    path = file("P1;Zoé;La Cape;06/03/2024")
    tried = json.loads(run(path, "--dry-run", "--json").stdout)
    assert (tried["imported"], tried["counts"]["people_new"], PersonPath.objects.count()) == (False, 1, 0)
    done = run(path)
    assert (done.exit_code, PersonPath.objects.count()) == (0, 1)
    assert "1 new people" in done.stdout
    again = json.loads(run(path, "--json").stdout)
    assert (again["counts"]["people_new"], again["counts"]["paths_new"]) == (0, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("network", "la_cape")
def test_a_refused_file_tells_its_lines_and_writes_nothing(file) -> None:
    path = file("P1;Zoé;La Cape;06/03/2024", "P2;Léo;Nulle part;hier")
    refused = run(path)
    assert refused.exit_code == 1
    assert "line 3, path_start « hier »" in refused.stderr
    told = json.loads(run(path, "--json").stdout)
    assert {(error["line"], error["column"]) for error in told["errors"]} == {(3, "path_start")}
    assert not PersonPath.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("network", "la_cape")
def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gens.csv"
    path.write_text("nom,kpa\nZoé,la-cape\n")
    told = run(str(path), "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["errors"][0]["line"] == 0


@pytest.mark.django_db
def test_a_wrong_call_is_another_matter(file) -> None:
    assert run("nowhere.csv").exit_code == 2
    assert run(file()).exit_code == 2
    assert run(file(), "--source", "nulle-part").exit_code == 2
