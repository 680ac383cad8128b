"""A month of hours seen as a whole: what is noted, what waits, what is paid, what is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from kpacite.domain.activities.models import Activity, HoursClosing, WorkEntry
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.kernel.period import Period


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The hours of a month for one activity; None for those without activity. Minutes.

    `waiting`: no peer has confirmed them; `lines`: how many rows those are. `paid`: a sharing or a budget
    has claimed them. `closing`: the month is closed.
    """

    activity: Activity | None
    noted: int = 0
    waiting: int = 0
    lines: int = 0
    paid: int = 0
    closing: HoursClosing | None = None


def month_lines(kpa: Kpa | Organisation, month: Period) -> list[MonthLine]:
    """Activities by name, then the hours without activity: those with hours, and those that are closed."""
    sums = {row["activity"]: row for row in _sums(kpa, month)}
    closings = HoursClosing.objects.filter(kpa=kpa.pk, start=month.start, reopened_at=None)
    closed = {row.activity_id: row for row in closings}
    keys = {*sums, *closed}
    known = Activity.objects.filter(pk__in=[key for key in keys if key]).order_by("name", "pk")
    ordered: list[Activity | None] = [*known, *([None] if None in keys else [])]
    return [_line(one, sums, closed) for one in ordered]


def _sums(kpa: Kpa | Organisation, month: Period) -> Iterable[Mapping[str, Any]]:
    rows = WorkEntry.objects.standing().filter(kpa=kpa.pk).between(month.start, _end(month))
    waits, paid = Q(confirmation=None), Q(claim__isnull=False)
    return (
        rows.values("activity")
        .annotate(
            noted=Sum("minutes"),
            waiting=Sum("minutes", filter=waits),
            lines=Count("pk", filter=waits),
            paid=Sum("minutes", filter=paid),
        )
        .order_by("activity")
    )


def _line(
    activity: Activity | None,
    sums: Mapping[int | None, Mapping[str, Any]],
    closed: Mapping[int | None, HoursClosing],
) -> MonthLine:
    key = activity.pk if activity else None
    found = sums.get(key, {})
    told = {name: found.get(name) or 0 for name in ("noted", "waiting", "lines", "paid")}
    return MonthLine(activity, closing=closed.get(key), **told)


def waiting_in(kpa: Kpa | Organisation, activity: Activity | None, month: Period) -> QuerySet[WorkEntry]:
    """The rows of that month that no peer has confirmed, by day."""
    rows = WorkEntry.objects.waiting().filter(kpa=kpa.pk, activity=activity)
    rows = rows.between(month.start, _end(month))
    return rows.select_related("person", "activity", "job").order_by("day", "person__first_name", "pk")


def _end(month: Period) -> date:
    return month.end or month.start
