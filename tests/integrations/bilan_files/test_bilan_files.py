"""Every file of a bilan holds the published figures; the PDF is one that a screen reader can walk through."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan, from_content, to_content
from kpacite.domain.indicators.rules.counting import count
from kpacite.domain.indicators.rules.disclosure import release
from kpacite.domain.indicators.rules.figures import lines
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK
from kpacite.integrations import bilan_files
from kpacite.integrations.bilan_files.paper import as_data, to_pdf
from kpacite.scenarios.bilan.population import FRAME, population
from tests.domain.indicators.published import PUBLISHED
from tests.integrations.documents.verapdf import broken_clauses

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


def made(audience: Audience) -> Bilan:
    told = release(count(population(), FRAME), audience)
    return Bilan(
        first=FRAME.first,
        last=FRAME.last,
        age_on=FRAME.age_on,
        scope=WHOLE_NETWORK,
        scope_name="Tout le réseau",
        audience=audience,
        lines=tuple(lines(told, FRAME)),
    )


@pytest.fixture(scope="module")
def internal() -> Bilan:
    return made(Audience.INTERNAL)


def agrees(code: str, number: int | None, denominator: int | None, percent: int | None) -> bool:
    published = PUBLISHED[code]
    found = (number, denominator, percent)
    return all(mine == theirs for mine, theirs in zip(found, published, strict=True) if theirs is not None)


def test_json_has_every_published_figure(internal: Bilan) -> None:
    entries = json.loads(bilan_files.to_json(internal))["indicators"]
    for code in PUBLISHED:
        entry = entries[code]
        assert agrees(code, entry["count"], entry["denominator"], entry["percent"]), code
        assert {"label", "unknown", "suppressed", "definition_version"} <= entry.keys()


def test_csv_has_every_published_figure(internal: Bilan) -> None:
    text = bilan_files.to_csv(internal)
    assert text.startswith("\ufeff")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    for code in PUBLISHED:
        row = rows[code]
        numbers = (
            int(row[name]) if row[name] else None for name in ("nombre", "denominateur", "pourcentage")
        )
        assert agrees(code, *numbers), code


def test_xlsx_has_every_published_figure(internal: Bilan) -> None:
    book = load_workbook(io.BytesIO(bilan_files.to_xlsx(internal)))
    rows = {row[0]: row for row in book["Chiffres"].iter_rows(min_row=2, values_only=True)}
    for code in PUBLISHED:
        assert agrees(code, *rows[code][3:6]), code


def test_the_page_and_the_paper_print_every_published_figure(internal: Bilan) -> None:
    page = bilan_files.to_html(internal)
    printed = {row[0]: row for block in as_data(internal)["blocks"] for row in block["rows"]}
    for code, (number, _denominator, percent) in PUBLISHED.items():
        line = internal.by_code[code]
        if code == "I00":
            assert as_data(internal)["people"] == "267"
            assert ">267<" in page
            continue
        row = re.search(rf"<th scope=\"row\">{re.escape(line.label)}</th>.*?</tr>", page)
        assert row is not None, code
        assert line.label in printed
        assert percent is None or f"{percent}\u00a0%" in page, code
        assert number is None or f"<td>{number}</td>" in page, code


def test_what_is_hidden_has_no_number_anywhere() -> None:
    public = made(Audience.PUBLIC)
    entries = json.loads(bilan_files.to_json(public))["indicators"]
    for code in ("I06", "I13d", "I15e", "I15f", "I16d", "I17a", "D04"):
        assert entries[code]["suppressed"]
        assert entries[code]["count"] is None
        assert entries[code]["percent"] is None
    rows = csv.DictReader(io.StringIO(bilan_files.to_csv(public).removeprefix("\ufeff")))
    assert all(row["nombre"] == "" for row in rows if row["masque"] == "oui")


def test_the_page_and_the_paper_say_out_of_how_many_and_what_nobody_knows(internal: Bilan) -> None:
    blocks = {block["title"]: block for block in as_data(internal)["blocks"]}
    priority = blocks["Résident·es en quartier prioritaire"]
    assert priority["rows"][1] == ["On ne sait pas", "18", "7\u00a0%", 7, True], "its bar is grey"
    assert blocks["Nos calculs sur les sorties"]["among"] == "98 coopérant·es sorti·es"
    known = blocks["Nos calculs, quand la situation est connue"]
    assert known["among"] == "78 coopérant·es sorti·es, situation connue"
    assert [row[:3] for row in known["rows"]] == [
        ["Les mêmes, parmi les situations connues", "72", "92\u00a0%\u00a0**"]
    ]


def test_what_is_frozen_is_read_back_as_it_was(internal: Bilan) -> None:
    assert from_content(json.loads(json.dumps(to_content(internal)))) == internal


def test_the_pdf_archives_and_speaks_on_three_pages_at_most(internal: Bilan, tmp_path: Path) -> None:
    public = made(Audience.PUBLIC)
    files = []
    for name, bilan in (("internal", internal), ("public", public)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(to_pdf(bilan, at=AT))
        files.append(file)
        with pikepdf.open(file) as document:
            assert len(document.pages) <= 3
    assert set(broken_clauses(files).values()) == {""}
    assert to_pdf(public, at=AT) == to_pdf(public, at=AT)
