from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models import Activity, Job, JobShift
from kpacite.domain.activities.models.jobs import JobQuerySet
from kpacite.domain.activities.rules import Span
from kpacite.domain.contracts.selectors import Answer, who_may_work_for_pay
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person


def jobs_of(
    kpa: Kpa | Organisation, start: datetime, end: datetime, *, activity: Activity | None = None
) -> QuerySet[Job]:
    """The jobs of a KPA (of one activity) with a moment in [start, end), cancelled ones too, in order.

    Each with `standing_shifts`: who is on it or asked, with the persons.
    """
    rows = _loaded().between(start, end).filter(activity__kpa=kpa.pk)
    if activity is not None:
        rows = rows.filter(activity=activity)
    return rows.order_by("starts_at", "pk")


def job_of(kpa: Kpa | Organisation, pk: int) -> Job | None:
    """One job of this KPA with its activity and shifts; None elsewhere."""
    return _loaded().filter(pk=pk, activity__kpa=kpa.pk).first()


def _loaded() -> JobQuerySet:
    shifts = JobShift.objects.standing().select_related("person").order_by("starts_at", "pk")
    taken = Count("shifts", filter=Q(shifts__state__in=[ShiftState.ACCEPTED, ShiftState.DONE]))
    rows = Job.objects.select_related("activity__kpa").annotate(taken=taken)
    return rows.prefetch_related(Prefetch("shifts", shifts, "standing_shifts"))


def obstacles_to_pay(job: Job, people: Iterable[Person]) -> dict[int, Answer]:
    """Those who may not be paid for this job, by key of person, and why; nobody when it pays nobody.

    Three queries whatever their number.
    """
    if not job.is_paid:
        return {}
    day = timezone.localdate(job.starts_at)
    answers = who_may_work_for_pay(people, job.activity.kpa, job.activity, day)
    return {key: answer for key, answer in answers.items() if not answer.allowed}


def shifts_on(job: Job) -> QuerySet[JobShift]:
    """Every shift of a job, declined ones too, with the persons."""
    return job.shifts.select_related("person").order_by("starts_at", "pk")


def shifts_between(person: Person, start: datetime, end: datetime) -> QuerySet[JobShift]:
    """What this person has to do or to answer in [start, end), in every KPA."""
    rows = JobShift.objects.standing().between(start, end).filter(person=person)
    return rows.select_related("job__activity__kpa__organisation").order_by("starts_at", "pk")


def busy_spans(person: Person, span: Span, *, but: Job | None = None) -> list[Span]:
    """When this person already said yes to something else that meets `span`."""
    rows = JobShift.objects.taken().between(span.start, span.end).filter(person=person)
    rows = rows.filter(job__state=JobState.PLANNED)
    if but is not None:
        rows = rows.exclude(job=but)
    return [Span(start, end) for start, end in rows.values_list("starts_at", "ends_at").order_by("starts_at")]
