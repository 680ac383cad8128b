"""Read a book's chain again, entry by entry, in constant memory."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.models import Book, Entry, Line
from kpacite.domain.ledger.rules import EntryFacts, LineFacts

CHUNK = 2_000
LINE_COLUMNS = (
    "rank",
    "account__number",
    "aux__number",
    "debit_cents",
    "credit_cents",
    "label",
    "due_date",
    "kpa_id",
    "activity",
    "person",
    "order_ref",
)
ENTRY_COLUMNS = (
    "chain_position",
    "fiscal_year__start",
    "journal__code",
    "number",
    "sequence",
    "date",
    "label",
    "piece_ref",
    "piece_date",
    "source_type",
    "source_id",
    "key",
    "reversal_of__chain_position",
    "posted_at",
    "posted_on",
    "previous_hash",
    "hash",
)


class EntryRow(NamedTuple):
    """A posted entry as stored, in the order of `ENTRY_COLUMNS`."""

    chain_position: int
    year_start: date
    journal: str
    number: int
    sequence: int
    day: date
    label: str
    piece_ref: str
    piece_date: date
    source_type: str
    source_id: str
    key: str
    reversal_of: int | None
    posted_at: datetime
    posted_on: date
    previous_hash: str
    hash: str


def line_facts_of(entry: Entry) -> list[LineFacts]:
    """What the chain holds of the lines of an entry, in their order."""
    rows = Line.objects.filter(entry=entry).order_by("rank").values_list(*LINE_COLUMNS)
    return [_line_facts(row) for row in rows]


def _line_facts(row: tuple[object, ...]) -> LineFacts:
    rank, number, aux, debit, credit, label, due, kpa, activity, person, order = row
    due_text = due.isoformat() if isinstance(due, date) else ""
    return (rank, number, aux or "", debit, credit, label, due_text, kpa or 0, activity, person, order)  # type: ignore[return-value]


def broken_links(book: Book) -> Iterator[str]:
    """Each break of the chain, in words: a wrong hash, a wrong previous hash, a missing rank or head."""
    position, last = 0, rules.GENESIS
    for entry, lines in _entries(book):
        position += 1
        if entry.chain_position != position:
            yield f"book {book.pk}: the entry of rank {position} is missing from the chain"
            position = entry.chain_position
        if entry.previous_hash != last:
            yield f"book {book.pk}: entry {entry.chain_position} does not follow the one before"
        if entry.hash != rules.chained_hash(entry.previous_hash, _facts(book, entry, lines)):
            yield f"book {book.pk}: entry {entry.chain_position} is not what was posted"
        last = entry.hash
    if (position, last) != (book.chain_position, book.chain_hash):
        yield f"book {book.pk}: the chain ends at {position}, the book says {book.chain_position}"


def _entries(book: Book) -> Iterator[tuple[EntryRow, list[LineFacts]]]:
    """Two streams in the same order, read side by side."""
    posted = Entry.objects.posted().filter(book=book).order_by("chain_position")
    lines = Line.objects.posted().filter(entry__book=book).order_by("entry__chain_position", "rank")
    rows = lines.values_list("entry__chain_position", *LINE_COLUMNS).iterator(chunk_size=CHUNK)
    by_entry = groupby(rows, key=lambda row: row[0])
    position, group = next(by_entry, (None, iter(())))
    for columns in posted.values_list(*ENTRY_COLUMNS).iterator(chunk_size=CHUNK):
        entry = EntryRow._make(columns)
        if position == entry.chain_position:
            yield entry, [_line_facts(row[1:]) for row in group]
            position, group = next(by_entry, (None, iter(())))
        else:
            yield entry, []


def _facts(book: Book, entry: EntryRow, lines: list[LineFacts]) -> EntryFacts:
    return EntryFacts(
        book=book.pk,
        chain_position=entry.chain_position,
        year_start=entry.year_start,
        journal=entry.journal,
        number=entry.number,
        sequence=entry.sequence,
        day=entry.day,
        label=entry.label,
        piece_ref=entry.piece_ref,
        piece_date=entry.piece_date,
        source_type=entry.source_type,
        source_id=entry.source_id,
        key=entry.key,
        reversal_of=entry.reversal_of or 0,
        posted_at=entry.posted_at,
        posted_on=entry.posted_on,
        lines=lines,
    )
