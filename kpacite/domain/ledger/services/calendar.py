from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.enums import AccountKind, AccountRole, EntrySource, JournalKind
from kpacite.domain.ledger.models import Book, Entry, FiscalYear, Line, MonthBalance, Period
from kpacite.domain.ledger.rules import NewEntry, Standing
from kpacite.domain.ledger.services import hot
from kpacite.domain.ledger.services.errors import (
    DraftsRemain,
    EarlierMonthOpen,
    LaterMonthClosed,
    MonthsStillOpen,
    NextYearMissing,
    PeriodAlreadyOpen,
    PeriodClosed,
    ReasonMissing,
    YearClosed,
    YearDoesNotFollow,
)
from kpacite.domain.ledger.services.posting import post_entry
from kpacite.kernel.period import add_months
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def open_fiscal_year(
    *, book: Book, start: date, actor: Actor | None, now: datetime, months: int = 12
) -> FiscalYear:
    """Open a year of whole months with its periods, right after the last one. Raises YearDoesNotFollow."""
    hot.lock(book)
    last = FiscalYear.objects.filter(book=book).order_by("-end").first()
    if start.day != 1 or not 1 <= months <= rules.LONGEST_YEAR_MONTHS or (last and last.end != start):
        raise YearDoesNotFollow
    year = FiscalYear.objects.create(book=book, start=start, end=add_months(start, months))
    Period.objects.bulk_create(
        Period(fiscal_year=year, start=month.start, end=add_months(month.start, 1))
        for month in rules.months_of_year(start, months)
    )
    audit.record(actor=actor, action="ledger.fiscal_year.opened", target=year, at=now)
    return year


@transaction.atomic
def close_period(*, period: Period, actor: Actor | None, now: datetime) -> Period:
    """Close a month: no entry may be dated in it any more. Months close in order.

    Raises PeriodClosed, EarlierMonthOpen, DraftsRemain.
    """
    hot.lock(period.fiscal_year.book)
    period = Period.objects.select_for_update(of=("self",)).select_related("fiscal_year").get(pk=period.pk)
    if period.closed_at is not None:
        raise PeriodClosed
    months = Period.objects.filter(fiscal_year__book=period.fiscal_year.book_id, closed_at=None)
    if months.filter(start__lt=period.start).exists():
        raise EarlierMonthOpen
    if Entry.objects.drafts().filter(period=period).exists():
        raise DraftsRemain
    period.closed_at = now
    period.save(update_fields=["closed_at"])
    audit.record(actor=actor, action="ledger.period.closed", target=period, at=now)
    return period


@transaction.atomic
def reopen_period(*, period: Period, reason: str, actor: Actor | None, now: datetime) -> Period:
    """Open the last closed month again, before the year is closed.

    Raises ReasonMissing, YearClosed, PeriodAlreadyOpen, LaterMonthClosed.
    """
    if not reason.strip():
        raise ReasonMissing
    hot.lock(period.fiscal_year.book)
    period = Period.objects.select_for_update(of=("self",)).select_related("fiscal_year").get(pk=period.pk)
    if period.fiscal_year.closed_at is not None:
        raise YearClosed
    if period.closed_at is None:
        raise PeriodAlreadyOpen
    later = Period.objects.filter(fiscal_year__book=period.fiscal_year.book_id, start__gt=period.start)
    if later.filter(closed_at__isnull=False).exists():
        raise LaterMonthClosed
    period.closed_at = None
    period.save(update_fields=["closed_at"])
    audit.record(actor=actor, action="ledger.period.reopened", target=period, reason=reason.strip(), at=now)
    return period


@transaction.atomic
def close_fiscal_year(*, year: FiscalYear, actor: Actor | None, now: datetime) -> Entry | None:
    """Close a year for good, and carry its balances over to the next one in an opening entry.

    The accounts of the result are not emptied by entries: the FEC excludes such entries (LPF A47 A-1).
    Returns the opening entry; None when every balance is nil.
    Raises YearClosed, MonthsStillOpen, NextYearMissing, PeriodClosed (first month of the next year).
    """
    book = year.book
    hot.lock(book)
    year = FiscalYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    if year.closed_at is not None:
        raise YearClosed
    if Period.objects.filter(fiscal_year=year, closed_at=None).exists():
        raise MonthsStillOpen
    if not FiscalYear.objects.filter(book=book, start=year.end).exists():
        raise NextYearMissing
    year.closed_at = now
    year.save(update_fields=["closed_at"])
    audit.record(actor=actor, action="ledger.fiscal_year.closed", target=year, at=now)
    return _carry_over(book, year, actor=actor, now=now)


def _carry_over(book: Book, year: FiscalYear, *, actor: Actor | None, now: datetime) -> Entry | None:
    moves = rules.carried_moves(
        _standings(year),
        result_cents=_result_cents(year),
        profit=AccountRole.RESULT_PROFIT,
        loss=AccountRole.RESULT_LOSS,
    )
    if not moves:
        return None
    new = NewEntry(
        journal=JournalKind.OPENING,
        day=year.end,
        label=_("À-nouveaux de l’exercice %s") % year,
        piece_ref=_("AN %s") % year,
        moves=moves,
        source_type=EntrySource.CARRY_FORWARD,
        source_id=str(year.pk),
        key=f"ledger.carry_forward.{year.pk}",
    )
    return post_entry(book=book, new=new, actor=actor, now=now)


def _standings(year: FiscalYear) -> list[Standing]:
    lines = Line.objects.posted().filter(entry__fiscal_year=year, account__kind=AccountKind.BALANCE)
    rows = lines.values_list("account__number", "aux__number").annotate(
        debit=Sum("debit_cents"), credit=Sum("credit_cents")
    )
    ordered = rows.order_by("account__number", "aux__number")
    return [Standing(number, aux or "", debit - credit) for number, aux, debit, credit in ordered]


def _result_cents(year: FiscalYear) -> int:
    result = MonthBalance.objects.filter(
        period__fiscal_year=year, account__kind__in=(AccountKind.EXPENSE, AccountKind.INCOME)
    ).aggregate(debit=Sum("debit_cents", default=0), credit=Sum("credit_cents", default=0))
    return int(result["credit"] - result["debit"])
