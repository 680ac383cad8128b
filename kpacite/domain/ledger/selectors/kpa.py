"""What members read of the accounts of their KPA: sums by group of accounts, never a line, never a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpacite.domain.ledger.models import Book, FiscalYear
from kpacite.domain.ledger.rules import Group, grouped
from kpacite.domain.ledger.selectors.balances import kpa_totals
from kpacite.domain.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class KpaAccounts:
    """One year of one book, for one KPA: what came in, what it cost, what is left."""

    book: Book
    year: FiscalYear
    income: tuple[Group, ...]
    costs: tuple[Group, ...]

    @property
    def income_cents(self) -> int:
        return _sum(self.income)

    @property
    def costs_cents(self) -> int:
        return _sum(self.costs)

    @property
    def result_cents(self) -> int:
        return self.income_cents - self.costs_cents


def _sum(groups: Iterable[Group]) -> int:
    return sum(group.cents for group in groups)


def accounts_of_kpa(kpa: Organisation) -> list[KpaAccounts]:
    """Every year of every book in which this KPA appears, the latest first."""
    books = Book.objects.filter(accounts__axis_balances__kpa=kpa).select_related("entity").distinct()
    years = FiscalYear.objects.filter(book__in=books, periods__axis_balances__kpa=kpa).distinct()
    return [_read(kpa, year) for year in years.select_related("book__entity").order_by("-start", "pk")]


def _read(kpa: Organisation, year: FiscalYear) -> KpaAccounts:
    rows = kpa_totals(kpa.pk, year).rows
    sums = [(row.number, row.credit_cents - row.debit_cents) for row in rows]
    return KpaAccounts(
        book=year.book,
        year=year,
        income=grouped(sums, first_digit="7"),
        costs=grouped([(number, -cents) for number, cents in sums], first_digit="6"),
    )
