from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Sum

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account, AxisBalance, FiscalYear, Line, MonthBalance
from kpacite.domain.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One account of the trial balance, in cents."""

    account: int
    number: str
    label: str
    debit_cents: int
    credit_cents: int

    @property
    def debit_balance_cents(self) -> int:
        return max(self.debit_cents - self.credit_cents, 0)

    @property
    def credit_balance_cents(self) -> int:
        return max(self.credit_cents - self.debit_cents, 0)


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account that moved, in the order of the chart, with the totals."""

    rows: tuple[BalanceRow, ...]
    debit_cents: int
    credit_cents: int
    debit_balance_cents: int
    credit_balance_cents: int


def trial_balance(
    year: FiscalYear,
    *,
    first: date | None = None,
    last: date | None = None,
    kpa_id: int | None = None,
) -> TrialBalance:
    """The balance of the months from `first` to `last` (days inside them), for one KPA when given.

    One query on the balances kept by the postings: its cost does not depend on the number of lines.
    """
    kept: QuerySet[Any] = (
        MonthBalance.objects.all() if kpa_id is None else AxisBalance.objects.filter(kpa_id=kpa_id)
    )
    kept = kept.filter(period__fiscal_year=year)
    if first is not None:
        kept = kept.filter(period__end__gt=first)
    if last is not None:
        kept = kept.filter(period__start__lte=last)
    sums = kept.values_list("account_id", "account__number", "account__label").annotate(
        debit=Sum("debit_cents"), credit=Sum("credit_cents")
    )
    return _with_totals(tuple(BalanceRow(*row) for row in sums.order_by("account__number")))


def _with_totals(rows: Sequence[BalanceRow]) -> TrialBalance:
    return TrialBalance(
        rows=tuple(rows),
        debit_cents=sum(row.debit_cents for row in rows),
        credit_cents=sum(row.credit_cents for row in rows),
        debit_balance_cents=sum(row.debit_balance_cents for row in rows),
        credit_balance_cents=sum(row.credit_balance_cents for row in rows),
    )


def standing_before(
    account: Account, year: FiscalYear, day: date, line: int, *, kpa_id: int | None = None
) -> int:
    """What the account holds, in cents, just before the line of key `line` dated `day` in this year.

    Whole months come from the kept balances; only the lines of the month itself are added up.
    """
    month = day.replace(day=1)
    kept: QuerySet[Any] = (
        MonthBalance.objects.all() if kpa_id is None else AxisBalance.objects.filter(kpa_id=kpa_id)
    )
    lines = Line.objects.posted().filter(account=account, date__gte=max(month, year.start))
    if kpa_id is not None:
        lines = lines.filter(kpa_id=kpa_id)
    earlier = lines.filter(date__lt=day) | lines.filter(date=day, pk__lt=line)
    months = kept.filter(account=account, period__fiscal_year=year, period__start__lt=month)
    return _net(months) + _net(earlier)


def _net(rows: QuerySet[Any]) -> int:
    found = rows.aggregate(net=Sum(F("debit_cents") - F("credit_cents"), default=0))
    return int(found["net"])


def kpa_totals(kpa_id: int, year: FiscalYear) -> TrialBalance:
    """What a KPA's members may read: the totals of its accounts, never a line (C3: « R totals »)."""
    return trial_balance(year, kpa_id=kpa_id)


def opening_gap(entity: Organisation) -> int:
    """What balances and invoices taken over do not say alike, in cents: 0 once both are in."""
    year = FiscalYear.objects.filter(book__entity=entity).order_by("start").first()
    if year is None:
        return 0
    rows = MonthBalance.objects.filter(
        period__fiscal_year=year, account__mappings__role=AccountRole.OPENING_BALANCE
    )
    sums = rows.aggregate(debit=Sum("debit_cents", default=0), credit=Sum("credit_cents", default=0))
    return int(sums["debit"] - sums["credit"])
