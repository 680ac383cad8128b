"""Raw SQL against everything that the database promises about accounts, on both engines."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.ledger import services
from kpacite.domain.ledger.models import (
    AxisBalance,
    Book,
    Entry,
    FiscalYear,
    LetteredLine,
    Line,
    MonthBalance,
    Period,
)
from kpacite.domain.people.models import Account as PersonalAccount
from tests.domain.ledger.conftest import NOW, Post, sale
from tests.domain.ledger.test_posting import problems

pytestmark = pytest.mark.django_db
TABLES = (Book, FiscalYear, Period, Entry, Line, MonthBalance, AxisBalance, LetteredLine)
A_HASH = "a" * 64


def photograph() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


@pytest.fixture
def accounts(book: Book, year: FiscalYear, post: Post, driss: PersonalAccount) -> dict[str, object]:
    """Two posted entries, one lettering, one draft: something to attack everywhere."""
    posted = post(key="invoice.1")
    mirror = services.reverse_entry(entry=posted, day=date(2026, 3, 5), reason="x", actor=driss, now=NOW)
    lines = Line.objects.filter(account__number="411000").values_list("pk", flat=True)
    services.letter(lines=lines, actor=driss, now=NOW)
    draft = services.draft_entry(book=book, new=sale(99, piece_ref="F-9"), actor=driss, now=NOW)
    line = Line.objects.filter(entry=posted).order_by("pk").first()
    return {
        "posted": posted.pk,
        "mirror": mirror.pk,
        "draft": draft.pk,
        "line": line.pk,
        "draft_line": Line.objects.filter(entry=draft).order_by("pk").first().pk,
        "book": book.pk,
        "year": year.pk,
        "account": line.account_id,
        "period": posted.period_id,
        "april": Period.objects.get(start=date(2026, 4, 1)).pk,
        "hash": Book.objects.get(pk=book.pk).chain_hash,
        "a_hash": A_HASH,
    }


POSTED_COLUMNS = (
    "number = {number}, sequence = {sequence}, chain_position = {rank}, previous_hash = '{previous}',"
    " hash = '{hash_}', posted_at = '2026-03-10 09:00:00', posted_on = '2026-03-10'"
)


def posting(entry: str = "{draft}", **changes: object) -> str:
    """SQL that posts a draft; right in every respect unless told otherwise (next numbers are 3, 3, 3)."""
    facts = {"number": 3, "sequence": 3, "rank": 3, "previous": "{hash}", "hash_": A_HASH} | changes
    columns = POSTED_COLUMNS.format(**facts)
    extra = changes.get("extra", "")
    return f"UPDATE ledger_entry SET {columns}{extra} WHERE id = {entry}"


FROZEN_ENTRY = [
    "UPDATE ledger_entry SET label = 'x' WHERE id = {posted}",
    "UPDATE ledger_entry SET label = label",
    "UPDATE ledger_entry SET posted_at = NULL WHERE id = {posted}",
    "UPDATE ledger_entry SET posted_at = NULL, posted_on = NULL, number = NULL, sequence = NULL,"
    " chain_position = NULL, hash = '', previous_hash = '' WHERE id = {posted}",
    "UPDATE ledger_entry SET id = 9999 WHERE id = {posted}",
    "UPDATE ledger_entry SET date = '2026-04-01' WHERE id = {posted}",
    "DELETE FROM ledger_entry WHERE id = {posted}",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_entry SET key = 'invoice.1' WHERE id = {draft}",
    "UPDATE ledger_entry SET id = {posted} WHERE id = {draft}",
    "UPDATE ledger_entry SET reversal_of_id = {mirror} WHERE id = {draft}",
    "UPDATE ledger_entry SET number = 3 WHERE id = {draft}",
    "UPDATE ledger_entry SET hash = '{a_hash}' WHERE id = {draft}",
    "UPDATE ledger_entry SET posted_at = '2026-03-10 09:00:00' WHERE id = {draft}",
]
FROZEN_LINE = [
    "UPDATE ledger_line SET debit_cents = debit_cents + 1 WHERE id = {line}",
    "UPDATE ledger_line SET label = 'x' WHERE id = {line}",
    "UPDATE ledger_line SET entry_id = {draft}, rank = 9 WHERE id = {line}",
    "UPDATE ledger_line SET entry_id = {posted}, rank = 9 WHERE id = {draft_line}",
    "UPDATE ledger_line SET id = {line} WHERE id = {draft_line}",
    "UPDATE ledger_line SET account_id = account_id",
    "DELETE FROM ledger_line WHERE id = {line}",
    "DELETE FROM ledger_line",
    "INSERT INTO ledger_line (entry_id, rank, account_id, date, debit_cents, credit_cents, label, activity,"
    " person, order_ref) VALUES ({posted}, 9, {account}, '2026-03-02', 1, 0, '', '', '', '')",
]
ONE_SIDE = [
    "UPDATE ledger_line SET credit_cents = 1 WHERE id = {draft_line}",
    "UPDATE ledger_line SET debit_cents = -debit_cents WHERE id = {draft_line}",
    "UPDATE ledger_line SET debit_cents = 0 WHERE id = {draft_line}",
]
KEPT_BALANCES = [
    f"{verb} {table}{what}"
    for table in ("ledger_monthbalance", "ledger_axisbalance")
    for verb, what in (
        ("UPDATE", " SET debit_cents = debit_cents + 1"),
        ("UPDATE", " SET debit_cents = debit_cents + 1, chain_position = chain_position + 1"),
        ("UPDATE", " SET debit_cents = debit_cents * 2, chain_position = 1"),
        ("UPDATE", " SET period_id = {april}"),
        ("UPDATE", " SET id = id + 1000"),
        ("DELETE FROM", ""),
    )
] + [
    "INSERT INTO ledger_monthbalance (account_id, period_id, debit_cents, credit_cents, chain_position)"
    " VALUES ({account}, {april}, 1, 0, 0)",
    "INSERT INTO ledger_monthbalance (account_id, period_id, debit_cents, credit_cents, chain_position)"
    " VALUES ({account}, {period}, 0, 0, 0)",
]
CHAIN = [
    "UPDATE ledger_book SET chain_position = chain_position + 1",
    "UPDATE ledger_book SET chain_position = 0, chain_hash = ''",
    "UPDATE ledger_book SET chain_hash = '{a_hash}'",
    "UPDATE ledger_book SET chain_position = chain_position + 1, chain_hash = '{a_hash}'",
    "DELETE FROM ledger_book",
    "UPDATE ledger_account SET number = '999' WHERE id = {account}",
    "UPDATE ledger_account SET kind = 'income' WHERE id = {account}",
    "UPDATE ledger_journal SET code = 'ZZ'",
]
CALENDAR = [
    "UPDATE ledger_period SET start = '2026-03-01' WHERE id = {april}",
    "UPDATE ledger_period SET fiscal_year_id = fiscal_year_id + 1",
    "DELETE FROM ledger_period WHERE id = {april}",
    "DELETE FROM ledger_fiscalyear",
    "UPDATE ledger_fiscalyear SET \"end\" = '2027-02-01'",
    "UPDATE ledger_fiscalyear SET closed_at = '2027-02-01 00:00:00'",
    "INSERT INTO ledger_fiscalyear (book_id, start, \"end\") VALUES ({book}, '2026-12-01', '2027-12-01')",
    "INSERT INTO ledger_period (fiscal_year_id, start, \"end\") VALUES ({year}, '2027-01-01', '2027-02-01')",
]
LETTERS = [
    "UPDATE ledger_lettering SET code = 'ZZ'",
    "DELETE FROM ledger_lettering",
    "DELETE FROM ledger_letteredline",
    "UPDATE ledger_letteredline SET line_id = {draft_line}",
    "INSERT INTO ledger_letteredline (lettering_id, line_id) SELECT lettering_id, {draft_line}"
    " FROM ledger_letteredline LIMIT 1",
    "INSERT INTO ledger_letteredline (lettering_id, line_id) SELECT lettering_id, line_id"
    " FROM ledger_letteredline LIMIT 1",
]
GATE = [
    posting(number=4),
    posting(number=1),
    posting(sequence=2),
    posting(sequence=9),
    posting(rank=4),
    posting(rank=2),
    posting(previous=""),
    posting(previous=A_HASH),
    posting(hash_="short"),
    posting(extra=", date = '2026-05-01'"),
    posting(extra=", period_id = {april}"),
    posting(extra=", label = ''"),
    posting(entry="{posted}"),
]
SQLITE = [
    f"INSERT OR REPLACE INTO {model._meta.db_table} SELECT * FROM {model._meta.db_table}"
    for model in (*TABLES, LetteredLine)
] + [
    "UPDATE OR REPLACE ledger_entry SET key = 'invoice.1' WHERE id = {draft}",
    "UPDATE OR REPLACE ledger_entry SET id = {posted} WHERE id = {draft}",
    "UPDATE OR REPLACE ledger_line SET id = {line} WHERE id = {draft_line}",
    "UPDATE OR REPLACE ledger_line SET entry_id = {posted}, rank = 1 WHERE id = {draft_line}",
    posting(number=1).replace("UPDATE ", "UPDATE OR REPLACE "),
    posting(rank=1, previous="").replace("UPDATE ", "UPDATE OR REPLACE "),
    "INSERT OR REPLACE INTO ledger_monthbalance (account_id, period_id, debit_cents, credit_cents,"
    " chain_position) VALUES ({account}, {period}, 0, 0, 0)",
    "REPLACE INTO ledger_account SELECT id, '999', label, kind, is_lettrable, closed_on, book_id"
    " FROM ledger_account",
]
POSTGRESQL = [f"TRUNCATE {model._meta.db_table} CASCADE" for model in TABLES] + [
    "TRUNCATE ledger_line, ledger_entry CASCADE",
    "INSERT INTO ledger_monthbalance SELECT * FROM ledger_monthbalance ON CONFLICT (id) DO UPDATE"
    " SET debit_cents = 0",
]
EVERYWHERE = (
    *FROZEN_ENTRY,
    *FROZEN_LINE,
    *ONE_SIDE,
    *KEPT_BALANCES,
    *CHAIN,
    *CALENDAR,
    *LETTERS,
    *GATE,
)


def all_attacks() -> list[str]:
    return [*EVERYWHERE, *{"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]]


def execute(sql: str, facts: dict[str, object]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(**facts))


def is_refused(attack: str, facts: dict[str, object]) -> bool:
    try:
        execute(attack, facts)
    except IntegrityError:
        return True
    return False


def test_raw_sql_changes_nothing_that_is_posted(accounts: dict[str, object]) -> None:
    connection.check_constraints()
    before = photograph()
    for attack in all_attacks():
        assert is_refused(attack, accounts), attack
        assert photograph() == before, attack
    assert problems() == []


def test_raw_sql_may_post_a_draft_that_is_right_in_every_respect(accounts: dict[str, object]) -> None:
    execute(posting(number=3), accounts)
    assert Book.objects.get().chain_position == 3
    assert MonthBalance.objects.get(account__number="411000").debit_cents == 12_000 + 99
    # The database cannot compute the hash: the chain tells.
    assert problems() == [f"book {accounts['book']}: entry 3 is not what was posted"]


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE ledger_line SET debit_cents = debit_cents + 1 WHERE id = {draft_line}",
        "UPDATE ledger_line SET date = '2026-03-03' WHERE id = {draft_line}",
        "DELETE FROM ledger_line WHERE entry_id = {draft}",
        "DELETE FROM ledger_line WHERE id = {draft_line}",
        "UPDATE ledger_period SET closed_at = '2026-04-02 00:00:00' WHERE id = {period}",
    ],
)
def test_raw_sql_cannot_post_a_spoiled_draft(accounts: dict[str, object], spoil: str) -> None:
    execute(spoil, accounts)
    with pytest.raises(IntegrityError, match="ledger"):
        execute(posting(), accounts)
    assert not Entry.objects.get(pk=accounts["draft"]).is_posted


def test_an_entry_cannot_be_born_posted(accounts: dict[str, object]) -> None:
    columns = "book_id, journal_id, fiscal_year_id, period_id, date, label, piece_ref, piece_date"
    rest = "source_type, source_id, key, previous_hash, hash, posted_at"
    with pytest.raises(IntegrityError, match="ledger"):
        execute(
            f"INSERT INTO ledger_entry ({columns}, {rest}) SELECT {columns}, '', '', '', '', '',"
            " '2026-03-10 09:00:00' FROM ledger_entry WHERE id = {posted}",
            accounts,
        )


def test_the_orm_is_refused_too(accounts: dict[str, object]) -> None:
    entry, line = Entry.objects.get(pk=accounts["posted"]), Line.objects.get(pk=accounts["line"])
    for attack in (
        entry.save,
        lambda: Entry.objects.update(label="x"),
        line.save,
        line.delete,
        lambda: Line.objects.bulk_update([line], ["label"]),
        lambda: MonthBalance.objects.update(debit_cents=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def test_a_closed_year_neither_opens_nor_receives(
    book: Book, year: FiscalYear, post: Post, driss: PersonalAccount
) -> None:
    post()
    services.open_fiscal_year(book=book, start=date(2027, 1, 1), actor=driss, now=NOW)
    for period in year.periods.order_by("start"):
        services.close_period(period=period, actor=driss, now=NOW)
    services.close_fiscal_year(year=year, actor=driss, now=NOW)
    for attack in (
        f"UPDATE ledger_fiscalyear SET closed_at = NULL WHERE id = {year.pk}",
        f"UPDATE ledger_period SET closed_at = NULL WHERE fiscal_year_id = {year.pk}",
    ):
        with pytest.raises(IntegrityError, match="ledger"):
            execute(attack, {})


def test_tampering_by_the_owner_of_the_database_is_seen(accounts: dict[str, object]) -> None:
    from kpacite.platform import triggers  # noqa: PLC0415 - only this test lifts the guards

    with triggers.suspended(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_line SET label = 'autre' WHERE id = %s", [accounts["line"]])
        cursor.execute("UPDATE ledger_monthbalance SET debit_cents = debit_cents + 1")
    found = "\n".join(problems())
    assert "entry 1 is not what was posted" in found
    assert "monthbalance" in found
