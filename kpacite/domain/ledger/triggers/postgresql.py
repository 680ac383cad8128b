# ruff: noqa: S608 - every name comes from this package
"""The PostgreSQL triggers. A trigger that judges by other rows locks their parent first.

A posting reads what others have committed: it is refused under REPEATABLE READ, where it would read the past.
"""

from collections.abc import Sequence

Statements = Sequence[str]


def _function(name: str, body: str, declare: str = "") -> str:
    declared = f"DECLARE {declare}" if declare else ""
    return (
        f"CREATE OR REPLACE FUNCTION kpa_ledger_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" {declared} BEGIN {body} END $$"
    )


def _raise(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = '23514';"


def _each_row(table: str, name: str, events: str, function: str, arguments: str = "") -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_{name} {events} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION kpa_ledger_{function}({arguments})"
    )


STAYS = _function("stays", _raise("ledger: this row stays"))


def _no_truncate(table: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION kpa_ledger_stays()"
    )


def _no_delete(table: str) -> str:
    return _each_row(table, "no_delete", "BEFORE DELETE", "stays")


KEPT = _function(
    "kept",
    "FOREACH name IN ARRAY TG_ARGV LOOP IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name"
    f" THEN {_raise('ledger: this column never changes')} END IF; END LOOP; RETURN NEW;",
    "name text;",
)


def _kept(table: str, *columns: str) -> Statements:
    arguments = ", ".join(f"'{column}'" for column in ("id", *columns))
    return (
        STAYS,
        KEPT,
        _each_row(table, "kept", "BEFORE UPDATE", "kept", arguments),
        _no_truncate(table),
    )


BOOK = (
    *_kept("ledger_book", "entity_id"),
    _function(
        "book",
        "IF TG_OP = 'INSERT' THEN IF NEW.chain_position <> 0 OR NEW.chain_hash <> '' THEN"
        f" {_raise('ledger: a book starts empty')} END IF; RETURN NEW; END IF;"
        " IF (NEW.chain_position, NEW.chain_hash) IS DISTINCT FROM (OLD.chain_position, OLD.chain_hash)"
        " AND NOT (NEW.chain_position = OLD.chain_position + 1 AND EXISTS (SELECT 1 FROM ledger_entry e"
        " WHERE e.book_id = NEW.id AND e.chain_position = NEW.chain_position AND e.hash = NEW.chain_hash"
        f" AND e.posted_at IS NOT NULL)) THEN"
        f" {_raise('ledger: the head of the chain is the last posted entry')} END IF; RETURN NEW;",
    ),
    _each_row("ledger_book", "chain", "BEFORE INSERT OR UPDATE", "book"),
    _no_delete("ledger_book"),
)

FISCAL_YEAR = (
    *_kept("ledger_fiscalyear", "book_id", "start", "end"),
    _function(
        "fiscal_year",
        "PERFORM 1 FROM ledger_book WHERE id = NEW.book_id FOR UPDATE;"
        " IF TG_OP = 'INSERT' THEN IF NEW.closed_at IS NOT NULL OR EXISTS (SELECT 1 FROM ledger_fiscalyear f"
        ' WHERE f.book_id = NEW.book_id AND f.start < NEW."end" AND NEW.start < f."end") THEN'
        f" {_raise('ledger: two fiscal years share a day')} END IF; RETURN NEW; END IF;"
        " IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at"
        " OR OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_period p"
        f" WHERE p.fiscal_year_id = NEW.id AND p.closed_at IS NULL) THEN"
        f" {_raise('ledger: a fiscal year closes once, after its months')} END IF; RETURN NEW;",
    ),
    _each_row("ledger_fiscalyear", "apart", "BEFORE INSERT OR UPDATE", "fiscal_year"),
    _no_delete("ledger_fiscalyear"),
)

PERIOD = (
    *_kept("ledger_period", "fiscal_year_id", "start", "end"),
    _function(
        "period",
        "SELECT * INTO year FROM ledger_fiscalyear WHERE id = NEW.fiscal_year_id FOR SHARE;"
        ' IF TG_OP = \'INSERT\' AND (NEW.start < year.start OR NEW."end" > year."end"'
        f" OR year.closed_at IS NOT NULL) THEN {_raise('ledger: a month belongs to an open fiscal year')}"
        " END IF; IF TG_OP = 'UPDATE' AND NEW.closed_at IS DISTINCT FROM OLD.closed_at"
        f" AND year.closed_at IS NOT NULL THEN {_raise('ledger: the fiscal year is closed')} END IF;"
        " RETURN NEW;",
        "year ledger_fiscalyear%ROWTYPE;",
    ),
    _each_row("ledger_period", "inside", "BEFORE INSERT OR UPDATE", "period"),
    _no_delete("ledger_period"),
)

GATE = f"""
    IF TG_OP = 'DELETE' THEN
        IF OLD.posted_at IS NOT NULL THEN {_raise("ledger: a posted entry stays")} END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.posted_at IS NOT NULL
        OR (NEW.id, NEW.book_id, NEW.key) <> (OLD.id, OLD.book_id, OLD.key)
        OR NEW.reversal_of_id IS DISTINCT FROM OLD.reversal_of_id) THEN
        {_raise("ledger: a posted entry is frozen")}
    END IF;
    IF NEW.posted_at IS NULL AND (num_nonnulls(NEW.number, NEW.sequence, NEW.chain_position,
        NEW.posted_on) > 0
        OR NEW.hash <> '' OR NEW.previous_hash <> '') THEN
        {_raise("ledger: a draft has no number")}
    END IF;
    IF NEW.posted_at IS NULL THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN {_raise("ledger: an entry starts as a draft")} END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        {_raise("ledger: posting reads what is committed")}
    END IF;
    SELECT * INTO book FROM ledger_book WHERE id = NEW.book_id FOR UPDATE;
    SELECT COUNT(*) < 2 OR SUM(l.debit_cents) <> SUM(l.credit_cents),
        COUNT(*) FILTER (WHERE l.date <> NEW.date OR a.book_id <> NEW.book_id OR x.book_id <> NEW.book_id) > 0
        INTO unbalanced, strays
        FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
        LEFT JOIN ledger_auxaccount x ON x.id = l.aux_id WHERE l.entry_id = NEW.id;
    IF unbalanced THEN {_raise("ledger: an entry has two lines at least, and balances")} END IF;
    IF strays THEN {_raise("ledger: a line follows the date and the book of its entry")} END IF;
    PERFORM 1 FROM ledger_period p JOIN ledger_fiscalyear f ON f.id = p.fiscal_year_id
        JOIN ledger_journal j ON j.id = NEW.journal_id
        WHERE p.id = NEW.period_id AND f.id = NEW.fiscal_year_id AND f.book_id = NEW.book_id
        AND j.book_id = NEW.book_id AND p.closed_at IS NULL AND f.closed_at IS NULL
        AND NEW.date >= p.start AND NEW.date < p."end" FOR SHARE OF p, f;
    IF NOT FOUND THEN {_raise("ledger: the period is closed, or is not that of the date")} END IF;
    IF NEW.number IS DISTINCT FROM (SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_entry
            WHERE journal_id = NEW.journal_id AND fiscal_year_id = NEW.fiscal_year_id)
        OR NEW.sequence IS DISTINCT FROM (SELECT COALESCE(MAX(sequence), 0) + 1 FROM ledger_entry
            WHERE fiscal_year_id = NEW.fiscal_year_id) THEN
        {_raise("ledger: numbers follow each other")}
    END IF;
    IF length(NEW.hash) <> 64 OR NEW.posted_on IS NULL OR NEW.previous_hash <> book.chain_hash
        OR NEW.chain_position IS DISTINCT FROM book.chain_position + 1 THEN
        {_raise("ledger: an entry is chained to the last one")}
    END IF;
    RETURN NEW;
"""

COUNT_IN = """
    UPDATE ledger_book SET chain_position = NEW.chain_position, chain_hash = NEW.hash WHERE id = NEW.book_id;
    INSERT INTO ledger_monthbalance AS b (account_id, period_id, debit_cents, credit_cents, chain_position)
        SELECT l.account_id, NEW.period_id, SUM(l.debit_cents), SUM(l.credit_cents), NEW.chain_position
        FROM ledger_line l WHERE l.entry_id = NEW.id GROUP BY l.account_id
        ON CONFLICT (account_id, period_id) DO UPDATE SET debit_cents = b.debit_cents + EXCLUDED.debit_cents,
        credit_cents = b.credit_cents + EXCLUDED.credit_cents, chain_position = EXCLUDED.chain_position;
    INSERT INTO ledger_axisbalance AS b
        (account_id, period_id, kpa_id, activity, debit_cents, credit_cents, chain_position)
        SELECT l.account_id, NEW.period_id, l.kpa_id, l.activity, SUM(l.debit_cents), SUM(l.credit_cents),
        NEW.chain_position FROM ledger_line l WHERE l.entry_id = NEW.id
        GROUP BY l.account_id, l.kpa_id, l.activity
        ON CONFLICT (account_id, period_id, COALESCE(kpa_id, 0), activity) DO UPDATE
        SET debit_cents = b.debit_cents + EXCLUDED.debit_cents,
        credit_cents = b.credit_cents + EXCLUDED.credit_cents, chain_position = EXCLUDED.chain_position;
    RETURN NULL;
"""

ENTRY = (
    STAYS,
    _function("gate", GATE, "book ledger_book%ROWTYPE; unbalanced boolean; strays boolean;"),
    _each_row("ledger_entry", "gate", "BEFORE INSERT OR UPDATE OR DELETE", "gate"),
    _function("count_in", COUNT_IN),
    "CREATE TRIGGER kpa_ledger_entry_posted AFTER UPDATE ON ledger_entry FOR EACH ROW"
    " WHEN (OLD.posted_at IS NULL AND NEW.posted_at IS NOT NULL) EXECUTE FUNCTION kpa_ledger_count_in()",
    _no_truncate("ledger_entry"),
)

# Locked before it is read: a posting in progress is waited for, then seen.
LINE_BODY = f"""
    IF TG_OP = 'UPDATE' AND NEW.id <> OLD.id THEN {_raise("ledger: a posted line is frozen")} END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT posted_at IS NOT NULL INTO posted FROM ledger_entry WHERE id = OLD.entry_id FOR SHARE;
        IF posted THEN {_raise("ledger: a posted line is frozen")} END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    SELECT posted_at IS NOT NULL INTO posted FROM ledger_entry WHERE id = NEW.entry_id FOR SHARE;
    IF posted THEN {_raise("ledger: a posted line is frozen")} END IF;
    RETURN NEW;
"""
LINE = (
    STAYS,
    _function("line", LINE_BODY, "posted boolean;"),
    _each_row("ledger_line", "frozen", "BEFORE INSERT OR UPDATE OR DELETE", "line"),
    _no_truncate("ledger_line"),
)


def _balances(table: str) -> Statements:
    """Written by the trigger of the posting (one trigger deep), by nothing else."""
    return (
        STAYS,
        _function(
            "balance",
            f"IF pg_trigger_depth() < 2 THEN {_raise('ledger: a balance is kept by the postings')} END IF;"
            " RETURN COALESCE(NEW, OLD);",
        ),
        _each_row(table, "kept", "BEFORE INSERT OR UPDATE OR DELETE", "balance"),
        _no_truncate(table),
    )


LETTERED_LINE = (
    *_kept("ledger_letteredline", "lettering_id", "line_id"),
    _function(
        "lettered_line",
        "IF TG_OP = 'UPDATE' THEN IF OLD.undone_at IS NOT NULL THEN"
        f" {_raise('ledger: a lettering is only undone, once')} END IF; RETURN NEW; END IF;"
        " PERFORM 1 FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id"
        " JOIN ledger_lettering t ON t.id = NEW.lettering_id WHERE l.id = NEW.line_id"
        " AND l.account_id = t.account_id AND l.aux_id IS NOT DISTINCT FROM t.aux_id"
        " AND e.posted_at IS NOT NULL; IF NOT FOUND OR NEW.undone_at IS NOT NULL THEN"
        f" {_raise('ledger: only posted lines of one account are lettered, once')} END IF; RETURN NEW;",
    ),
    _each_row("ledger_letteredline", "posted", "BEFORE INSERT OR UPDATE", "lettered_line"),
    _no_delete("ledger_letteredline"),
)

OF_TABLE: dict[str, Statements] = {
    "ledger_book": BOOK,
    "ledger_account": _kept("ledger_account", "book_id", "number", "kind"),
    "ledger_auxaccount": _kept("ledger_auxaccount", "book_id", "number"),
    "ledger_journal": _kept("ledger_journal", "book_id", "code", "kind"),
    "ledger_fiscalyear": FISCAL_YEAR,
    "ledger_period": PERIOD,
    "ledger_entry": ENTRY,
    "ledger_line": LINE,
    "ledger_monthbalance": _balances("ledger_monthbalance"),
    "ledger_axisbalance": _balances("ledger_axisbalance"),
    "ledger_letteredline": LETTERED_LINE,
}


def of(table: str) -> Statements:
    return OF_TABLE[table]
