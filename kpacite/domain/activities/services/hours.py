from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import (
    Activity,
    GroupMembership,
    HoursClosing,
    Job,
    TaskCoefficient,
    WorkClaim,
    WorkEntry,
)
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.kernel.errors import DomainError
from kpacite.kernel.hours import format_minutes
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotWorkingHere(DomainError):
    code = "activities.not_working_here"
    sentence = _("Ce jour-là, vous n’aviez pas de rôle dans ce KPA.")
    field = "day"


class DayToCome(DomainError):
    code = "activities.day_to_come"
    sentence = _("Ce jour n’est pas encore venu. Notez vos heures après les avoir faites.")
    field = "day"


class DayIsFull(DomainError):
    code = "activities.day_is_full"
    sentence = _("Une journée a 24 h au plus.")
    field = "minutes"

    def __init__(self, noted: int) -> None:
        told = {"noted": format_minutes(noted)}
        super().__init__(_("Une journée a 24 h au plus. Ce jour-là, vous avez déjà noté %(noted)s.") % told)


class MonthClosed(DomainError):
    code = "activities.month_closed"
    sentence = _("Les heures de ce mois sont déjà partagées. Demandez à la coordination.")
    field = "day"


class AlreadyNoted(DomainError):
    """To be asked: the same call with `anyway=True` goes through."""

    code = "activities.already_noted"
    sentence = _("Vous avez déjà noté ces heures ce jour-là. Noter quand même ?")

    def __init__(self, noted: int) -> None:
        told = {"noted": format_minutes(noted)}
        super().__init__(_("Vous avez déjà noté %(noted)s ce jour-là. Noter quand même ?") % told)


class HoursPaid(DomainError):
    code = "activities.hours_paid"
    sentence = _("Ces heures sont déjà partagées. Une erreur ? Parlez-en à la personne référente.")


class NotYourHours(DomainError):
    code = "activities.not_your_hours"
    sentence = _("Chaque personne note et corrige ses propres heures.")


class ActivityElsewhere(DomainError):
    code = "activities.activity_elsewhere"
    sentence = _("Cette activité n’est pas de ce KPA.")
    field = "activity"


class UnknownTask(DomainError):
    code = "activities.unknown_task"
    sentence = _("Cette tâche n’est pas de cette activité ce jour-là. Choisissez-en une autre.")
    field = "task"


class AlreadyCompensated(DomainError):
    code = "activities.already_compensated"
    sentence = _("Ces heures sont déjà annulées.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpent:
    """What was done: hours on a job take its activity.

    `task`: one that the group made count otherwise. `coefficient`: hundredths; that of the task, unless said.
    """

    kind: TimeKind
    day: date
    minutes: int
    activity: Activity | None = None
    job: Job | None = None
    task: str = ""
    coefficient: int | None = None
    note: str = ""


@transaction.atomic
def declare_hours(
    *,
    kpa: Kpa,
    person: Person,
    spent: TimeSpent,
    client_id: UUID,
    actor: Actor | None,
    now: datetime,
    today: date,
    anyway: bool = False,
) -> WorkEntry:
    """Note what a person did herself. The same `client_id` again gives the same entry: nothing is doubled.

    Raises `NotYourHours`, `ActivityElsewhere`, `DayToCome`, `NotWorkingHere`, `MonthClosed`, `UnknownTask`,
    `DayIsFull`, `AlreadyNoted` unless `anyway`, or `Refused`.
    """
    person = _locked(person)
    if known := WorkEntry.objects.filter(client_id=client_id).first():
        if known.person_id != person.pk:
            raise NotYourHours
        return known
    activity = spent.job.activity if spent.job else spent.activity
    _check_day(kpa=kpa, person=person, activity=activity, day=spent.day, today=today)
    entry = WorkEntry(
        client_id=client_id,
        kpa=kpa,
        person=person,
        kind=spent.kind,
        activity=activity,
        job=spent.job,
        day=spent.day,
        minutes=spent.minutes,
        task=spent.task,
        coefficient=_coefficient(spent, activity),
        note=spent.note.strip(),
        declared_at=now,
    )
    _check_room(entry, anyway=anyway)
    save_checked(entry)
    _record(entry, "declared", actor, now)
    return entry


@transaction.atomic
def cancel_hours(
    *, entry: WorkEntry, client_id: UUID, actor: Actor | None, now: datetime, reason: str = ""
) -> WorkEntry:
    """Take hours back by a compensation: both stay written. Returns the compensation.

    Raises `AlreadyCompensated`, `HoursPaid`, `MonthClosed`.
    """
    _locked(entry.person)
    if known := WorkEntry.objects.filter(client_id=client_id, compensates=entry).first():
        return known
    if entry.compensates_id is not None or WorkEntry.objects.filter(compensates=entry).exists():
        raise AlreadyCompensated
    # Whoever claims hours takes the same lock.
    WorkEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if WorkClaim.objects.filter(entry=entry).exists():
        raise HoursPaid
    _check_open(kpa=entry.kpa, activity=entry.activity, day=entry.day)
    undo = WorkEntry(
        client_id=client_id,
        kpa=entry.kpa,
        person=entry.person,
        kind=entry.kind,
        activity=entry.activity,
        job=entry.job,
        day=entry.day,
        minutes=-entry.minutes,
        task=entry.task,
        coefficient=entry.coefficient,
        note=reason.strip(),
        declared_at=now,
        compensates=entry,
    )
    save_checked(undo)
    _record(undo, "compensated", actor, now)
    return undo


@transaction.atomic
def correct_hours(
    *,
    entry: WorkEntry,
    minutes: int,
    day: date,
    client_ids: tuple[UUID, UUID],
    actor: Actor | None,
    now: datetime,
    today: date,
) -> WorkEntry:
    """Say what it really was: the old hours are compensated, the new ones wait for a peer.

    `client_ids`: of the compensation, of the new entry. Raises what `cancel_hours` and `declare_hours` raise.
    """
    cancel_hours(entry=entry, client_id=client_ids[0], actor=actor, now=now)
    return declare_hours(
        kpa=entry.kpa,
        person=entry.person.kept,
        spent=TimeSpent(
            kind=TimeKind(entry.kind),
            day=day,
            minutes=minutes,
            activity=entry.activity,
            job=entry.job,
            task=entry.task,
            coefficient=entry.coefficient,
            note=entry.note,
        ),
        client_id=client_ids[1],
        actor=actor,
        now=now,
        today=today,
        anyway=True,
    )


def _locked(person: Person) -> Person:
    """One person's days are written one after the other."""
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _check_day(*, kpa: Kpa, person: Person, activity: Activity | None, day: date, today: date) -> None:
    """Raises `ActivityElsewhere`, `DayToCome`, `NotWorkingHere`, `MonthClosed`."""
    if activity is not None and activity.kpa_id != kpa.pk:
        raise ActivityElsewhere
    if day > today:
        raise DayToCome
    roles = RoleAssignment.objects.on(day).filter(person=person, organisation=kpa.pk)
    here = roles.exclude(role=Role.HOST_ADMIN).exists()
    if not here and not _in_a_group(person, kpa, day):
        raise NotWorkingHere
    _check_open(kpa=kpa, activity=activity, day=day)


def _coefficient(spent: TimeSpent, activity: Activity | None) -> int:
    """What the group decided for that task on that day. Raises `UnknownTask`."""
    if spent.coefficient is not None:
        return spent.coefficient
    if not spent.task:
        return rules.NORMAL_COEFFICIENT
    known = TaskCoefficient.objects.on(spent.day).filter(activity=activity, task=spent.task).first()
    if known is None:
        raise UnknownTask
    return known.hundredths


def _in_a_group(person: Person, kpa: Kpa, day: date) -> bool:
    return GroupMembership.objects.on(day).filter(person=person, activity__kpa=kpa).exists()


def _check_open(*, kpa: Kpa, activity: Activity | None, day: date) -> None:
    """Nobody closes the month meanwhile: closing takes the same lock. Raises `MonthClosed`."""
    lock_books(kpa, activity)
    shut = HoursClosing.objects.filter(kpa=kpa, activity=activity, reopened_at=None)
    if shut.filter(start__lte=day, end__gt=day).exists():
        raise MonthClosed


def lock_books(kpa: Kpa, activity: Activity | None) -> None:
    """The activity, or the KPA for hours without activity."""
    if activity is None:
        Kpa.objects.select_for_update(of=("self",), no_key=True).get(pk=kpa.pk)
    else:
        Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.pk)


def _check_room(entry: WorkEntry, *, anyway: bool) -> None:
    """Raises `DayIsFull`, or `AlreadyNoted` when the same thing is already noted that day."""
    of_the_day = WorkEntry.objects.filter(person__in=files_of(entry.person), day=entry.day)
    noted = of_the_day.aggregate(total=Sum("minutes"))["total"] or 0
    if entry.minutes > 0 and not rules.fits_in_the_day(noted, entry.minutes):
        raise DayIsFull(noted)
    facts = {"kpa": entry.kpa, "kind": entry.kind, "activity": entry.activity, "job": entry.job}
    same = of_the_day.standing().filter(**facts)
    already = same.aggregate(total=Sum("minutes"))["total"]
    if already and not anyway:
        raise AlreadyNoted(already)


def _record(entry: WorkEntry, verb: str, actor: Actor | None, now: datetime) -> None:
    data = {"person": entry.person.public_id, "day": entry.day, "minutes": entry.minutes, "kind": entry.kind}
    audit.record(actor=actor, action=f"activities.hours.{verb}", target=entry, at=now, data=data)
