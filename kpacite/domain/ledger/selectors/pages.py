"""Lists read page by page, along an index: page 1 000 costs what page 1 costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from kpacite.domain.ledger.models import Account, Entry, FiscalYear, Journal, LetteredLine, Line
from kpacite.domain.ledger.selectors.balances import standing_before

PAGE = 50
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of an account starts: after this line."""

    day: date
    line: int

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """Read « 2026-03-31.42 »; None for anything else."""
        day, _dot, line = text.partition(".")
        try:
            return cls(date.fromisoformat(day), int(line))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.line}"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What to keep of an account: days, both included, and one KPA."""

    first: date | None = None
    last: date | None = None
    kpa_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A posted line in its account; `running_cents` is the balance after it, debit positive."""

    line: int
    entry: int
    day: date
    journal: str
    number: int
    label: str
    piece_ref: str
    aux: str
    letter: str
    kpa: str
    activity: str
    debit_cents: int
    credit_cents: int
    running_cents: int


@dataclass(frozen=True, slots=True)
class LedgerPage:
    rows: tuple[LedgerRow, ...]
    before_cents: int
    after: Cursor | None


LEDGER_COLUMNS = (
    "pk",
    "entry_id",
    "date",
    "entry__journal__code",
    "entry__number",
    "label",
    "entry__label",
    "entry__piece_ref",
    "aux__label",
    "letter",
    "kpa__name",
    "activity",
    "debit_cents",
    "credit_cents",
)


def account_page(
    account: Account, year: FiscalYear, keep: LedgerFilter, *, after: Cursor | None = None, size: int = PAGE
) -> LedgerPage:
    """One page of an account in a year, in the order of the dates, with its running balance.

    With `keep.words` the balance would mean nothing: it then counts from zero.
    """
    rows = _account_lines(account, year, keep)
    if after is not None:
        rows = rows.filter(Q(date__gt=after.day) | Q(date=after.day, pk__gt=after.line), date__gte=after.day)
    found = list(rows[: size + 1])
    before = 0
    if found and not keep.words:
        before = standing_before(account, year, found[0][2], found[0][0], kpa_id=keep.kpa_id)
    more = Cursor(found[size - 1][2], found[size - 1][0]) if len(found) > size else None
    return LedgerPage(tuple(_running(found[:size], before)), before, more)


def account_rows(account: Account, year: FiscalYear, keep: LedgerFilter) -> Iterator[LedgerRow]:
    """Every line of an account in a year, streamed, for an export."""
    rows = _account_lines(account, year, keep)
    first = rows[:1].first()
    before = 0
    if first is not None and not keep.words:
        before = standing_before(account, year, first[2], first[0], kpa_id=keep.kpa_id)
    return _running(rows.iterator(chunk_size=CHUNK), before)


def _account_lines(account: Account, year: FiscalYear, keep: LedgerFilter) -> QuerySet[Line, Any]:
    rows = Line.objects.posted().filter(
        account=account,
        date__gte=max(keep.first or year.start, year.start),
        date__lte=min(keep.last or year.last_day, year.last_day),
    )
    if keep.kpa_id is not None:
        rows = rows.filter(kpa_id=keep.kpa_id)
    if keep.words:
        rows = rows.filter(
            Q(label__icontains=keep.words)
            | Q(entry__label__icontains=keep.words)
            | Q(entry__piece_ref__icontains=keep.words)
            | Q(aux__label__icontains=keep.words)
        )
    letters = LetteredLine.objects.active().filter(line=OuterRef("pk")).values("lettering__code")
    rows = rows.annotate(letter=Subquery(letters[:1])).order_by("date", "pk")
    return rows.values_list(*LEDGER_COLUMNS)


def _running(rows: Any, balance: int) -> Iterator[LedgerRow]:
    for (
        pk,
        entry,
        day,
        code,
        number,
        label,
        entry_label,
        ref,
        aux,
        letter,
        kpa,
        activity,
        debit,
        credit,
    ) in rows:
        balance += debit - credit
        yield LedgerRow(
            line=pk,
            entry=entry,
            day=day,
            journal=code,
            number=number,
            label=label or entry_label,
            piece_ref=ref,
            aux=aux or "",
            letter=letter or "",
            kpa=kpa or "",
            activity=activity,
            debit_cents=debit,
            credit_cents=credit,
            running_cents=balance,
        )


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What to keep of the entries of a year."""

    journal: Journal | None = None
    first: date | None = None
    last: date | None = None
    kpa_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A posted entry in a list; `cents` is the sum of its debits."""

    entry: int
    sequence: int
    journal: str
    number: int
    day: date
    label: str
    piece_ref: str
    cents: int


def journal_page(
    year: FiscalYear, keep: JournalFilter, *, after: int = 0, size: int = PAGE
) -> tuple[list[JournalRow], int | None]:
    """One page of the entries of a year by number, and the number to go on from, if any."""
    rows = list(_entries(year, keep).filter(sequence__gt=after)[: size + 1])
    found = [JournalRow(*row) for row in rows[:size]]
    return found, found[-1].sequence if len(rows) > size else None


def journal_lines(year: FiscalYear, keep: JournalFilter) -> Iterator[tuple[Any, ...]]:
    """The lines of these entries with their axes, streamed in the order of the entries, for an export."""
    entries = _kept(year, keep).values("pk")
    lines = Line.objects.filter(entry__in=entries).order_by("entry__sequence", "rank")
    return lines.values_list(
        "entry__journal__code",
        "entry__number",
        "entry__sequence",
        "date",
        "entry__piece_ref",
        "entry__label",
        "account__number",
        "account__label",
        "aux__number",
        "label",
        "debit_cents",
        "credit_cents",
        "kpa__slug",
        "activity",
        "person",
        "order_ref",
    ).iterator(chunk_size=CHUNK)


def _kept(year: FiscalYear, keep: JournalFilter) -> QuerySet[Entry]:
    rows = Entry.objects.posted().filter(fiscal_year=year)
    if keep.journal is not None:
        rows = rows.filter(journal=keep.journal)
    if keep.first is not None:
        rows = rows.filter(date__gte=keep.first)
    if keep.last is not None:
        rows = rows.filter(date__lte=keep.last)
    if keep.kpa_id is not None:
        rows = rows.filter(Exists(Line.objects.filter(entry=OuterRef("pk"), kpa_id=keep.kpa_id)))
    if keep.words:
        rows = rows.filter(Q(label__icontains=keep.words) | Q(piece_ref__icontains=keep.words))
    return rows


def _entries(year: FiscalYear, keep: JournalFilter) -> QuerySet[Entry, Any]:
    totals = Line.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
    debits = totals.annotate(total=Sum("debit_cents")).values("total")
    rows = _kept(year, keep).annotate(cents=Subquery(debits)).order_by("sequence")
    return rows.values_list(
        "pk", "sequence", "journal__code", "number", "date", "label", "piece_ref", "cents"
    )
