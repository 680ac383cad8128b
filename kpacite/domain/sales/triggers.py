# ruff: noqa: S608 - every name comes from this module
"""What the database refuses about invoices, whoever writes: the same promises on both engines.

- an invoice is born a draft; issuing is the only gate: lines, and a posted entry of the carrier's own book;
- what is issued is frozen: the invoice and its lines are neither changed, moved, replaced nor deleted;
- a quote that has its photograph keeps it, its number, its sums and its lines; a new version replaces it.
"""

from kpacite.platform.triggers import TriggerSet, refuse_replace

INVOICE, LINE = "sales_invoice", "sales_invoiceline"
FROZEN = "sales: an issued invoice never changes"
GATE = "sales: an invoice is issued from a draft, with lines and a posted entry"
WHOLE = (
    "EXISTS (SELECT 1 FROM sales_invoiceline l WHERE l.invoice_id = NEW.id) AND EXISTS ("
    "SELECT 1 FROM ledger_entry e JOIN ledger_book b ON b.id = e.book_id"
    " WHERE e.id = NEW.entry_id AND e.posted_at IS NOT NULL AND b.entity_id = NEW.carrier_id"
    " AND e.piece_ref = NEW.number)"
)


def _sqlite(table: str, name: str, event: str, when: str, words: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_{name} BEFORE {event} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _issued(side: str) -> str:
    return f"EXISTS (SELECT 1 FROM {INVOICE} i WHERE i.id = {side}.invoice_id AND i.state = 'issued')"


def _raise(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = '23514';"


def _function(name: str, declare: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION kpa_sales_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" {declare} BEGIN {body} END $$"
    )


def _each_row(table: str, name: str, events: str, function: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_{name} BEFORE {events} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION kpa_sales_{function}()"
    )


def _kept(table: str) -> str:
    return (
        f"CREATE TRIGGER kpa_{table}_kept BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION kpa_sales_kept()"
    )


KEPT = _function("kept", "", _raise("sales: this table is kept"))

INVOICES = TriggerSet(
    table=INVOICE,
    sqlite=(
        _sqlite(INVOICE, "born_draft", "INSERT", "NEW.state = 'issued'", GATE),
        _sqlite(INVOICE, "frozen", "UPDATE", "OLD.state = 'issued'", FROZEN),
        _sqlite(INVOICE, "gate", "UPDATE", f"NEW.state = 'issued' AND NOT ({WHOLE})", GATE),
        _sqlite(INVOICE, "same", "UPDATE", "NEW.id IS NOT OLD.id", FROZEN),
        _sqlite(INVOICE, "no_delete", "DELETE", "OLD.state = 'issued'", FROZEN),
        refuse_replace(INVOICE, "id"),
        # « UPDATE OR REPLACE » would delete, without a delete trigger, the row whose number is taken.
        _sqlite(
            INVOICE,
            "number_free",
            "UPDATE",
            "NEW.number <> '' AND EXISTS (SELECT 1 FROM sales_invoice i WHERE i.id <> NEW.id AND ("
            "i.carrier_id = NEW.carrier_id AND i.number = NEW.number"
            " OR i.series = NEW.series AND i.rank = NEW.rank OR i.entry_id = NEW.entry_id))",
            "sales: this number is taken",
        ),
        _sqlite(
            INVOICE,
            "key_free",
            "UPDATE",
            "NEW.key <> '' AND EXISTS (SELECT 1 FROM sales_invoice i WHERE i.id <> NEW.id"
            " AND i.kpa_id = NEW.kpa_id AND i.key = NEW.key AND i.state = 'issued')",
            FROZEN,
        ),
        _sqlite(
            INVOICE,
            "key_new",
            "INSERT",
            "NEW.key <> '' AND EXISTS (SELECT 1 FROM sales_invoice i"
            " WHERE i.kpa_id = NEW.kpa_id AND i.key = NEW.key AND i.state = 'issued')",
            FROZEN,
        ),
    ),
    postgresql=(
        KEPT,
        _function(
            "invoice",
            "",
            "IF TG_OP = 'INSERT' THEN"
            f" IF NEW.state = 'issued' THEN {_raise(GATE)} END IF; RETURN NEW; END IF;"
            f" IF OLD.state = 'issued' THEN {_raise(FROZEN)} END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
            f" IF NEW.id <> OLD.id THEN {_raise(FROZEN)} END IF;"
            f" IF NEW.state = 'issued' AND NOT ({WHOLE}) THEN {_raise(GATE)} END IF; RETURN NEW;",
        ),
        _each_row(INVOICE, "frozen", "INSERT OR UPDATE OR DELETE", "invoice"),
        _kept(INVOICE),
    ),
)

LINES = TriggerSet(
    table=LINE,
    sqlite=(
        _sqlite(LINE, "no_insert", "INSERT", _issued("NEW"), FROZEN),
        _sqlite(LINE, "no_update", "UPDATE", f"{_issued('OLD')} OR {_issued('NEW')}", FROZEN),
        _sqlite(LINE, "no_delete", "DELETE", _issued("OLD"), FROZEN),
        refuse_replace(LINE, "id"),
        _sqlite(LINE, "same", "UPDATE", "NEW.id IS NOT OLD.id", FROZEN),
    ),
    postgresql=(
        KEPT,
        # The parents are locked before judging by them: an invoice cannot be issued meanwhile.
        _function(
            "line",
            "DECLARE parent record;",
            "FOR parent IN SELECT state FROM sales_invoice WHERE id IN ("
            " CASE WHEN TG_OP = 'INSERT' THEN NEW.invoice_id ELSE OLD.invoice_id END,"
            " CASE WHEN TG_OP = 'DELETE' THEN OLD.invoice_id ELSE NEW.invoice_id END)"
            " ORDER BY id FOR NO KEY UPDATE LOOP"
            f" IF parent.state = 'issued' THEN {_raise(FROZEN)} END IF; END LOOP;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        ),
        _each_row(LINE, "frozen", "INSERT OR UPDATE OR DELETE", "line"),
        _kept(LINE),
    ),
)

QUOTE, QUOTE_LINE = "sales_quote", "sales_quoteline"
QUOTE_FROZEN = "sales: a numbered quote never changes"
QUOTE_KEPT = (
    "id", "kpa_id", "photograph", "photograph_hash", "number", "version", "issued_on", "valid_until",
    "title", "net_cents", "tax_cents", "gross_cents", "deposit_kind", "deposit_cents",
)  # fmt: skip
"""Its state, its dates and its client's answer live on."""


def _changed(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in QUOTE_KEPT)


def _numbered(side: str) -> str:
    return f"EXISTS (SELECT 1 FROM {QUOTE} q WHERE q.id = {side}.quote_id AND q.photograph <> '')"


QUOTES = TriggerSet(
    table=QUOTE,
    sqlite=(
        _sqlite(QUOTE, "frozen", "UPDATE", f"OLD.photograph <> '' AND ({_changed('IS NOT')})", QUOTE_FROZEN),
        _sqlite(QUOTE, "no_delete", "DELETE", "OLD.photograph <> ''", QUOTE_FROZEN),
        refuse_replace(QUOTE, "id"),
    ),
    postgresql=(
        KEPT,
        _function(
            "quote",
            "",
            "IF OLD.photograph = '' THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;"
            f" IF TG_OP = 'DELETE' THEN {_raise(QUOTE_FROZEN)} END IF;"
            f" IF {_changed('IS DISTINCT FROM')} THEN {_raise(QUOTE_FROZEN)} END IF; RETURN NEW;",
        ),
        _each_row(QUOTE, "frozen", "UPDATE OR DELETE", "quote"),
        _kept(QUOTE),
    ),
)

QUOTE_LINES = TriggerSet(
    table=QUOTE_LINE,
    sqlite=(
        _sqlite(QUOTE_LINE, "no_insert", "INSERT", _numbered("NEW"), QUOTE_FROZEN),
        _sqlite(QUOTE_LINE, "no_update", "UPDATE", f"{_numbered('OLD')} OR {_numbered('NEW')}", QUOTE_FROZEN),
        _sqlite(QUOTE_LINE, "no_delete", "DELETE", _numbered("OLD"), QUOTE_FROZEN),
        refuse_replace(QUOTE_LINE, "id"),
    ),
    postgresql=(
        KEPT,
        _function(
            "quote_line",
            "DECLARE parent record;",
            "FOR parent IN SELECT photograph FROM sales_quote WHERE id IN ("
            " CASE WHEN TG_OP = 'INSERT' THEN NEW.quote_id ELSE OLD.quote_id END,"
            " CASE WHEN TG_OP = 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END)"
            " ORDER BY id FOR NO KEY UPDATE LOOP"
            f" IF parent.photograph <> '' THEN {_raise(QUOTE_FROZEN)} END IF; END LOOP;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        ),
        _each_row(QUOTE_LINE, "frozen", "INSERT OR UPDATE OR DELETE", "quote_line"),
        _kept(QUOTE_LINE),
    ),
)

TRIGGERS = (INVOICES, LINES, QUOTES, QUOTE_LINES)
