import io
from datetime import date, datetime, time

import openpyxl
import pytest

from kpacite.integrations.tabular import UnreadableTable, check_header, read_table

WANTED = [(2, {"nom": "Zoé", "ville": "Tourcoing, Nord"}), (3, {"nom": "Léo", "ville": ""})]


def text(delimiter: str) -> str:
    city = '"Tourcoing, Nord"' if delimiter == "," else "Tourcoing, Nord"
    return f"Nom{delimiter}Ville\r\nZoé{delimiter}{city}\r\nLéo{delimiter} \r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_of_any_spreadsheet_reads_the_same(delimiter, encoding):
    assert read_table(text(delimiter).encode(encoding)).rows == WANTED


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_xlsx_gives_texts():
    midnight = datetime.combine(date(2024, 3, 6), time())
    days = (date(2024, 3, 6), midnight, 1000, 2.0, 2.5, True, None, " a ")
    table = read_table(sheet(tuple("abcdefgh"), days))
    assert list(table.rows[0][1].values()) == ["2024-03-06", "2024-03-06", "1000", "2", "2.5", "oui", "", "a"]


def test_empty_lines_keep_their_numbers():
    assert read_table(b"a,b\n\n1,2\n,\n3,4\n").rows == [(3, {"a": "1", "b": "2"}), (5, {"a": "3", "b": "4"})]
    assert [number for number, _cells in read_table(sheet(("a",), (), (1,))).rows] == [3]


def test_a_line_break_inside_quotes_does_not_shift_the_numbers():
    assert [number for number, _cells in read_table(b'a,b\n"x\ny",1\nz,2\n').rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xd0\xcf\x11\xe0old", "XLSX"),
        (b"PK\x03\x04broken", "ne se lit pas"),
        (b"a,b\n1,2,3\n", "ligne 2"),
        (b'a,b\n"1,2\n', "ligne 2"),
        (b"a\0b", "ne se lit pas"),
    ],
)
def test_an_unreadable_file_says_what_to_do(content, words):
    with pytest.raises(UnreadableTable, match=words):
        read_table(content)


def test_the_columns_are_checked_by_name():
    table = read_table(b"kpa,nom,nom\n")
    with pytest.raises(UnreadableTable, match="person_ref"):
        check_header(table, known=["kpa", "nom"], required=["person_ref"])
    with pytest.raises(UnreadableTable, match="pas attendue"):
        check_header(table, known=["kpa"], required=[])
    with pytest.raises(UnreadableTable, match="deux fois"):
        check_header(table, known=["kpa", "nom"], required=[])
