"""A training that changes, or will not be: whoever had a place is told."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import TrainingState
from kpacite.domain.activities.models import Training
from kpacite.domain.activities.services.seats import GivesItHerself, call_in
from kpacite.domain.activities.services.trainings import (
    Address,
    NobodyGivesIt,
    TrainingDetails,
    TrainingMoved,
    check_span,
    locked_training,
    tell,
    towards,
    write_training,
)
from kpacite.kernel.errors import DomainError
from kpacite.platform.audit import Actor

SEEN_IN_MAILS = frozenset({"starts_at", "ends_at", "place"})
SETTLED_BY_ATTENDANCE = frozenset({"starts_at", "ends_at", "places", "trainer"})


class TrainingChangedMeanwhile(DomainError):
    code = "activities.training_changed_meanwhile"
    sentence = _("Une autre personne a changé cette page en même temps. Rechargez-la.")


class FewerPlacesThanPeople(DomainError):
    code = "activities.fewer_places_than_people"
    sentence = _("Plus de personnes ont déjà une place.")
    field = "places"


class AttendanceNoted(DomainError):
    code = "activities.attendance_noted"
    sentence = _("Les présences sont déjà notées. L’heure et les places ne changent plus.")


class TrainingChanges(TrainingDetails, total=False):
    title: str
    learns: str
    starts_at: datetime
    ends_at: datetime
    places: int


@transaction.atomic
def edit_training(
    *,
    training: Training,
    version: int,
    address: Address,
    actor: Actor | None,
    now: datetime,
    **changes: Unpack[TrainingChanges],
) -> Training:
    """Change words, hours or places. Another hour or room is told to who has a place; places that are added
    go to the waiting list.

    Raises `TrainingMoved`, `TrainingChangedMeanwhile`, `AttendanceNoted`, `FewerPlacesThanPeople`,
    `TrainingPast`, `TrainingTooLong`, `NobodyGivesIt`, `GivesItHerself`, or `Refused`.
    """
    training = locked_training(training)
    if training.state == TrainingState.CANCELLED:
        raise TrainingMoved
    if training.version != version:
        raise TrainingChangedMeanwhile
    changed = {name for name, value in changes.items() if getattr(training, name) != value}
    if not changed:
        return training
    for name in sorted(changed):
        setattr(training, name, changes[name])  # type: ignore[literal-required]
    _check(training, changed, now)
    write_training(training, "edited", actor, now, data={"changed": sorted(changed)})
    if training.state == TrainingState.OPEN:
        if changed & SEEN_IN_MAILS:
            _tell_all(training, "activities/training_changed", address)
        call_in(training, address=address, actor=actor, now=now)
    return training


@transaction.atomic
def cancel_training(
    *, training: Training, reason: str, address: Address, actor: Actor | None, now: datetime
) -> Training:
    """It will not be; whoever had a place or waited is told why. Raises `TrainingMoved`, `AttendanceNoted`,
    or `Refused` without a reason.
    """
    training = towards(training, TrainingState.CANCELLED)
    if _attendance_noted(training):
        raise AttendanceNoted(_("Les présences sont déjà notées : cette formation a eu lieu."))
    training.state, training.cancelled_at = TrainingState.CANCELLED, now
    training.cancel_reason = reason.strip()
    write_training(training, "cancelled", actor, now, reason=training.cancel_reason)
    _tell_all(training, "activities/training_cancelled", address)
    return training


def _tell_all(training: Training, template: str, address: Address) -> None:
    for seat in training.seats.standing().select_related("person").order_by("pk"):
        seat.training = training
        tell(seat, template, address)


def _check(training: Training, changed: set[str], now: datetime) -> None:
    if changed & SETTLED_BY_ATTENDANCE and _attendance_noted(training):
        raise AttendanceNoted
    if changed & {"starts_at", "ends_at"}:
        check_span(training.span, now)
    if "places" in changed and training.places < training.seats.taking().count():
        raise FewerPlacesThanPeople
    if training.state == TrainingState.OPEN and training.trainer_id is None and not training.given_by:
        raise NobodyGivesIt
    if "trainer" in changed and training.seats.standing().filter(person=training.trainer_id or 0).exists():
        raise GivesItHerself(_("Cette personne a une place : elle la rend d’abord."), field="trainer")


def _attendance_noted(training: Training) -> bool:
    return training.given_hours_id is not None or training.seats.exclude(was_there=None).exists()
