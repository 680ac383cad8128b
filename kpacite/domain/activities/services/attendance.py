"""Who was there: ticked once, corrected with a trace, and written in the ledger of hours."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import SeatState, TimeKind, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat, WorkConfirmation, WorkEntry
from kpacite.domain.activities.services.hours import (
    DayIsFull,
    MonthClosed,
    NotWorkingHere,
    TimeSpent,
    cancel_hours,
    declare_hours,
)
from kpacite.domain.activities.services.seats import TrainingNotOpen, record_seat
from kpacite.domain.activities.services.trainings import locked_training, write_training
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.selectors import files_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.templatetags.kpacite import de

NOTE_LENGTH = 120


class TrainingNotBegun(DomainError):
    code = "activities.training_not_begun"
    sentence = _("Ce n’est pas encore commencé. Attendez le jour venu.")


class NoPlaceLeft(DomainError):
    code = "activities.no_place_left"
    sentence = _("Il n’y a pas assez de places pour toutes ces personnes.")


class HoursNotWritten(DomainError):
    """`why` is the sentence of the ledger."""

    code = "activities.hours_not_written"
    sentence = _("Des heures ne peuvent pas être écrites.")

    def __init__(self, person: Person, why: DomainError) -> None:
        told = {"of_name": de(person.first_name), "why": str(why)}
        super().__init__(_("Heures %(of_name)s : %(why)s") % told)


@transaction.atomic
def note_attendance(
    *, training: Training, present: Iterable[int], held: bool, actor: Account, now: datetime, today: date
) -> Training:
    """Say who came (`present`: keys of seats) and whether the trainer gave it (`held`).

    Everyone else who had a place was not there; who waited and came takes a place that is left. Said again,
    only what differs changes: hours that fall are compensated. Who notes the hours of others confirms them.
    Raises `TrainingNotOpen`, `TrainingNotBegun`, `NoPlaceLeft`, `HoursNotWritten`.
    """
    training = locked_training(training)
    if training.state != TrainingState.OPEN:
        raise TrainingNotOpen
    if now < training.starts_at:
        raise TrainingNotBegun
    came = set(present)
    rows = training.seats.standing().select_for_update(of=("self",)).select_related("person", "hours")
    seats = list(rows.order_by("asked_at", "pk"))
    by = _Hand(training, actor, now, today)
    # First who was not there: the place may be given to someone who waited and came.
    for seat in seats:
        if seat.pk not in came and seat.state == SeatState.BOOKED and seat.was_there is not False:
            by.note(seat, was_there=False)
    for seat in seats:
        if seat.pk in came and seat.was_there is not True:
            by.note(seat, was_there=True)
    by.note_trainer(held=held)
    return training


class _Hand:
    """One person who notes, at one moment, for one training."""

    def __init__(self, training: Training, actor: Account, now: datetime, today: date) -> None:
        self.training, self.actor, self.now, self.today = training, actor, now, today

    def note(self, seat: TrainingSeat, *, was_there: bool) -> None:
        before = seat.was_there
        if was_there and self.training.seats.taking().exclude(pk=seat.pk).count() >= self.training.places:
            raise NoPlaceLeft
        if seat.state == SeatState.WAITING:
            seat.state, seat.booked_at, seat.told_at = SeatState.BOOKED, self.now, self.now
        seat.was_there, seat.noted_at, seat.noted_by = was_there, self.now, self.actor
        old, seat.hours = seat.hours, None
        if was_there and seat.person is not None:
            seat.hours = self._write(seat.person, TimeKind.TRAINING_RECEIVED)
        save_checked(seat)
        if old is not None:
            self._take_back(old)
        record_seat(seat, "attendance", self.actor, self.now, before=before, after=was_there)

    def note_trainer(self, *, held: bool) -> None:
        training = self.training
        if training.trainer is None or held == (training.given_hours_id is not None):
            return
        old, training.given_hours = training.given_hours, None
        if held:
            training.given_hours = self._write(training.trainer, TimeKind.TRAINING_GIVEN)
        if old is None and training.given_hours is None:
            return  # She had noted them herself, or has no role here.
        write_training(training, "held" if held else "not_held", self.actor, self.now)
        if old is not None:
            self._take_back(old)

    def _write(self, person: Person, kind: TimeKind) -> WorkEntry | None:
        """The hours of this person; None when she noted them herself, or has no role here on that day."""
        training, day = self.training, timezone.localdate(self.training.starts_at)
        own = WorkEntry.objects.standing().filter(kpa=training.kpa_id, kind=kind, day=day)
        own = own.filter(person__in=files_of(person))
        if own.filter(training_seat=None, given_training=None).exists():
            return None
        minutes = rules.minutes_of(training.span)
        spent = TimeSpent(kind=kind, day=day, minutes=minutes, note=training.title[:NOTE_LENGTH])
        try:
            entry = declare_hours(
                kpa=training.kpa,
                person=person,
                spent=spent,
                client_id=uuid4(),
                actor=self.actor,
                now=self.now,
                today=self.today,
                anyway=True,
            )
        except NotWorkingHere:
            return None
        except (DayIsFull, MonthClosed) as error:
            raise HoursNotWritten(person, error) from error
        if person.pk != self.actor.person_id:
            WorkConfirmation.objects.create(
                entry=entry, confirmed_by=self.actor.person, confirmed_at=self.now
            )
        return entry

    def _take_back(self, entry: WorkEntry) -> None:
        try:
            cancel_hours(entry=entry, client_id=uuid4(), actor=self.actor, now=self.now)
        except MonthClosed as error:
            raise HoursNotWritten(entry.person, error) from error
