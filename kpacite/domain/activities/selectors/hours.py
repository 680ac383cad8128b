from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet, Sum

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import HoursUse, ShiftState, TimeKind
from kpacite.domain.activities.models import (
    Activity,
    GroupMembership,
    HoursClosing,
    Job,
    JobShift,
    WorkClaim,
    WorkEntry,
)
from kpacite.domain.activities.models.hours import WorkEntryQuerySet
from kpacite.domain.activities.rules import Due
from kpacite.domain.organisations.enums import ParameterCode, Role
from kpacite.domain.organisations.models import Kpa, Organisation, RoleAssignment
from kpacite.domain.organisations.selectors import parameter, parameter_asked
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of, whose
from kpacite.kernel.period import Period
from kpacite.platform.asking import Question, moment_of, rows_of, sum_of

RECENT = timedelta(days=14)
MOST_SHIFTS = 40


@dataclass(frozen=True, slots=True)
class Noted:
    """Minutes noted, and those of them that a peer has confirmed."""

    noted: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class WorkerMinutes:
    """What one person did on a job (or several): for the sharing.

    `points`: minutes × coefficient in hundredths, nothing rounded. `is_volunteer`: all of it was given (R28).
    `entries`: what was counted, to be claimed by what pays it (R24).
    """

    person: Person
    minutes: int
    confirmed: int
    points: int
    is_volunteer: bool
    entries: tuple[int, ...]


def entries_of(person: Person, kpa: Kpa | Organisation, first: date, end: date) -> QuerySet[WorkEntry]:
    """What a person noted in a KPA over [first, end), compensations too, the latest day first."""
    rows = _loaded().filter(person__in=files_of(person), kpa=kpa.pk).between(first, end)
    return rows.order_by("-day", "-pk")


def entry_of(person: Person, kpa: Kpa | Organisation, pk: int) -> WorkEntry | None:
    """One entry of this person here; None otherwise."""
    return _loaded().filter(person__in=files_of(person), kpa=kpa.pk, pk=pk).first()


def _loaded() -> WorkEntryQuerySet:
    related = ("activity", "job", "confirmation__confirmed_by", "compensation", "claim", "kpa")
    return WorkEntry.objects.select_related(*related)


def last_entry(person: Person, kpa: Kpa | Organisation) -> WorkEntry | None:
    """The latest that this person noted here: what the next one proposes."""
    rows = WorkEntry.objects.standing().filter(person__in=files_of(person), kpa=kpa.pk)
    return rows.select_related("activity").order_by("-declared_at", "-day", "-pk").first()


def noted_by_kind(person: Person, kpa: Kpa | Organisation, first: date, end: date) -> dict[str, Noted]:
    """What still counts, by kind, over [first, end)."""
    rows = WorkEntry.objects.standing().filter(person__in=files_of(person), kpa=kpa.pk).between(first, end)
    totals = rows.values_list("kind").annotate(noted=Sum("minutes"), confirmed=_confirmed()).order_by("kind")
    return {kind: Noted(noted, confirmed or 0) for kind, noted, confirmed in totals}


def _confirmed() -> Sum:
    return Sum("minutes", filter=Q(confirmation__isnull=False))


def common_shifts(person: Person, kpa: Kpa | Organisation, month: Period, today: date) -> QuerySet[JobShift]:
    """Common actions to which this person said yes, for the days of `month` from today on; none noted yet."""
    rows = JobShift.objects.taken().filter(person=person, job__activity__kpa=kpa.pk, job__is_common=True)
    first = max(today, month.start)
    rows = rows.filter(starts_at__date__gte=first, starts_at__date__lt=month.end)
    return rows.exclude(job__in=_noted_jobs(person)).order_by("starts_at", "pk")


def common_planned(person: Person, kpa: Kpa | Organisation, month: Period, today: date) -> int:
    """Minutes of these."""
    return rules.planned_minutes(common_shifts(person, kpa, month, today).values_list("starts_at", "ends_at"))


def common_due(person: Person, kpa: Kpa | Organisation, day: date, today: date) -> Due:
    """The common actions of the month of `day`, and what the charter of this KPA asks."""
    month = rules.month_of(day)
    noted = noted_by_kind(person, kpa, month.start, month.end or day).get(TimeKind.COMMON, Noted())
    place = kpa if isinstance(kpa, Organisation) else kpa.organisation
    hours = parameter(code=ParameterCode.COMMON_ACTION_HOURS, organisation=place, on=day)
    planned = common_planned(person, kpa, month, today)
    return Due(noted.noted, noted.confirmed, rules.target_minutes(hours), planned)


def common_due_asked(person: Person, kpa: Kpa, today: date) -> dict[str, Question]:
    """The same, as questions: `common_due_told` reads the answers."""
    month = rules.month_of(today)
    rows = WorkEntry.objects.standing().filter(person__in=files_of(person), kpa=kpa.pk, kind=TimeKind.COMMON)
    rows = rows.between(month.start, month.end or today)
    hours = ParameterCode.COMMON_ACTION_HOURS
    return {
        "common_noted": sum_of(rows, "minutes"),
        "common_confirmed": sum_of(rows.filter(confirmation__isnull=False), "minutes"),
        "common_hours": parameter_asked(code=hours, organisation=kpa.organisation, on=today),
        "common_shifts": rows_of(
            common_shifts(person, kpa, month, today), most=MOST_SHIFTS, start="starts_at", end="ends_at"
        ),
    }


def common_due_told(answers: Mapping[str, Any]) -> Due:
    target = rules.target_minutes(answers["common_hours"])
    shifts = answers["common_shifts"] or ()
    planned = rules.planned_minutes((moment_of(row["start"]), moment_of(row["end"])) for row in shifts)
    return Due(answers["common_noted"], answers["common_confirmed"], target, planned)


def common_minutes(kpa: Kpa | Organisation, first: date, end: date) -> dict[int, Noted]:
    """Minutes of common actions by key of person over [first, end): what commitments are measured with."""
    return minutes_of_kinds(kpa, first, end, TimeKind.COMMON)


def minutes_of_kinds(kpa: Kpa | Organisation, first: date, end: date, *kinds: TimeKind) -> dict[int, Noted]:
    """Minutes of these kinds by key of person; one query."""
    rows = WorkEntry.objects.standing().filter(kpa=kpa.pk, kind__in=kinds).between(first, end)
    totals = rows.annotate(whose=whose()).values("whose")
    totals = totals.annotate(noted=Sum("minutes"), confirmed=_confirmed()).order_by("whose")
    return {row["whose"]: Noted(row["noted"], row["confirmed"] or 0) for row in totals}


def minutes_by_person(jobs: Iterable[Job], *, confirmed_only: bool = True) -> list[WorkerMinutes]:
    """Who did what on these jobs, by first name. Hours of a volunteer count, without money (R28)."""
    rows = WorkEntry.objects.standing().filter(job__in=[job.pk for job in jobs])
    if confirmed_only:
        rows = rows.filter(confirmation__isnull=False)
    by_person: dict[Person, list[WorkEntry]] = {}
    ordered = rows.annotate(whose=whose()).order_by("person__first_name", "whose", "pk")
    for entry in ordered.select_related("person__merged_into", "confirmation"):
        by_person.setdefault(entry.person.kept, []).append(entry)
    return [_worker(person, entries) for person, entries in by_person.items()]


def _worker(person: Person, entries: list[WorkEntry]) -> WorkerMinutes:
    return WorkerMinutes(
        person=person,
        minutes=sum(entry.minutes for entry in entries),
        confirmed=sum(entry.minutes for entry in entries if hasattr(entry, "confirmation")),
        points=rules.weighted(rules.Stretch(entry.minutes, entry.coefficient) for entry in entries),
        is_volunteer=all(entry.kind != TimeKind.WORK for entry in entries),
        entries=tuple(entry.pk for entry in entries),
    )


def confirmable(person: Person, kpa: Kpa | Organisation, today: date) -> QuerySet[WorkEntry]:
    """Hours of others that this person may confirm here, the oldest first.

    Those of her groups and of the jobs she was on; a référent·e confirms those without activity too, and the
    coordination all of them, so that nobody's hours wait for a peer who does not exist.
    """
    rows = WorkEntry.objects.waiting().filter(kpa=kpa.pk).exclude(person__in=files_of(person))
    hats = RoleAssignment.objects.on(today).filter(person=person, organisation=kpa.pk)
    groups = GroupMembership.objects.on(today).filter(person=person).values("activity_id")
    taken = (ShiftState.ACCEPTED, ShiftState.DONE)
    jobs = JobShift.objects.filter(person=person, state__in=taken).values("job_id")
    peers = Q(Exists(hats)) & (Q(activity__in=groups) | Q(job__in=jobs))
    peers |= Q(Exists(hats.wearing(Role.REFERENT)), activity=None)
    rows = rows.filter(peers | Q(Exists(hats.wearing(Role.KPA_COORDINATOR))))
    return rows.select_related("person", "activity", "job").order_by("day", "person__first_name", "pk")


def closings_of(kpa: Kpa | Organisation) -> QuerySet[HoursClosing]:
    """The months that are closed today, the latest first."""
    rows = HoursClosing.objects.filter(kpa=kpa.pk, reopened_at=None).select_related("activity")
    return rows.order_by("-start", "activity__name", "pk")


def is_closed(kpa: Kpa | Organisation, activity: Activity | None, day: date) -> bool:
    rows = HoursClosing.objects.filter(kpa=kpa.pk, activity=activity, reopened_at=None)
    return rows.filter(start__lte=day, end__gt=day).exists()


def paid_otherwise(entries: Iterable[int], use: HoursUse, source: str) -> list[int]:
    """Of these entries, those that something else already pays (R24)."""
    rows = WorkClaim.objects.filter(entry__in=list(entries)).exclude(use=use, source=source)
    return list(rows.values_list("entry_id", flat=True).order_by("entry_id"))


def shifts_to_note(person: Person, kpa: Kpa | Organisation, today: date) -> QuerySet[JobShift]:
    """Shifts that this person took lately and for which she has noted nothing yet, the latest first."""
    rows = JobShift.objects.taken().filter(person=person, job__activity__kpa=kpa.pk)
    rows = rows.filter(starts_at__date__gte=today - RECENT, starts_at__date__lte=today)
    rows = rows.exclude(job__in=_noted_jobs(person))
    return rows.select_related("job__activity").order_by("-starts_at", "pk")


def _noted_jobs(person: Person) -> QuerySet[WorkEntry, int | None]:
    rows = WorkEntry.objects.standing().filter(person__in=files_of(person), job__isnull=False)
    return rows.values_list("job_id", flat=True)


def shifts_asked(shifts: QuerySet[JobShift], *, most: int) -> Question:
    """The first of these shifts, as a question: `{"job", "title", "starts_at"}` of each."""
    return rows_of(shifts, most=most, job="job_id", title="job__title", starts_at="starts_at")
