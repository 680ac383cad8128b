"""`kpacite documents`, for the archive of the accountant."""

import csv
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpacite.domain.organisations.models import Organisation
from kpacite.interfaces.cli.main import main
from tests.factories.invoices import make_issued, ready_to_invoice


@pytest.mark.django_db
def test_a_year_of_documents_is_written_with_its_register(
    la_cape: Organisation, carrier: Organisation, tmp_path: Path
) -> None:
    ready_to_invoice(carrier)
    for _ in range(2):
        make_issued(la_cape)
    words = ["documents", "--entity", "opteos", "--year", "2026", str(tmp_path / "archive"), "--json"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["documents"] == 2
    with (tmp_path / "archive" / "registre.csv").open(encoding="utf-8-sig") as register:
        rows = list(csv.DictReader(register, delimiter=";"))
    assert [row["numero"] for row in rows] == ["F-2026-0001", "F-2026-0002"]
    for row in rows:
        content = (tmp_path / "archive" / row["fichier"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256_fichier"]


@pytest.mark.django_db
def test_an_unknown_entity_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["documents", "--entity", "nobody", "--year", "2026", str(tmp_path)])
    assert result.exit_code == 2
    assert "nobody" in result.output
