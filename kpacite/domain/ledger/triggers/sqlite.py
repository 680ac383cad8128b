# ruff: noqa: S608 - every name comes from this package
"""The SQLite triggers.

`INSERT OR REPLACE` and `UPDATE OR REPLACE` delete rows without firing delete triggers: every guarded table
refuses a new row whose key is taken, and an update of the columns that carry a key.
"""

from collections.abc import Sequence

Statements = Sequence[str]


def _refuse(name: str, event: str, table: str, when: str, words: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_{name} BEFORE {event} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _taken(table: str, *keys: tuple[str, ...]) -> str:
    """Whether a row already holds the key of the new one, for any of the unique keys."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"
        for key in keys
    )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)


def _kept(table: str, key: tuple[str, ...], *columns: str) -> Statements:
    """A table whose rows are named once: these columns never change, nor is a row replaced."""
    return (
        _refuse("no_replace", "INSERT", table, _taken(table, ("id",), key), "ledger: this row exists"),
        _refuse("kept", "UPDATE", table, _changed("id", *columns), "ledger: this column never changes"),
    )


def _never_deleted(table: str) -> str:
    return _refuse("no_delete", "DELETE", table, "1", "ledger: this row stays")


BOOK = (
    _refuse(
        "no_replace",
        "INSERT",
        "ledger_book",
        f"{_taken('ledger_book', ('id',), ('entity_id',))}"
        " OR NEW.chain_position IS NOT 0 OR NEW.chain_hash IS NOT ''",
        "ledger: a book starts empty, once for each entity",
    ),
    _refuse(
        "chain",
        "UPDATE",
        "ledger_book",
        f"{_changed('id', 'entity_id')} OR (({_changed('chain_position', 'chain_hash')}) AND NOT ("
        " NEW.chain_position = OLD.chain_position + 1 AND EXISTS (SELECT 1 FROM ledger_entry e"
        " WHERE e.book_id = NEW.id AND e.chain_position = NEW.chain_position AND e.hash = NEW.chain_hash"
        " AND e.posted_at IS NOT NULL)))",
        "ledger: the head of the chain is the last posted entry",
    ),
    _never_deleted("ledger_book"),
)

FISCAL_YEAR = (
    *_kept("ledger_fiscalyear", ("book_id", "start"), "book_id", "start", '"end"'),
    _refuse(
        "apart",
        "INSERT",
        "ledger_fiscalyear",
        "EXISTS (SELECT 1 FROM ledger_fiscalyear f WHERE f.book_id = NEW.book_id"
        ' AND f.start < NEW."end" AND NEW.start < f."end") OR NEW.closed_at IS NOT NULL',
        "ledger: two fiscal years share a day",
    ),
    _refuse(
        "closed",
        "UPDATE",
        "ledger_fiscalyear",
        f"OLD.closed_at IS NOT NULL AND ({_changed('closed_at')})"
        " OR NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS ("
        "SELECT 1 FROM ledger_period p WHERE p.fiscal_year_id = NEW.id AND p.closed_at IS NULL)",
        "ledger: a fiscal year closes once, after its months",
    ),
    _never_deleted("ledger_fiscalyear"),
)

PERIOD = (
    *_kept("ledger_period", ("fiscal_year_id", "start"), "fiscal_year_id", "start", '"end"'),
    _refuse(
        "closed",
        "UPDATE",
        "ledger_period",
        f"({_changed('closed_at')}) AND EXISTS (SELECT 1 FROM ledger_fiscalyear f"
        " WHERE f.id = NEW.fiscal_year_id AND f.closed_at IS NOT NULL)",
        "ledger: the fiscal year is closed",
    ),
    _refuse(
        "inside",
        "INSERT",
        "ledger_period",
        "NOT EXISTS (SELECT 1 FROM ledger_fiscalyear f WHERE f.id = NEW.fiscal_year_id"
        ' AND f.closed_at IS NULL AND NEW.start >= f.start AND NEW."end" <= f."end")',
        "ledger: a month belongs to an open fiscal year",
    ),
    _never_deleted("ledger_period"),
)

DRAFT_COLUMNS = "number", "sequence", "chain_position", "posted_on"
HALF_POSTED = (
    " OR ".join(f"NEW.{column} IS NOT NULL" for column in DRAFT_COLUMNS)
    + " OR NEW.hash IS NOT '' OR NEW.previous_hash IS NOT ''"
)
POSTS = "OLD.posted_at IS NULL AND NEW.posted_at IS NOT NULL"

# Each check refuses the posting when its query gives a row.
GATE_CHECKS = {
    "ledger: an entry has two lines at least, and balances": (
        "WHERE (SELECT COUNT(*) < 2 OR SUM(debit_cents) IS NOT SUM(credit_cents)"
        " FROM ledger_line WHERE entry_id = NEW.id)"
    ),
    "ledger: a line follows the date and the book of its entry": (
        "WHERE EXISTS (SELECT 1 FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id"
        " LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id WHERE l.entry_id = NEW.id"
        " AND (l.date <> NEW.date OR a.book_id <> NEW.book_id OR x.book_id <> NEW.book_id))"
    ),
    "ledger: the period is closed, or is not that of the date": (
        "WHERE NOT EXISTS (SELECT 1 FROM ledger_period p"
        " JOIN ledger_fiscalyear f ON f.id = p.fiscal_year_id JOIN ledger_journal j ON j.id = NEW.journal_id"
        " WHERE p.id = NEW.period_id AND f.id = NEW.fiscal_year_id AND f.book_id = NEW.book_id"
        " AND j.book_id = NEW.book_id AND p.closed_at IS NULL AND f.closed_at IS NULL"
        ' AND NEW.date >= p.start AND NEW.date < p."end")'
    ),
    "ledger: numbers follow each other": (
        "WHERE NEW.number IS NOT (SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_entry"
        " WHERE journal_id = NEW.journal_id AND fiscal_year_id = NEW.fiscal_year_id)"
        " OR NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM ledger_entry"
        " WHERE fiscal_year_id = NEW.fiscal_year_id)"
    ),
    "ledger: an entry is chained to the last one": (
        "WHERE length(NEW.hash) <> 64 OR NEW.posted_on IS NULL OR NOT EXISTS ("
        "SELECT 1 FROM ledger_book b WHERE b.id = NEW.book_id AND b.chain_hash = NEW.previous_hash"
        " AND b.chain_position + 1 = NEW.chain_position)"
    ),
}
CHECKS = " ".join(f"SELECT RAISE(ABORT, '{words}') {query};" for words, query in GATE_CHECKS.items())
AXES = "l.account_id = b.account_id AND l.kpa_id IS b.kpa_id AND l.activity = b.activity"


def _count_in(table: str, same: str, *columns: str) -> str:
    """Add the lines of NEW to a table of balances: rows are born empty, then grow."""
    named = ", ".join(f"l.{column}" for column in columns)
    own = f"{table}.account_id = s.account_id" + (
        f" AND {table}.kpa_id IS s.kpa_id AND {table}.activity = s.activity" if len(columns) > 1 else ""
    )
    return (  # The names come from this module.
        f"INSERT INTO {table} (period_id, {', '.join(columns)}, debit_cents, credit_cents, chain_position)"
        f" SELECT DISTINCT NEW.period_id, {named}, 0, 0, 0 FROM ledger_line l WHERE l.entry_id = NEW.id"
        f" AND NOT EXISTS (SELECT 1 FROM {table} b WHERE b.period_id = NEW.period_id AND {same});"
        f" UPDATE {table} SET debit_cents = {table}.debit_cents + s.debit,"
        f" credit_cents = {table}.credit_cents + s.credit, chain_position = NEW.chain_position"
        f" FROM (SELECT {named}, SUM(l.debit_cents) AS debit, SUM(l.credit_cents) AS credit"
        f" FROM ledger_line l WHERE l.entry_id = NEW.id GROUP BY {named}) AS s"
        f" WHERE {own} AND {table}.period_id = NEW.period_id;"
    )


ENTRY = (
    _refuse(
        "draft_first",
        "INSERT",
        "ledger_entry",
        f"NEW.posted_at IS NOT NULL OR {HALF_POSTED}",
        "ledger: an entry starts as a draft",
    ),
    _refuse(
        "no_replace",
        "INSERT",
        "ledger_entry",
        "EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)"
        " OR NEW.key <> '' AND EXISTS (SELECT 1 FROM ledger_entry"
        " WHERE book_id = NEW.book_id AND key = NEW.key AND key <> '')"
        " OR EXISTS (SELECT 1 FROM ledger_entry WHERE reversal_of_id = NEW.reversal_of_id)",
        "ledger: this entry exists",
    ),
    _refuse(
        "frozen",
        "UPDATE",
        "ledger_entry",
        f"OLD.posted_at IS NOT NULL OR {_changed('id', 'book_id', 'key', 'reversal_of_id')}",
        "ledger: a posted entry is frozen",
    ),
    _refuse(
        "half_posted",
        "UPDATE",
        "ledger_entry",
        f"NEW.posted_at IS NULL AND ({HALF_POSTED})",
        "ledger: a draft has no number",
    ),
    f"CREATE TRIGGER kpa_ledger_entry_gate BEFORE UPDATE ON ledger_entry WHEN {POSTS} BEGIN {CHECKS} END",
    _refuse(
        "no_delete", "DELETE", "ledger_entry", "OLD.posted_at IS NOT NULL", "ledger: a posted entry stays"
    ),
    f"CREATE TRIGGER kpa_ledger_entry_posted AFTER UPDATE ON ledger_entry WHEN {POSTS} BEGIN"
    " UPDATE ledger_book SET chain_position = NEW.chain_position, chain_hash = NEW.hash"
    " WHERE id = NEW.book_id;"
    f" {_count_in('ledger_monthbalance', 'l.account_id = b.account_id', 'account_id')}"
    f" {_count_in('ledger_axisbalance', AXES, 'account_id', 'kpa_id', 'activity')} END",
)


def _in_posted(entries: str) -> str:
    return (  # The names come from this module.
        f"EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id IN ({entries}) AND e.posted_at IS NOT NULL)"
    )


LINE_FROZEN = "ledger: a posted line is frozen"
LINE = (
    _refuse(
        "insert",
        "INSERT",
        "ledger_line",
        f"{_in_posted('NEW.entry_id')} OR {_taken('ledger_line', ('id',), ('entry_id', 'rank'))}",
        LINE_FROZEN,
    ),
    _refuse(
        "update",
        "UPDATE",
        "ledger_line",
        f"{_changed('id')} OR {_in_posted('OLD.entry_id, NEW.entry_id')}",
        LINE_FROZEN,
    ),
    _refuse("delete", "DELETE", "ledger_line", _in_posted("OLD.entry_id"), LINE_FROZEN),
)


def _balances(table: str, key: tuple[str, ...]) -> Statements:
    """A balance is born empty, then may only grow by the lines of an entry not yet counted in."""
    same = " AND ".join(f"{column} IS NEW.{column}" for column in key)
    lines = " AND ".join(f"l.{column} IS NEW.{column}" for column in key if column != "period_id")
    counted = (  # The names come from this module.
        "(SELECT COALESCE(SUM(l.{side}), 0) FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id"
        " JOIN ledger_account a ON a.id = NEW.account_id WHERE e.book_id = a.book_id"
        f" AND e.chain_position = NEW.chain_position AND e.period_id = NEW.period_id AND {lines})"
    )
    return (
        _refuse(
            "born_empty",
            "INSERT",
            table,
            "NEW.debit_cents IS NOT 0 OR NEW.credit_cents IS NOT 0 OR NEW.chain_position IS NOT 0"
            f" OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same}))",
            "ledger: a balance is kept by the postings",
        ),
        _refuse(
            "grows",
            "UPDATE",
            table,
            f"{_changed('id', *key)} OR NEW.chain_position <= OLD.chain_position"
            f" OR NEW.debit_cents <> OLD.debit_cents + {counted.format(side='debit_cents')}"
            f" OR NEW.credit_cents <> OLD.credit_cents + {counted.format(side='credit_cents')}",
            "ledger: a balance is kept by the postings",
        ),
        _never_deleted(table),
    )


LETTERED_LINE = (
    _refuse(
        "posted",
        "INSERT",
        "ledger_letteredline",
        f"NEW.undone_at IS NOT NULL OR {_taken('ledger_letteredline', ('id',))}"
        " OR EXISTS (SELECT 1 FROM ledger_letteredline WHERE line_id = NEW.line_id AND undone_at IS NULL)"
        " OR NOT EXISTS (SELECT 1 FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id"
        " JOIN ledger_lettering t ON t.id = NEW.lettering_id WHERE l.id = NEW.line_id"
        " AND l.account_id = t.account_id AND l.aux_id IS t.aux_id AND e.posted_at IS NOT NULL)",
        "ledger: only posted lines of one account are lettered, once",
    ),
    _refuse(
        "undone",
        "UPDATE",
        "ledger_letteredline",
        f"OLD.undone_at IS NOT NULL OR {_changed('id', 'lettering_id', 'line_id')}",
        "ledger: a lettering is only undone, once",
    ),
    _never_deleted("ledger_letteredline"),
)

OF_TABLE: dict[str, Statements] = {
    "ledger_book": BOOK,
    "ledger_account": _kept("ledger_account", ("book_id", "number"), "book_id", "number", "kind"),
    "ledger_auxaccount": _kept("ledger_auxaccount", ("book_id", "number"), "book_id", "number"),
    "ledger_journal": _kept("ledger_journal", ("book_id", "code"), "book_id", "code", "kind"),
    "ledger_fiscalyear": FISCAL_YEAR,
    "ledger_period": PERIOD,
    "ledger_entry": ENTRY,
    "ledger_line": LINE,
    "ledger_monthbalance": _balances("ledger_monthbalance", ("account_id", "period_id")),
    "ledger_axisbalance": _balances("ledger_axisbalance", ("account_id", "period_id", "kpa_id", "activity")),
    "ledger_letteredline": LETTERED_LINE,
}


def of(table: str) -> Statements:
    return OF_TABLE[table]
