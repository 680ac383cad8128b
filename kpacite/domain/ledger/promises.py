"""What `kpacite verify` proves again about accounts, from the lines themselves."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, F, Sum

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.models import AxisBalance, Book, Entry, LetteredLine, Line, MonthBalance
from kpacite.domain.ledger.selectors.chain import CHUNK, broken_links
from kpacite.platform import verification

MONTH = ("account_id", "entry__period_id")
AXES = ("account_id", "entry__period_id", "kpa_id", "activity")


@verification.register("ledger.balance", "Every posted entry has two lines at least, and balances")
def _balance() -> Iterable[str]:
    totals = Entry.objects.posted().annotate(
        count=Count("lines"), gap=Sum("lines__debit_cents") - Sum("lines__credit_cents")
    )
    wrong = totals.exclude(count__gte=rules.FEWEST_LINES, gap=0)
    for key, count, gap in wrong.values_list("pk", "count", "gap").order_by("pk"):
        yield f"entry {key} has {count} lines and a gap of {gap} cents"


@verification.register("ledger.balances", "Balances per account, axis and month are equal to the lines")
def _balances() -> Iterable[str]:
    yield from _drift(MonthBalance, MONTH)
    yield from _drift(AxisBalance, AXES)


def _drift(model: type[MonthBalance | AxisBalance], keys: tuple[str, ...]) -> Iterator[str]:
    posted = Line.objects.posted().values_list(*keys)
    lines = posted.annotate(debit=Sum("debit_cents"), credit=Sum("credit_cents")).order_by()
    wanted = {row[:-2]: row[-2:] for row in lines.iterator(chunk_size=CHUNK)}
    own = [key.removeprefix("entry__") for key in keys]
    kept = model.objects.values_list(*own, "debit_cents", "credit_cents").order_by("pk")
    for row in kept.iterator(chunk_size=CHUNK):
        if (told := wanted.pop(row[:-2], (0, 0))) != row[-2:]:
            yield f"{model._meta.model_name} {row[:-2]} says {row[-2:]}, the lines {told}"
    for key, told in wanted.items():
        yield f"{model._meta.model_name} {key} is missing, the lines say {told}"


@verification.register("ledger.numbers", "Entries are numbered without hole in each journal and each year")
def _numbers() -> Iterable[str]:
    for column, group in (("number", ("journal_id", "fiscal_year_id")), ("sequence", ("fiscal_year_id",))):
        rows = Entry.objects.posted().order_by(*group, column).values_list(*group, column)
        yield from _holes(rows.iterator(chunk_size=CHUNK), column)


def _holes(rows: Iterable[tuple[int, ...]], column: str) -> Iterator[str]:
    series: tuple[int, ...] = ()
    last = 0
    for *group, number in rows:
        if tuple(group) != series:
            series, last = tuple(group), 0
        if number != last + 1:
            yield f"{column} {last + 1} is missing from the series {series}"
        last = number


@verification.register("ledger.chain", "Posted entries are what they were: their chain of hashes holds")
def _chain() -> Iterable[str]:
    for book in Book.objects.order_by("pk"):
        yield from broken_links(book)


@verification.register("ledger.letters", "Lettered lines settle each other, within one account")
def _letters() -> Iterable[str]:
    active = LetteredLine.objects.active().values_list("lettering_id")
    gaps = active.annotate(gap=Sum(F("line__debit_cents") - F("line__credit_cents")))
    for key, gap in gaps.exclude(gap=0).order_by("lettering_id"):
        yield f"lettering {key} has a gap of {gap} cents"
