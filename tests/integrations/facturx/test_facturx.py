"""Each kind of invoice passes the schema, EN 16931 and the French rules; a spoiled one does not."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from kpacite.integrations.facturx import (
    NothingToRead,
    UnreadableInvoice,
    XmlNotValid,
    check_schema,
    read_invoice,
    xml_of,
)
from tests.integrations.facturx.schematrons import broken_rules
from tests.integrations.photographs import KINDS, NEIGHBOUR, credit_note, deposit, invoice, line, simple

SPOILED = {
    "total": (b"<ram:GrandTotalAmount>727.80", b"<ram:GrandTotalAmount>727.90", "BR-CO-15"),
    "due": (b"<ram:DuePayableAmount>727.80", b"<ram:DuePayableAmount>700.00", "BR-CO-16"),
    "line": (b"<ram:LineTotalAmount>420.00", b"<ram:LineTotalAmount>421.00", "BR-CO-10"),
    "number": (b"<ram:ID>F-2026-0042<", b"<ram:ID>F 2026 0042<", "BR-FR-02_BT-1"),
    "indemnity": (b">PMT<", b">ZZZ<", "BR-FR-05_BT-22_PMT"),
    "siren": (b'schemeID="0002">732829320', b'schemeID="0002">73282932', "BR-FR-10_BT-30"),
}


def written(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, content in files.items():
        path = folder / f"{name}.xml"
        path.write_bytes(content)
        paths.append(path)
    return paths


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_follows_the_schema_and_reads_back(kind: object) -> None:
    photo = kind()
    xml = xml_of(photo)
    check_schema(xml)
    read = read_invoice(xml)
    assert (read.syntax, read.number, read.type_code) == ("cii", photo.number, photo.type_code)
    assert (read.issued_on, read.due_on) == (photo.issued_on, photo.due_on)
    assert (read.seller, read.seller_siren, read.iban) == (photo.seller.name, "732829320", photo.iban)
    sums = (read.net_cents, read.tax_cents, read.gross_cents, read.due_cents)
    assert sums == (photo.net_cents, photo.tax_cents, photo.gross_cents, photo.due_cents)


def test_every_kind_follows_en_16931_and_the_french_rules(tmp_path: Path) -> None:
    kinds = {kind.__name__: xml_of(kind()) for kind in KINDS}
    kinds["deposit_given_back"] = xml_of(
        replace(deposit(), number="A-2026-0002", type_code="503", corrects=credit_note().corrects)
    )
    assert broken_rules(written(tmp_path, **kinds)) == {str(tmp_path / f"{name}.xml"): [] for name in kinds}


def test_a_spoiled_invoice_is_refused_by_the_schematrons(tmp_path: Path) -> None:
    xml = xml_of(simple())
    files = {}
    for name, (before, after, _rule) in SPOILED.items():
        assert before in xml, name
        files[name] = xml.replace(before, after, 1)
    found = broken_rules(written(tmp_path, **files))
    for name, (_before, _after, rule) in SPOILED.items():
        told = found[str(tmp_path / f"{name}.xml")]
        assert any(rule in identifier for identifier in told), (name, told)


def test_a_broken_xml_does_not_follow_the_schema() -> None:
    xml = xml_of(simple())
    for spoiled in (xml[:-30], xml.replace(b"TypeCode", b"KindCode"), b"<a/>"):
        with pytest.raises(XmlNotValid) as caught:
            check_schema(spoiled)
        assert caught.value.details


def test_words_of_people_stay_words() -> None:
    photo = replace(invoice([line(1, "Quiche <jambon> & « œufs »", "1", 100)]), buyer=NEIGHBOUR)
    assert read_invoice(xml_of(photo)).gross_cents == 110
    assert "Quiche &lt;jambon&gt; &amp; « œufs »" in xml_of(photo).decode()


UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>EX-77</cbc:ID><cbc:IssueDate>2026-10-02</cbc:IssueDate><cbc:DueDate>2026-11-01</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>Grossiste (exemple)</cbc:RegistrationName><cbc:CompanyID>443061841</cbc:CompanyID>
</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">5.50</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">105.50</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">105.50</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>"""


def test_a_ubl_invoice_is_read_too() -> None:
    read = read_invoice(UBL.encode())
    assert (read.syntax, read.number, read.seller) == ("ubl", "EX-77", "Grossiste (exemple)")
    assert (read.net_cents, read.tax_cents, read.gross_cents) == (10_000, 550, 10_550)
    assert (read.issued_on, read.due_on) == (date(2026, 10, 2), date(2026, 11, 1))


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boum"><!ENTITY c SYSTEM "file:'
    b'///etc/hostname">]>'
    b"<a>&b;&c;</a>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<html/>",
        BOMB,
        b"%PDF-1.7 broken",
        UBL.replace("100.00", "cent").encode(),
        UBL.replace("100.00", "NaN").encode(),
        UBL.replace("2026-10-02", "demain").encode(),
        b"<" * 10_000_001,
    ],
    ids=["empty", "words", "html", "entities", "pdf", "amount", "nan", "date", "large"],
)
def test_what_is_no_invoice_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableInvoice):
        read_invoice(content)


def test_a_pdf_without_xml_says_so() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    with pytest.raises(NothingToRead):
        read_invoice(out.getvalue())
