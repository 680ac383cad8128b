"""What settles what in an account: lines still open, and the letterings made."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from kpacite.domain.ledger.enums import EntrySource
from kpacite.domain.ledger.models import Account, Book, Lettering, Line

MOST_LINES = 200
LATEST = 50


@dataclass(frozen=True, slots=True)
class UnsettledLine:
    """A posted line that may be lettered, with what one needs to recognise it."""

    line: int
    entry: int
    day: date
    label: str
    piece_ref: str
    aux: str
    debit_cents: int
    credit_cents: int


def unsettled_lines(account: Account, aux: str = "", *, most: int = MOST_LINES) -> list[UnsettledLine]:
    """The lines of an account (of one third party, when given) that nothing settles, by party then by day.

    Balances carried over between two years are left out: the lines they repeat are there themselves.
    """
    lines = Line.objects.posted().unlettered().filter(account=account)
    lines = lines.exclude(entry__source_type=EntrySource.CARRY_FORWARD)
    if aux:
        lines = lines.filter(aux__number=aux)
    rows = lines.order_by("aux__label", "date", "pk").values_list(
        "pk",
        "entry_id",
        "date",
        "entry__label",
        "entry__piece_ref",
        "aux__label",
        "debit_cents",
        "credit_cents",
    )
    return [UnsettledLine(*row[:5], row[5] or "", *row[6:]) for row in rows[:most]]


def latest_letterings(account: Account, aux: str = "", *, most: int = LATEST) -> list[Lettering]:
    """Those that hold, the latest first, with `lines` (how many) and `cents` (what they settle)."""
    rows: QuerySet[Lettering] = Lettering.objects.filter(account=account, lettered__undone_at=None)
    if aux:
        rows = rows.filter(aux__number=aux)
    rows = rows.annotate(lines=Count("lettered"), cents=Sum("lettered__line__debit_cents"))
    return list(rows.select_related("aux").order_by("-pk")[:most])


def lettering_of(book: Book, key: int) -> Lettering | None:
    """A lettering of this book that still holds."""
    rows = Lettering.objects.filter(pk=key, account__book=book, lettered__undone_at=None)
    return rows.select_related("account", "aux").distinct().first()
