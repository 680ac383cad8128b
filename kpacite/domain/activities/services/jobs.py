from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models import Activity, Job
from kpacite.domain.activities.rules import Span
from kpacite.domain.activities.services.pay import check_all_may_be_paid
from kpacite.domain.activities.services.publication import ActivityClosed
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class JobNotPlanned(DomainError):
    code = "activities.job_not_planned"
    sentence = _("Cette intervention est déjà faite ou annulée.")


class JobNotBegun(DomainError):
    code = "activities.job_not_begun"
    sentence = _("Cette intervention n’a pas encore commencé. Attendez le jour venu.")


class JobChangedMeanwhile(DomainError):
    code = "activities.job_changed_meanwhile"
    sentence = _("Une autre personne a changé cette intervention en même temps. Rechargez la page.")


class JobDetails(TypedDict, total=False):
    place: str
    client_note: str
    skills: str
    wanted: int | None
    is_paid: bool
    is_common: bool


class JobChanges(JobDetails, total=False):
    title: str


def locked_job(job: Job) -> Job:
    """The job as it is now, kept for this transaction."""
    return Job.objects.select_for_update(of=("self",)).select_related("activity__kpa").get(pk=job.pk)


def planned_job(job: Job) -> Job:
    """The same, when it is still to be done. Raises `JobNotPlanned`."""
    job = locked_job(job)
    if job.state != JobState.PLANNED:
        raise JobNotPlanned
    return job


@transaction.atomic
def plan_job(
    *,
    activity: Activity,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[JobDetails],
) -> Job:
    """Put a job in the agenda of a group. Raises `ActivityClosed`, or `Refused`."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not rules.is_open(activity.opened_on, activity.closed_on, timezone.localdate(starts_at)):
        raise ActivityClosed(_("Cette activité est fermée ce jour-là."), field="starts_at")
    job = Job(
        activity=activity,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=now,
        **details,
    )
    save_checked(job)
    audit.record(actor=actor, action="activities.job.planned", target=job, at=now, data=_when(job.span))
    return job


@transaction.atomic
def edit_job(
    *, job: Job, version: int, actor: Actor | None, now: datetime, **changes: Unpack[JobChanges]
) -> Job:
    """Change the words of a job, not its hours.

    Raises `JobNotPlanned`, `JobChangedMeanwhile`, `SomeMayNotBePaid`, `Refused`.
    """
    job = planned_job(job)
    if job.version != version:
        raise JobChangedMeanwhile
    changed = sorted(name for name, value in changes.items() if getattr(job, name) != value)
    if not changed:
        return job
    for name in changed:
        setattr(job, name, changes[name])  # type: ignore[literal-required]
    if "is_paid" in changed:
        check_all_may_be_paid(job, _people_on(job))
    return _write(job, "edited", actor, now, data={"changed": changed})


@transaction.atomic
def move_job(*, job: Job, starts_at: datetime, ends_at: datetime, actor: Actor | None, now: datetime) -> Job:
    """Change when it is. Its shifts follow, and each person is asked again: she said yes to other hours.

    Raises `JobNotPlanned`, or `Refused`.
    """
    job = planned_job(job)
    old, new = job.span, Span(starts_at, ends_at)
    if old == new:
        return job
    job.starts_at, job.ends_at = starts_at, ends_at
    _write(job, "moved", actor, now, data={"from": _when(old), "to": _when(new)})
    for shift in job.shifts.select_for_update(of=("self",)).exclude(state=ShiftState.DECLINED).order_by("pk"):
        span = rules.moved(shift.span, old, new)
        shift.starts_at, shift.ends_at = span.start, span.end
        shift.state, shift.answered_at = ShiftState.PROPOSED, None
        save_checked(shift)
    return job


@transaction.atomic
def cancel_job(*, job: Job, reason: str, actor: Actor | None, now: datetime) -> Job:
    """It will not be done; nothing is deleted. Raises `JobNotPlanned`, or `Refused` without a reason."""
    job = planned_job(job)
    job.state, job.cancelled_at, job.cancel_reason = JobState.CANCELLED, now, reason.strip()
    return _write(job, "cancelled", actor, now, reason=job.cancel_reason)


@transaction.atomic
def finish_job(*, job: Job, actor: Actor | None, now: datetime) -> Job:
    """It is done, and so are the shifts that people took; those without an answer are declined.

    Raises `JobNotPlanned`, or `JobNotBegun` before it has begun.
    """
    job = planned_job(job)
    if now < job.starts_at:
        raise JobNotBegun
    job.state, job.done_at = JobState.DONE, now
    _write(job, "finished", actor, now)
    shifts = job.shifts.select_for_update(of=("self",))
    shifts.filter(state=ShiftState.ACCEPTED).update(state=ShiftState.DONE)
    shifts.filter(state=ShiftState.PROPOSED).update(state=ShiftState.DECLINED, answered_at=now)
    return job


def _people_on(job: Job) -> list[Person]:
    shifts = job.shifts.standing().select_related("person").order_by("pk")
    return [shift.person for shift in shifts]


def _write(
    job: Job, verb: str, actor: Actor | None, now: datetime, *, reason: str = "", data: object = None
) -> Job:
    job.version += 1
    save_checked(job)
    known = data if isinstance(data, dict) else {}
    audit.record(actor=actor, action=f"activities.job.{verb}", target=job, at=now, reason=reason, data=known)
    return job


def _when(span: Span) -> dict[str, str]:
    return {"start": span.start.isoformat(), "end": span.end.isoformat()}
