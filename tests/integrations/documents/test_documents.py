"""One file is PDF/A-3a, PDF/UA-1 and Factur-X at once, for each kind of invoice."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import typst

from kpacite.integrations.documents import DocumentNotDrawn, compile_pdf, invoice_pdf, sheet_of, sheet_pdf
from kpacite.integrations.documents.compiler import HERE
from kpacite.integrations.documents.invoices import epc_qr, epc_text, number_words, percent
from kpacite.integrations.documents.sheet import drawable
from kpacite.integrations.facturx import read_invoice, xml_of
from tests.integrations.documents.verapdf import broken_clauses
from tests.integrations.photographs import KINDS, credit_note, invoice, line, simple

AT = datetime(2026, 3, 9, 10, 30, 12, 345_678, tzinfo=UTC)


def long() -> object:
    """Two pages, a name in Turkish and one in Arabic, an emoji."""
    rows = [line(rank, f"Ligne {rank} : gözleme, كسكس, 🥐", "1", 100) for rank in range(1, 46)]
    return invoice(rows)


def test_every_kind_is_valid_and_a_spoiled_file_is_not(tmp_path: Path) -> None:
    for kind in (*KINDS, long):
        (tmp_path / f"{kind.__name__}.pdf").write_bytes(invoice_pdf(kind(), issued_at=AT))
    (tmp_path / "quote.pdf").write_bytes(sheet_pdf(sheet_of(simple(), warning="Aperçu"), at=AT))
    files = sorted(tmp_path.glob("*.pdf"))
    spoiled = _spoiled(tmp_path)
    found = broken_clauses([*files, *spoiled])
    assert {row: found[row] for row in found if "spoiled" not in row[0]} == {
        (path.name, profile): "" for profile in ("3a", "ua1") for path in files
    }
    assert found["spoiled-alt.pdf", "ua1"]
    assert found["spoiled-xmp.pdf", "3a"]
    assert found["spoiled-xmp.pdf", "ua1"]


def _spoiled(folder: Path) -> list[Path]:
    """The same invoice, with an image that lost its words, and one whose metadata are gone."""
    alt, xmp = folder / "spoiled-alt.pdf", folder / "spoiled-xmp.pdf"
    content = invoice_pdf(simple(), issued_at=AT)
    with pikepdf.open(io.BytesIO(content)) as document:
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure":
                del found["/Alt"]
        document.save(alt)
    with pikepdf.open(io.BytesIO(content)) as document:
        del document.Root.Metadata
        document.save(xmp)
    return [alt, xmp]


def test_the_same_photograph_gives_the_same_bytes_and_carries_its_xml() -> None:
    first, second = (invoice_pdf(simple(), issued_at=AT) for _ in range(2))
    assert first == second
    assert read_invoice(first) == read_invoice(xml_of(simple()))
    with pikepdf.open(io.BytesIO(first)) as document:
        assert list(document.attachments) == ["factur-x.xml"]
        xmp = document.Root.Metadata.read_bytes().decode()
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in xmp
    assert xmp.count("pdfaExtension:schemas>") == 2


def test_an_image_without_words_is_not_drawn(tmp_path: Path) -> None:
    template = (HERE / "typst" / "piece.typ").read_text()
    words = ', alt: "Marque du réseau : un disque, un toit et un carré"'
    assert words in template
    (tmp_path / "piece.typ").write_text(template.replace(words, ""))
    (tmp_path / "marque.svg").write_bytes((HERE / "typst" / "marque.svg").read_bytes())
    compiler = typst.Compiler(tmp_path / "piece.typ", root=tmp_path)
    with pytest.raises(typst.TypstError, match="alt"):
        compiler.compile(
            sys_inputs={"data": json.dumps(sheet_of(simple()).as_data())}, pdf_standards=["ua-1"]
        )


def test_what_typst_refuses_has_a_name() -> None:
    with pytest.raises(DocumentNotDrawn):
        compile_pdf({}, at=AT)


def test_a_sign_that_no_font_draws_does_not_stop_a_document() -> None:
    assert drawable("Quiche 🥐\x07 à 12 €, gözleme") == "Quiche ?? à 12 €, gözleme"


def test_the_qr_is_there_only_to_pay_by_transfer() -> None:
    assert epc_qr(simple()).startswith("<svg")
    assert not epc_qr(credit_note())
    assert not epc_qr(replace(simple(), means="20"))
    assert not epc_qr(replace(simple(), iban=""))
    assert not epc_qr(replace(simple(), number=""))


def test_numbers_are_written_as_people_read_them() -> None:
    assert (number_words("1234.500"), number_words("-1"), number_words("30")) == ("1\u202f234,5", "−1", "30")
    assert (percent(550), percent(2_000)) == ("5,5\u00a0%", "20\u00a0%")


def test_the_qr_says_who_is_paid_how_much_and_for_what() -> None:
    assert epc_text(simple()).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "AGRIFRPP",
        "La CAE (exemple)",
        "FR7630006000011234567890189",
        "EUR727.80",
        "",
        "",
        "F-2026-0042",
    ]
