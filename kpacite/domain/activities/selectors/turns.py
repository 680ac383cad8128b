"""Who got work lately in a group, and who did not: what is looked at before asking someone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone

from kpacite.domain.activities.enums import ShiftState
from kpacite.domain.activities.models import Activity, GroupMembership, JobShift, WorkEntry
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import whose

LATELY = timedelta(days=92)
"""A quarter: long enough for a season, short enough to repair."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one member of the group did in the last quarter. `last`: the day of the latest job, even older."""

    person: Person
    jobs: int
    minutes: int
    asked: int
    last: date | None

    @property
    def had_nothing(self) -> bool:
        return not self.jobs and not self.minutes


def turns_of(activity: Activity, today: date) -> list[Turn]:
    """Every member of the group today, by first name: never in the order of what they got."""
    members = GroupMembership.objects.on(today).filter(activity=activity).select_related("person")
    people = [row.person for row in members.order_by("person__first_name", "pk")]
    since = today - LATELY
    shifts = JobShift.objects.standing().filter(job__activity=activity, person__in=people)
    taken = shifts.exclude(state=ShiftState.PROPOSED).filter(starts_at__date__lte=today)
    jobs = _by_person(taken.filter(starts_at__date__gt=since).values_list("person").annotate(n=Count("pk")))
    last = _by_person(taken.values_list("person").annotate(day=Max("starts_at")))
    asked = _by_person(shifts.filter(state=ShiftState.PROPOSED).values_list("person").annotate(n=Count("pk")))
    entries = WorkEntry.objects.standing().filter(activity=activity, day__gt=since).annotate(whose=whose())
    entries = entries.filter(whose__in=[person.pk for person in people])
    minutes = dict(entries.values_list("whose").annotate(total=Sum("minutes")).order_by("whose"))
    return [
        Turn(
            person=person,
            jobs=jobs.get(person.pk, 0),
            minutes=minutes.get(person.pk, 0),
            asked=asked.get(person.pk, 0),
            last=timezone.localdate(last[person.pk]) if person.pk in last else None,
        )
        for person in people
    ]


def _by_person(rows: Any) -> dict[int, Any]:
    return dict(rows.order_by("person"))
