"""How much each task counts, today and before."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from kpacite.domain.activities.models import Activity, TaskCoefficient
from kpacite.domain.activities.rules import NORMAL_COEFFICIENT


def coefficients_of(activity: Activity) -> QuerySet[TaskCoefficient]:
    """By task, the latest first."""
    return TaskCoefficient.objects.filter(activity=activity).order_by("task", "-valid_from")


def weighing_tasks(activities: Iterable[Activity], day: date) -> list[TaskCoefficient]:
    """The tasks of these activities that do not count as an ordinary one that day."""
    rows = TaskCoefficient.objects.on(day).filter(activity__in=list(activities))
    return list(
        rows.exclude(hundredths=NORMAL_COEFFICIENT).select_related("activity").order_by("activity", "task")
    )
