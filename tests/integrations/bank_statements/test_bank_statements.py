from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.integrations.bank_statements import (
    LARGEST_BYTES,
    CsvMapping,
    DangerousStatement,
    EmptyStatement,
    MappingMissing,
    StatementFormat,
    StatementLine,
    StatementTooLarge,
    UnreadableStatement,
    propose_mapping,
    read_statement,
)
from kpacite.integrations.bank_statements.amounts import cents_of
from tests.integrations.bank_statements.samples import CAMT, OFX, camt, camt_entry, ofx, ofx_line

CSV = (
    "Compte n° 123;;;\r\n"
    "Date opération;Date valeur;Libellé;Débit;Crédit\r\n"
    "02/03/2026;03/03/2026;VIR MAIRIE F-2026-0001;;1 234,50\r\n"
    "04/03/2026;04/03/2026;PRLV ÉLECTRICITÉ;-56,70;\r\n"
)


# --- CAMT.053 ------------------------------------------------------------------------------------------


def test_camt_gives_who_paid_when_and_why():
    statement = read_statement(CAMT)
    assert statement.format is StatementFormat.CAMT
    assert statement.account == "FR7630006000011234567890189"
    assert statement.lines[0] == StatementLine(
        booked_on=date(2026, 3, 2),
        value_on=date(2026, 3, 3),
        amount_cents=66_000,
        label="Facture F-2026-0042",
        counterparty="Mairie d’exemple",
        iban="FR1420041010050500013M02606",
        reference="F-2026-0042",
        bank_id="REF-1",
    )
    assert statement.lines[1].amount_cents == -1_205
    assert statement.pending == 1


def test_camt_opens_a_grouped_movement_when_its_parts_add_up():
    parts = "".join(
        f'<TxDtls><Refs><EndToEndId>F-{n}</EndToEndId></Refs><Amt Ccy="EUR">{amount}</Amt></TxDtls>'
        for n, amount in enumerate(("10.00", "5.50"), start=1)
    )
    lines = read_statement(camt(camt_entry("15.50", details=parts, ref="G"))).lines
    assert [(line.amount_cents, line.reference, line.bank_id) for line in lines] == [
        (1_000, "F-1", "G/1"),
        (550, "F-2", "G/2"),
    ]
    whole = read_statement(camt(camt_entry("16.00", details=parts))).lines
    assert [line.amount_cents for line in whole] == [1_600]


def test_camt_tells_every_wrong_row_and_keeps_none():
    wrong = camt(
        camt_entry("1.00", currency="USD"), camt_entry("2.00"), camt_entry("abc"), camt_entry("3", way="?")
    )
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(wrong)
    assert [problem.row for problem in refused.value.problems] == [1, 3, 4]
    assert "euros" in refused.value.problems[0].sentence
    assert "abc" in refused.value.problems[1].sentence


def test_camt_of_two_accounts_is_refused():
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(camt(camt_entry("1.00"), second="FR1420041010050500013M02606"))
    assert "plusieurs comptes" in refused.value.problems[0].sentence


# --- OFX -----------------------------------------------------------------------------------------------


def test_ofx_gives_the_same_kind_of_lines():
    statement = read_statement(OFX)
    assert statement.format is StatementFormat.OFX
    assert statement.account == "FR7630006000011234567890189"
    first, second = statement.lines
    assert (first.booked_on, first.amount_cents, first.bank_id) == (date(2026, 3, 2), 66_000, "T1")
    assert first.label == "VIR MAIRIE F-2026-0042"
    assert second.amount_cents == -1_205


def test_ofx_tells_every_wrong_row():
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(ofx(ofx_line(amount="x"), ofx_line(), ofx_line(day="20261301")))
    assert [problem.row for problem in refused.value.problems] == [1, 3]


# --- CSV -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_columns_are_recognised_in_any_encoding(encoding: str):
    lines = read_statement(CSV.encode(encoding)).lines
    assert [line.amount_cents for line in lines] == [123_450, -5_670]
    assert lines[1].label == "PRLV ÉLECTRICITÉ"
    assert lines[0].value_on == date(2026, 3, 3)


def test_csv_mapping_is_remembered_as_json():
    mapping, titles = propose_mapping(CSV.encode("cp1252"))
    assert titles == ["Date opération", "Date valeur", "Libellé", "Débit", "Crédit"]
    assert (mapping.debit, mapping.credit, mapping.amount) == ("Débit", "Crédit", "")
    assert (mapping.encoding, mapping.decimal) == ("cp1252", ",")
    assert CsvMapping.from_json(mapping.to_json()) == mapping


def test_csv_with_one_signed_column_points_and_iso_dates():
    text = "id,date,description,amount\n7,2026-03-02,Card,-3.50\n8,2026-03-03,Transfer,1200\n"
    statement = read_statement(text.encode())
    assert [(line.bank_id, line.amount_cents) for line in statement.lines] == [("7", -350), ("8", 120_000)]


def test_csv_whose_titles_changed_asks_again():
    mapping, _titles = propose_mapping(CSV.encode())
    with pytest.raises(MappingMissing):
        read_statement(CSV.replace("Crédit", "Avoir").encode(), mapping=mapping)


def test_csv_without_titles_asks_what_the_columns_are():
    with pytest.raises(MappingMissing):
        read_statement(b"02/03/2026;vente;12,00\n03/03/2026;vente;13,00\n")


def test_csv_tells_every_wrong_row_and_keeps_none():
    text = "Date;Libellé;Montant\n02/03/2026;a;1,00\n31/02/2026;b;1,00\n03/03/2026;c;douze\n04/03/2026;d;\n"
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(text.encode(), mapping=CsvMapping(date="Date", label="Libellé", amount="Montant"))
    assert [problem.row for problem in refused.value.problems] == [3, 4, 5]
    assert "31/02/2026" in refused.value.problems[0].sentence


# --- What is not a statement ---------------------------------------------------------------------------

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Document><BkToCstmrStmt>&c;</BkToCstmrStmt></Document>"""
SPY = (
    b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:"""
    b"""///etc/passwd">]><Document>&x;</Document>"""
)
CALL = b"""<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><Document/>"""


@pytest.mark.parametrize("content", [BOMB, SPY, CALL])
def test_entities_and_document_types_are_refused(content: bytes):
    with pytest.raises(DangerousStatement) as refused:
        read_statement(content)
    assert "éléments interdits" in str(refused.value)


def test_an_entity_in_an_ofx_is_refused():
    with pytest.raises(DangerousStatement):
        read_statement(OFX.replace(b"<OFX>", b'<!DOCTYPE x [<!ENTITY a "b">]><OFX>'))


def test_thirty_megabytes_are_refused_by_their_size():
    with pytest.raises(StatementTooLarge, match="10 Mo"):
        read_statement(b"x" * (LARGEST_BYTES + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02;;;",
        b"%PDF-1.7 hello",
        b"<Document><unclosed>",
        b"<html><body>Connexion</body></html>",
        CAMT[: len(CAMT) // 2],
        OFX[: len(OFX) // 3],
        b"\xff\xfe" + "Date;Montant".encode("utf-16-le"),
        b'Date;Montant;Libelle\n"02/03/2026;1,00',
    ],
)
def test_a_corrupt_file_is_refused_in_words(content: bytes):
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(content)
    assert str(refused.value).endswith(".")


def test_a_statement_without_movement_says_so():
    with pytest.raises(EmptyStatement):
        read_statement(camt())


def refusal_of(content: bytes) -> str | None:
    """The sentence of the refusal; None when it is read."""
    try:
        read_statement(content)
    except UnreadableStatement as refused:
        return str(refused)
    return None


@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(content: bytes):
    assert refusal_of(content) != ""


@given(st.integers(0, len(CAMT) - 1), st.binary(min_size=1, max_size=3))
def test_a_spoiled_camt_is_read_or_refused(place: int, noise: bytes):
    spoiled = CAMT[:place] + noise + CAMT[place + len(noise) :]
    assert refusal_of(spoiled) != ""


@given(st.lists(st.integers(-(10**11), 10**11).filter(bool), min_size=1, max_size=30))
def test_no_cent_is_lost_between_the_bank_and_us(amounts: list[int]):
    entries = [
        camt_entry(f"{abs(cents) // 100}.{abs(cents) % 100:02d}", way="CRDT" if cents > 0 else "DBIT")
        for cents in amounts
    ]
    assert [line.amount_cents for line in read_statement(camt(*entries)).lines] == amounts


# --- Amounts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimal", "cents"),
    [
        ("1 234,50", ",", 123_450),
        ("1.234,50", ",", 123_450),
        ("-1\u202f234,5 €", ",", -123_450),
        ("12,00-", ",", -1_200),
        ("+12", ",", 1_200),
        ("\u22123,07", ",", -307),
        ("1,234.50", ".", 123_450),
        ("10.50000", ".", 1_050),
    ],
)
def test_amounts_are_read_as_the_bank_writes_them(text: str, decimal: str, cents: int):
    assert cents_of(text, decimal=decimal) == cents


@pytest.mark.parametrize("text", ["", "12.34", "1,234", "--1", "-1-", "1e3", "NaN", "١٢"])
def test_an_amount_with_two_readings_or_none_is_refused(text: str):
    with pytest.raises(ValueError, match="no exact value"):
        cents_of(text, decimal=",")
