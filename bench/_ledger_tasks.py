"""What bench/ledger.py runs in a process of its own. Seeded: the same figures each time."""

import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench import _fresh

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
POSTINGS = 300
ROUNDS = 5
LINES = 1_000_000
LINES_PER_ENTRY = 4
ACCOUNTS_USED = 40
SEED = 2026


def a_book() -> Any:
    from kpacite.domain.ledger import services  # noqa: PLC0415
    from kpacite.domain.organisations.models import Organisation  # noqa: PLC0415

    entity = Organisation.objects.create(kind="carrier", name="CAE exemple", slug="cae-banc")
    book = services.open_book(entity=entity, siren="999999998", actor=None, now=NOW)
    services.open_fiscal_year(book=book, start=date(2026, 1, 1), actor=None, now=NOW)
    return book


def new_entry(turn: int) -> Any:
    from kpacite.domain.ledger.enums import AccountRole, JournalKind  # noqa: PLC0415
    from kpacite.domain.ledger.rules import NewEntry, credit, debit  # noqa: PLC0415
    from kpacite.kernel.money import Euro  # noqa: PLC0415

    return NewEntry(
        journal=JournalKind.SALES,
        day=date(2026, 3, 2),
        label="Buffet",
        piece_ref=f"F-{turn}",
        key=f"invoice.{turn}",
        moves=[
            debit(AccountRole.CLIENTS, Euro(12_000)),
            credit(AccountRole.SALES_SERVICES, Euro(10_000)),
            credit(AccountRole.VAT_COLLECTED, Euro(2_000)),
        ],
    )


def posting() -> dict[str, float]:
    """Seconds for one posting of 3 lines, and for a bare transaction that inserts the same rows."""
    from kpacite.domain.ledger import services  # noqa: PLC0415

    book, bare = a_book(), _bare_insert()
    turns = itertools.count()

    def ours() -> None:
        services.post_entry(book=book, new=new_entry(next(turns)), actor=None, now=NOW)

    ours(), bare()
    return side_by_side(ours, bare, POSTINGS)


def side_by_side(ours: Callable[[], None], peer: Callable[[], None], times: int) -> dict[str, float]:
    """The median, over alternated rounds, of the seconds that one call takes."""
    figures: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(ROUNDS):
        for name, call in (("ours", ours), ("peer", peer)):
            start = time.perf_counter()
            for _turn in range(times):
                call()
            figures[name].append((time.perf_counter() - start) / times)
    return {name: statistics.median(seconds) for name, seconds in figures.items()}


def _bare_insert() -> Callable[[], None]:
    """A transaction that inserts, with Django and nothing else, the rows that one posting leaves."""
    from django.db import transaction  # noqa: PLC0415

    from kpacite.domain.ledger import models, services  # noqa: PLC0415
    from kpacite.platform.audit import AuditEvent  # noqa: PLC0415

    book = models.Book.objects.get()
    entry = services.post_entry(book=book, new=new_entry(10**9), actor=None, now=NOW)
    entry_twin, line_twin = twin(models.Entry), twin(models.Line)
    month_twin, axis_twin, audit_twin = map(twin, (models.MonthBalance, models.AxisBalance, AuditEvent))
    row = values_of(models.Entry.objects.get(pk=entry.pk))
    lines = [values_of(line, "entry_id") for line in models.Line.objects.filter(entry=entry).order_by("rank")]
    months = [values_of(balance) for balance in models.MonthBalance.objects.order_by("pk")]
    axes = [values_of(balance) for balance in models.AxisBalance.objects.order_by("pk")]
    event = values_of(AuditEvent.objects.order_by("-pk")[0])

    def insert() -> None:
        with transaction.atomic():
            new = entry_twin.objects.create(**row)
            line_twin.objects.bulk_create([line_twin(entry_id=new.pk, **values) for values in lines])
            month_twin.objects.bulk_create([month_twin(**values) for values in months])
            axis_twin.objects.bulk_create([axis_twin(**values) for values in axes])
            audit_twin.objects.create(**event)

    return insert


def values_of(row: Any, *without: str) -> dict[str, Any]:
    names = [field.attname for field in row._meta.local_concrete_fields if not field.primary_key]
    return {name: getattr(row, name) for name in names if name not in without}


_twins: dict[Any, Any] = {}


def twin(model: Any) -> Any:
    """The same columns and foreign keys in a table without guard or further index."""
    from django.db import connection, models  # noqa: PLC0415

    fields: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        _name, _path, args, kwargs = field.deconstruct()
        if field.is_relation:
            kwargs |= {"related_name": "+", "to": _twins.get(field.related_model, kwargs["to"])}
        kwargs.pop("unique", None)
        kind = models.ForeignKey if field.is_relation else type(field)
        fields[field.name] = kind(*args, **kwargs)
    meta = type("Meta", (), {"app_label": "bench", "db_table": f"bare_{model._meta.model_name}"})
    twin = type(f"Bare{model.__name__}", (models.Model,), fields | {"__module__": __name__, "Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(twin)
    _twins[model] = twin
    return twin


def fill() -> dict[str, float]:
    """A million posted lines, in bulk and under lifted guards, with the balances that they make."""
    from django.db import connection, transaction  # noqa: PLC0415

    from kpacite.domain.ledger import models  # noqa: PLC0415
    from kpacite.platform import triggers  # noqa: PLC0415

    book = a_book()
    year = models.FiscalYear.objects.get()
    periods = list(models.Period.objects.order_by("start").values_list("pk", "start"))
    journals = list(models.Journal.objects.order_by("pk").values_list("pk", flat=True))
    accounts = list(models.Account.objects.order_by("pk").values_list("pk", flat=True))[:ACCOUNTS_USED]
    chance = random.Random(SEED)
    triggers.drop(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        for first in range(0, LINES // LINES_PER_ENTRY, 10_000):
            entries, lines = [], []
            for rank in range(first + 1, first + 10_001):
                period, start = periods[rank * len(periods) // (LINES // LINES_PER_ENTRY + 1)]
                day = start.replace(day=chance.randint(1, 28))
                digest, where = f"{rank:064d}", (book.pk, year.pk, journals[rank % 3], period)
                entries.append(
                    (
                        rank,
                        day,
                        f"Écriture {rank}",
                        f"P-{rank}",
                        day,
                        rank,
                        rank,
                        rank,
                        NOW,
                        day,
                        digest,
                        *where,
                    )
                )
                cents = chance.randint(100, 90_000)
                for line in range(LINES_PER_ENTRY):
                    sides = (cents, 0) if line % 2 else (0, cents)
                    lines.append((rank, line + 1, chance.choice(accounts), day, *sides))
            cursor.executemany(ENTRY_SQL, entries)
            cursor.executemany(LINE_SQL, lines)
        cursor.execute(MONTHS_SQL)
    triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"lines": LINES}


ENTRY_SQL = (
    "INSERT INTO ledger_entry (id, date, label, piece_ref, piece_date, number, sequence, chain_position,"
    " posted_at, posted_on, hash, book_id, fiscal_year_id, journal_id, period_id, source_type, source_id,"
    " key, previous_hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', '')"
)
LINE_SQL = (
    "INSERT INTO ledger_line (entry_id, rank, account_id, date, debit_cents, credit_cents, label, activity,"
    " person, order_ref) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '')"
)
MONTHS_SQL = (
    "INSERT INTO ledger_monthbalance (account_id, period_id, debit_cents, credit_cents, chain_position)"
    " SELECT l.account_id, e.period_id, SUM(l.debit_cents), SUM(l.credit_cents), MAX(e.chain_position)"
    " FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id GROUP BY 1, 2"
)


def balance() -> dict[str, float]:
    """Seconds for the trial balance of a year, and for its sums by GROUP BY over the lines."""
    from django.db import connection  # noqa: PLC0415

    from kpacite.domain.ledger import selectors  # noqa: PLC0415
    from kpacite.domain.ledger.models import FiscalYear  # noqa: PLC0415

    year = FiscalYear.objects.get()

    def grouped() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT account_id, SUM(debit_cents), SUM(credit_cents) FROM ledger_line GROUP BY account_id"
            )
            return cursor.fetchall()

    ours = selectors.trial_balance(year)
    told = {row.account: (row.debit_cents, row.credit_cents) for row in ours.rows}
    assert told == {account: (debit, credit) for account, debit, credit in grouped()}
    return side_by_side(lambda: selectors.trial_balance(year) and None, lambda: grouped() and None, 5)


def fec() -> dict[str, float]:
    """Seconds to write the FEC of the year to a file, and the peak memory of the process in megabytes."""
    from kpacite.domain.ledger.models import FiscalYear  # noqa: PLC0415
    from kpacite.integrations.fec import write_fec  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_fec(FiscalYear.objects.select_related("book").get(), Path(folder))
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


BARE_FEC = """
    SELECT j.code, j.label, e.sequence, e.date, a.number, a.label, e.piece_ref, e.piece_date, e.label,
        l.debit_cents, l.credit_cents, e.posted_on
    FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id JOIN ledger_journal j ON j.id = e.journal_id
    JOIN ledger_account a ON a.id = l.account_id ORDER BY e.sequence, l.rank
"""


def bare_fec() -> dict[str, float]:
    """Seconds to stream the bare query of the same rows to a file, as the engine likes it best."""
    from django.db import connection  # noqa: PLC0415

    with tempfile.TemporaryFile("wb") as out, connection.cursor() as cursor:
        start = time.perf_counter()
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({BARE_FEC}) TO STDOUT") as copy:
                for block in copy:
                    out.write(block)
        else:
            cursor.execute(BARE_FEC)
            while rows := cursor.fetchmany(2_000):
                out.write("".join("\t".join(map(str, row)) + "\n" for row in rows).encode())
        return {"seconds": time.perf_counter() - start}


if __name__ == "__main__":
    _fresh.child({task.__name__: task for task in (posting, fill, balance, fec, bare_fec)})
