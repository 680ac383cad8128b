"""A book for La Cape's carrier, with a handful of invented entries: each of them says « exemple »."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kpacite.domain.ledger import selectors, services
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, LetteredLine, Line
from kpacite.domain.ledger.rules import Move, NewEntry
from kpacite.kernel.money import Euro
from kpacite.scenarios.seeding import Row, Seeding, organisation, read

HERE = Path(__file__).parent
SOURCE = "example"
A_YEAR = 365
"""Other scenarios tell a year: their invoices find it open."""


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "entries.toml")
    book = _book(seeding, data["book"])
    _years(seeding, book, oldest=max(A_YEAR, *(row["days_ago"] for row in data["entry"])))
    for row in data["client"]:
        services.ensure_aux(book=book, number=row["number"], label=row["label"])
    for rank, row in enumerate(data["entry"], start=1):
        _entry(seeding, book, row)
        yield rank / (len(data["entry"]) + 1)
    for row in data["lettering"]:
        _letter(seeding, book, row["pieces"])
    yield 1.0


def _book(seeding: Seeding, row: Row) -> Book:
    entity = organisation(row["organisation"])
    return selectors.book_of(entity) or services.open_book(entity=entity, siren=row["siren"], **seeding.by)


def _years(seeding: Seeding, book: Book, *, oldest: int) -> None:
    """Calendar years, from that of the oldest entry to the present one."""
    last = FiscalYear.objects.filter(book=book).order_by("-end").first()
    first = last.end.year if last else (seeding.today - timedelta(days=oldest)).year
    for number in range(first, seeding.today.year + 1):
        services.open_fiscal_year(book=book, start=date(number, 1, 1), **seeding.by)


def _entry(seeding: Seeding, book: Book, row: Row) -> None:
    key = f"{SOURCE}.{row['piece']}"
    if Entry.objects.filter(book=book, key=key).exists():
        return
    day = seeding.today - timedelta(days=row["days_ago"])
    new = NewEntry(
        journal=row["journal"],
        day=day,
        label=f"{row['label']} (exemple)",
        piece_ref=row["piece"],
        moves=[_move(line, day) for line in row["lines"]],
        source_type=SOURCE,
        source_id=row["piece"],
        key=key,
    )
    services.post_entry(book=book, new=new, **seeding.by)


def _move(row: Row, day: date) -> Move:
    return Move(
        role=row["role"],
        debit_cents=Euro.parse(row.get("debit", "0")).cents,
        credit_cents=Euro.parse(row.get("credit", "0")).cents,
        aux=row.get("client", ""),
        due_date=day + timedelta(days=row["due_in"]) if "due_in" in row else None,
        kpa_id=organisation(row["kpa"]).pk if "kpa" in row else None,
        activity=row.get("activity", ""),
    )


def _letter(seeding: Seeding, book: Book, pieces: list[str]) -> None:
    lines = Line.objects.posted().filter(
        entry__book=book, entry__piece_ref__in=pieces, account__mappings__role="clients"
    )
    keys = list(lines.values_list("pk", flat=True))
    if not LetteredLine.objects.filter(line__in=keys).exists():
        services.letter(lines=keys, **seeding.by)
