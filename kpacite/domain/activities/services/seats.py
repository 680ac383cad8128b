"""Places of a training: first come, first served; who waits is called in when a place frees."""

import secrets
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.services.trainings import Address, locked_training, tell
from kpacite.domain.organisations.rules import token_hash
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people import rules as people
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

TOKEN_BYTES = 32


class TrainingNotOpen(DomainError):
    code = "activities.training_not_open"
    sentence = _("On ne peut pas s’inscrire ici en ce moment.")


class TrainingBegun(DomainError):
    code = "activities.training_begun"
    sentence = _("C’est commencé, ou déjà passé.")


class AlreadySignedUp(DomainError):
    code = "activities.already_signed_up"
    sentence = _("Cette personne est déjà inscrite.")


class GivesItHerself(DomainError):
    code = "activities.gives_it_herself"
    sentence = _("Cette personne donne la formation : elle y est déjà.")


class SeatGivenBack(DomainError):
    code = "activities.seat_given_back"
    sentence = _("Cette place est déjà rendue.")


class OutsideContact(TypedDict, total=False):
    """How to reach someone without an account: one of the three is enough."""

    email: str
    phone: str
    other_contact: str
    language: str
    form_token: str | None


@transaction.atomic
def book_seat(
    *, training: Training, person: Person, actor: Actor | None, now: datetime, late: bool = False
) -> TrainingSeat:
    """A place for a member, or the end of the line. `late`: noted by who keeps the training, once it has
    begun.

    Raises `TrainingNotOpen`, `TrainingBegun`, `GivesItHerself`, `AlreadySignedUp`.
    """
    training = _taking_people(training, now, late=late)
    if training.trainer_id == person.pk:
        raise GivesItHerself
    if training.seats.standing().filter(person=person).exists():
        raise AlreadySignedUp
    return _put(TrainingSeat(training=training, person=person), actor, now)


@transaction.atomic
def book_from_outside(
    *,
    training: Training,
    first_name: str,
    address: Address,
    actor: Actor | None,
    now: datetime,
    late: bool = False,
    **contact: Unpack[OutsideContact],
) -> TrainingSeat:
    """A place for someone without an account, confirmed by mail when there is an address.

    The same form sent twice is one place. Raises `TrainingNotOpen`, `TrainingBegun`, `AlreadySignedUp`,
    `InvalidPhone`, or `Refused` without a name or a contact.
    """
    training = _taking_people(training, now, late=late)
    key = contact.get("form_token")
    if key and (known := TrainingSeat.objects.filter(form_token=key, training=training).first()):
        return known
    contact["email"] = people.normalise_email(contact.get("email", ""))
    contact["phone"] = people.normalise_phone(contact.get("phone", ""))
    if contact["email"] and training.seats.standing().filter(email=contact["email"]).exists():
        raise AlreadySignedUp(_("Cette adresse est déjà inscrite. Regardez vos messages."), field="email")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    seat = TrainingSeat(
        training=training,
        first_name=first_name.strip(),
        token=token,
        token_hash=token_hash(token),
        **contact,
    )
    _put(seat, actor, now)
    tell(seat, "activities/seat_taken", address)
    return seat


@transaction.atomic
def leave_seat(*, seat: TrainingSeat, address: Address, actor: Actor | None, now: datetime) -> TrainingSeat:
    """Give a place back, or leave the line; the first who waits gets it and is told.

    Raises `SeatGivenBack`, or `TrainingBegun`: afterwards, attendance says who was there.
    """
    training = locked_training(seat.training)
    seat = TrainingSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if seat.state == SeatState.WITHDRAWN:
        raise SeatGivenBack
    if training.starts_at <= now:
        raise TrainingBegun
    seat.training = training
    seat.state, seat.withdrawn_at = SeatState.WITHDRAWN, now
    save_checked(seat)
    record_seat(seat, "left", actor, now)
    if training.state == TrainingState.OPEN:
        call_in(training, address=address, actor=actor, now=now)
    return seat


def call_in(
    training: Training, *, address: Address, actor: Actor | None, now: datetime
) -> list[TrainingSeat]:
    """Give each free place to the first who waits, and write to her. The training is held by the caller."""
    line = list(training.seats.waiting().select_related("person"))
    number = rules.called_in(training.places, training.seats.taking().count(), len(line))
    if training.starts_at <= now:
        return []
    for seat in line[:number]:
        seat.training = training
        seat.state, seat.booked_at = SeatState.BOOKED, now
        if tell(seat, "activities/seat_freed", address):
            seat.told_at = now
        save_checked(seat)
        record_seat(seat, "called_in", actor, now)
    return line[:number]


@transaction.atomic
def note_told(*, seat: TrainingSeat, actor: Actor | None, now: datetime) -> TrainingSeat:
    """Someone called her: she knows that the place is hers. Twice changes nothing."""
    seat = TrainingSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if seat.to_tell:
        seat.told_at = now
        save_checked(seat)
        record_seat(seat, "told", actor, now)
    return seat


@transaction.atomic
def forget_outsiders(*, today: date, now: datetime) -> int:
    """Empty names and contacts of people from outside a quarter after the day; how many. Counts stay."""
    limit = today - rules.CONTACT_KEPT
    rows = TrainingSeat.objects.select_for_update(of=("self",)).select_related("training")
    rows = rows.filter(person=None, forgotten_at=None, training__ends_at__date__lte=limit)
    done = 0
    for seat in rows.order_by("pk"):
        seat.first_name = seat.email = seat.phone = seat.other_contact = seat.token = ""
        seat.token_hash, seat.form_token, seat.forgotten_at = None, None, now
        save_checked(seat)
        record_seat(seat, "forgotten", None, now)
        done += 1
    return done


def _taking_people(training: Training, now: datetime, *, late: bool) -> Training:
    training = locked_training(training)
    if training.state != TrainingState.OPEN:
        raise TrainingNotOpen
    if training.starts_at <= now and not late:
        raise TrainingBegun
    return training


def _put(seat: TrainingSeat, actor: Actor | None, now: datetime) -> TrainingSeat:
    training = seat.training
    seat.asked_at = now
    seat.state = rules.seat_for(training.places, training.seats.taking().count())
    seat.booked_at = seat.told_at = now if seat.state == SeatState.BOOKED else None
    save_checked(seat)
    record_seat(seat, "taken" if seat.booked_at else "queued", actor, now)
    return seat


def record_seat(seat: TrainingSeat, verb: str, actor: Actor | None, now: datetime, **data: object) -> None:
    who = seat.person.public_id if seat.person else ""
    known = {"training": seat.training_id, "person": who, **data}
    audit.record(actor=actor, action=f"activities.seat.{verb}", target=seat, at=now, data=known)
