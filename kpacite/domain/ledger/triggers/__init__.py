"""What the database refuses about accounts, whoever writes: the same promises on both engines.

- an entry starts as a draft; posting is the only gate, and checks lines, balance, period, numbers, chain;
- what is posted is frozen: no update, delete, insert, move, replace or truncate;
- the head of the chain and the balances move with the posting, and with nothing else.
"""

from kpacite.domain.ledger.triggers import postgresql, sqlite
from kpacite.platform.triggers import TriggerSet, append_only

TABLES = (
    "ledger_book",
    "ledger_account",
    "ledger_auxaccount",
    "ledger_journal",
    "ledger_fiscalyear",
    "ledger_period",
    "ledger_entry",
    "ledger_line",
    "ledger_monthbalance",
    "ledger_axisbalance",
    "ledger_letteredline",
)

TRIGGERS = (
    append_only("ledger_lettering"),
    *(TriggerSet(table=table, sqlite=sqlite.of(table), postgresql=postgresql.of(table)) for table in TABLES),
)

__all__ = ["TRIGGERS"]
