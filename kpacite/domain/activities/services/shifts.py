from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import selectors
from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models import GroupMembership, Job, JobShift
from kpacite.domain.activities.rules import Span
from kpacite.domain.activities.services.groups import NotOfThisKpa
from kpacite.domain.activities.services.jobs import planned_job
from kpacite.domain.activities.services.pay import check_may_be_paid
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class AlreadyOnJob(DomainError):
    code = "activities.already_on_job"
    sentence = _("Cette personne est déjà sur cette intervention.")
    field = "person"


class BusyElsewhere(DomainError):
    """To be asked: the same call with `anyway=True` goes through."""

    code = "activities.busy_elsewhere"
    sentence = _("Cette personne est déjà prise à ce moment-là. La prévoir quand même ?")
    field = "person"


class ShiftAnswered(DomainError):
    code = "activities.shift_answered"
    sentence = _("Ce créneau a déjà une réponse. Rechargez la page.")


@transaction.atomic
def add_shift(
    *,
    job: Job,
    person: Person,
    actor: Actor | None,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    anyway: bool = False,
) -> JobShift:
    """Ask someone to come, for the whole job unless told otherwise. She answers.

    Raises `JobNotPlanned`, `NotOfThisKpa`, `AlreadyOnJob`, `MayNotBePaid`, `BusyElsewhere`, `Refused`.
    """
    job = planned_job(job)
    return _put(
        job=job,
        person=person,
        span=Span(starts_at or job.starts_at, ends_at or job.ends_at),
        state=ShiftState.PROPOSED,
        actor=actor,
        now=now,
        anyway=anyway,
    )


@transaction.atomic
def take_shift(
    *, job: Job, person: Person, actor: Actor | None, now: datetime, anyway: bool = False
) -> JobShift:
    """« J’y vais »: say yes to what was proposed, or come by oneself for the whole job.

    Raises `JobNotPlanned`, `NotOfThisKpa`, `AlreadyOnJob`, `MayNotBePaid`, `BusyElsewhere`.
    """
    job = planned_job(job)
    asked = job.shifts.select_for_update(of=("self",)).filter(person=person, state=ShiftState.PROPOSED)
    shift = asked.select_related("person").first()
    if shift is None:
        return _put(
            job=job,
            person=person,
            span=job.span,
            state=ShiftState.ACCEPTED,
            actor=actor,
            now=now,
            anyway=anyway,
        )
    check_may_be_paid(job, person)
    _check_free(person, shift.span, job, anyway=anyway)
    return _answer(shift, ShiftState.ACCEPTED, "taken", actor, now)


@transaction.atomic
def leave_shift(*, shift: JobShift, actor: Actor | None, now: datetime, reason: str = "") -> JobShift:
    """Say no, or not any more. Raises `JobNotPlanned`, `ShiftAnswered`."""
    planned_job(shift.job)
    shift = JobShift.objects.select_for_update(of=("self",)).select_related("job", "person").get(pk=shift.pk)
    if shift.state not in (ShiftState.PROPOSED, ShiftState.ACCEPTED):
        raise ShiftAnswered
    return _answer(shift, ShiftState.DECLINED, "left", actor, now, reason=reason.strip())


def _put(
    *,
    job: Job,
    person: Person,
    span: Span,
    state: ShiftState,
    actor: Actor | None,
    now: datetime,
    anyway: bool,
) -> JobShift:
    _check_belongs(job, person)
    if job.shifts.filter(person=person).exclude(state=ShiftState.DECLINED).exists():
        raise AlreadyOnJob
    check_may_be_paid(job, person)
    _check_free(person, span, job, anyway=anyway)
    shift = JobShift(
        job=job,
        person=person,
        starts_at=span.start,
        ends_at=span.end,
        state=state,
        created_at=now,
        answered_at=None if state == ShiftState.PROPOSED else now,
    )
    save_checked(shift)
    verb = "proposed" if state == ShiftState.PROPOSED else "taken"
    _record(shift, verb, actor, now)
    return shift


def _check_belongs(job: Job, person: Person) -> None:
    """In the group, or with a role in the KPA, on that day."""
    day = timezone.localdate(job.starts_at)
    if GroupMembership.objects.on(day).filter(activity=job.activity_id, person=person).exists():
        return
    if not RoleAssignment.objects.on(day).filter(person=person, organisation=job.activity.kpa_id).exists():
        raise NotOfThisKpa


def _check_free(person: Person, span: Span, job: Job, *, anyway: bool) -> None:
    """The person is locked: two groups that ask her at the same instant come one after the other."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not anyway and job.state == JobState.PLANNED and selectors.busy_spans(person, span, but=job):
        raise BusyElsewhere


def _answer(
    shift: JobShift, state: ShiftState, verb: str, actor: Actor | None, now: datetime, *, reason: str = ""
) -> JobShift:
    shift.state, shift.answered_at = state, now
    save_checked(shift)
    _record(shift, verb, actor, now, reason)
    return shift


def _record(shift: JobShift, verb: str, actor: Actor | None, now: datetime, reason: str = "") -> None:
    data = {"person": shift.person.public_id, "job": shift.job_id}
    audit.record(
        actor=actor, action=f"activities.shift.{verb}", target=shift, at=now, reason=reason, data=data
    )
