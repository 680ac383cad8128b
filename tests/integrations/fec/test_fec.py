import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpacite.domain.ledger import services
from kpacite.domain.ledger.enums import AccountRole, JournalKind
from kpacite.domain.ledger.models import Account, Book, FiscalYear, Line
from kpacite.domain.ledger.rules import Move, credit, debit
from kpacite.domain.people.models import Account as PersonalAccount
from kpacite.integrations.fec import (
    COLUMNS,
    SirenMissing,
    fec_blocks,
    fec_name,
    notice_text,
    queries,
    write_fec,
)
from kpacite.interfaces.cli.fec import fec
from kpacite.kernel.money import Euro
from tests.domain.ledger.conftest import NOW, Post, sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(book: Book, year: FiscalYear, post: Post, driss: PersonalAccount) -> list[list[str]]:
    """The rows of a year: a sale, an opening entry posted later, a payment lettered, a draft."""
    services.ensure_aux(book=book, number="C1", label="Mairie\texemple")
    owed = debit(AccountRole.CLIENTS, Euro(123_456), aux="C1", label="Buffet à « 30 »\r\nEt\x1fcafé \\.")
    post(moves=[owed, credit(AccountRole.SALES_SERVICES, Euro(123_456))], piece_date=date(2026, 3, 1))
    post(
        journal=JournalKind.OPENING,
        day=date(2026, 1, 1),
        label="Reprise",
        moves=[Move(number="512000", debit_cents=5), Move(number="110000", credit_cents=5)],
    )
    paid = [debit(AccountRole.BANK, Euro(123_456)), credit(AccountRole.CLIENTS, Euro(123_456), aux="C1")]
    post(sale(journal=JournalKind.BANK, day=date(2026, 3, 9), moves=paid))
    lines = Line.objects.filter(account__number="411000").values_list("pk", flat=True)
    services.letter(lines=lines, actor=driss, now=NOW)
    services.draft_entry(book=book, new=sale(), actor=driss, now=NOW)
    text = b"".join(fec_blocks(year)).decode("utf-8")
    assert text.endswith("\r\n")
    return [row.split("\t") for row in text.removesuffix("\r\n").split("\r\n")]


def test_the_file_has_eighteen_columns_named_by_the_law(told: list[list[str]]) -> None:
    assert tuple(told[0]) == COLUMNS
    assert [len(row) for row in told] == [18] * 7


def test_opening_entries_come_first_then_the_order_of_validation(told: list[list[str]]) -> None:
    assert [(row[0], row[2]) for row in told[1:]] == [
        ("AN", "2"),
        ("AN", "2"),
        ("VE", "1"),
        ("VE", "1"),
        ("BQ", "3"),
        ("BQ", "3"),
    ]
    assert {int(row[2]) for row in told[1:]} == {1, 2, 3}


def test_dates_amounts_and_texts_are_written_as_the_law_says(told: list[list[str]]) -> None:
    assert told[3] == [
        "VE",
        "Ventes",
        "1",
        "20260302",
        "411000",
        "Clients",
        "C1",
        "Mairie exemple",
        "F-1",
        "20260301",
        "Buffet à « 30 » Et café \\.",
        "1234,56",
        "0,00",
        "AA",
        "20260310",
        "20260310",
        "",
        "",
    ]
    assert told[1][11:13] == ["0,05", "0,00"]


def test_debits_and_credits_of_the_file_are_equal(told: list[list[str]]) -> None:
    sums = [sum(int(row[column].replace(",", "")) for row in told[1:]) for column in (11, 12)]
    assert sums[0] == sums[1]


def test_the_file_bears_the_siren_and_the_closing_day(year: FiscalYear) -> None:
    assert fec_name(year) == "999999998FEC20261231.txt"
    year.book.siren = ""
    with pytest.raises(SirenMissing):
        fec_name(year)


def test_the_description_says_form_fields_and_journals(year: FiscalYear) -> None:
    text = notice_text(year, name=fec_name(year))
    assert all(column in text for column in COLUMNS)
    assert "VE     Ventes" in text
    assert "provisoire" in text


def test_an_empty_year_gives_the_header_alone(year: FiscalYear, tmp_path: Path) -> None:
    written = write_fec(year, tmp_path)
    assert (written.lines, written.path.read_bytes().count(b"\r\n")) == (0, 1)


def test_the_command_writes_both_files(told: list[list[str]], tmp_path: Path) -> None:
    asked = ["--entity", "cae-exemple", "--year", "2026", "-o", str(tmp_path / "out"), "--json"]
    answer = CliRunner().invoke(fec, asked)
    facts = json.loads(answer.output)
    assert (facts["lines"], facts["provisional"]) == (6, True)
    assert Path(facts["path"]).read_bytes().startswith(b"JournalCode\tJournalLib\t")
    assert facts["sha256"] in Path(facts["notice"]).read_text()


def test_the_command_says_what_is_missing(year: FiscalYear, tmp_path: Path) -> None:
    none = CliRunner().invoke(fec, ["--entity", "cae-exemple", "--year", "1999"])
    assert (none.exit_code, "no fiscal year" in none.output) == (2, True)
    Book.objects.update(siren="")
    nameless = CliRunner().invoke(fec, ["--entity", "cae-exemple", "--year", "2026", "-o", str(tmp_path)])
    assert (nameless.exit_code, "SIREN" in nameless.output) == (1, True)


def test_the_file_is_made_of_blocks(
    book: Book, year: FiscalYear, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ENTRIES", 2)
    monkeypatch.setattr(queries, "BATCH", 6)
    for _turn in range(5):
        post(sale())
    blocks = list(fec_blocks(year))
    assert [block.count(b"\r\n") for block in blocks if block] == [1, 6, 6, 3]


def by_hand(line: Line) -> str:
    """A row of the file as the law tells it, one line at a time: what the queries are compared with."""
    entry, tie = line.entry, line.lettered.filter(undone_at=None).first()

    def day(of: date) -> str:
        return of.strftime("%Y%m%d")

    def euros(cents: int) -> str:
        return f"{cents // 100},{cents % 100:02d}"

    return "\t".join(
        (
            entry.journal.code,
            entry.journal.label,
            str(entry.sequence),
            day(entry.date),
            line.account.number,
            line.account.label,
            line.aux.number if line.aux else "",
            " ".join(line.aux.label.split()) if line.aux else "",
            entry.piece_ref,
            day(entry.piece_date),
            line.label or entry.label,
            euros(line.debit_cents),
            euros(line.credit_cents),
            tie.lettering.code if tie else "",
            day(tie.lettering.lettered_on) if tie else "",
            day(entry.posted_on),
            "",
            "",
        )
    )


def test_both_engines_write_each_row_as_it_is_told_by_hand(
    told: list[list[str]], year: FiscalYear, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cents in (1, 9, 10, 99, 100, 101, 123_456_789_012):
        post(moves=[Move(number="512000", debit_cents=cents), Move(number="530000", credit_cents=cents)])
    monkeypatch.setattr(queries, "ENTRIES", 3)
    lines = Line.objects.posted().select_related("entry__journal", "account", "aux")
    rows = lines.order_by("entry__sequence", "rank")
    opening = [by_hand(line) for line in rows if line.entry.journal.kind == JournalKind.OPENING]
    others = [by_hand(line) for line in rows if line.entry.journal.kind != JournalKind.OPENING]
    wanted = "\r\n".join(["\t".join(COLUMNS), *opening, *others, ""])
    assert b"".join(fec_blocks(year)).decode() == wanted


def test_control_characters_written_past_the_services_become_spaces(
    book: Book, year: FiscalYear, post: Post
) -> None:
    Account.objects.filter(number="512000").update(label="Banque\tde\r\nl’\\écluse \\n")
    post(moves=[Move(number="512000", debit_cents=1), Move(number="530000", credit_cents=1)])
    row = b"".join(fec_blocks(year)).decode().split("\r\n")[1].split("\t")
    assert (len(row), row[5]) == (18, "Banque de  l’\\écluse \\n")
