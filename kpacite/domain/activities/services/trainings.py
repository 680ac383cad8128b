"""A training begins: proposed by anyone, opened by who answers for the KPA."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import SeatState, TrainingKind, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.rules import Span
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, mail
from kpacite.platform.audit import Actor

Address = Callable[[TrainingSeat], str]
"""Makes the absolute link where someone looks at her place, or gives it back."""


class TrainingMoved(DomainError):
    code = "activities.training_moved"
    sentence = _("Cela a déjà changé. Rechargez la page.")


class TrainingPast(DomainError):
    code = "activities.training_past"
    sentence = _("Choisissez un jour à venir.")
    field = "starts_at"


class TrainingTooLong(DomainError):
    code = "activities.training_too_long"
    sentence = _("Une formation tient dans une journée. Pour plusieurs jours, proposez-en plusieurs.")
    field = "ends_at"


class NobodyGivesIt(DomainError):
    code = "activities.nobody_gives_it"
    sentence = _("Dites d’abord qui donne cette formation.")


class TrainingDetails(TypedDict, total=False):
    kind: TrainingKind
    audience: str
    place: str
    trainer: Person | None
    given_by: str
    is_public: bool
    is_example: bool


def locked_training(training: Training) -> Training:
    """The training as it is now; its seats are written by whoever holds it."""
    rows = Training.objects.select_for_update(of=("self",)).select_related("kpa__organisation", "trainer")
    return rows.get(pk=training.pk)


@transaction.atomic
def propose_training(
    *,
    kpa: Kpa,
    title: str,
    learns: str,
    span: Span,
    places: int,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[TrainingDetails],
) -> Training:
    """Anyone's idea: it waits for a yes. Raises `TrainingPast`, `TrainingTooLong`, or `Refused`."""
    check_span(span, now)
    training = Training(
        kpa=kpa,
        title=title.strip(),
        learns=learns.strip(),
        starts_at=span.start,
        ends_at=span.end,
        places=places,
        author_id=None if actor is None else actor.pk,
        created_at=now,
        **details,
    )
    save_checked(training)
    audit.record(actor=actor, action="activities.training.proposed", target=training, at=now)
    return training


@transaction.atomic
def open_training(*, training: Training, actor: Actor | None, now: datetime) -> Training:
    """Say yes: people may sign up. Raises `TrainingMoved`, `NobodyGivesIt`, `TrainingPast`."""
    training = towards(training, TrainingState.OPEN)
    if training.trainer_id is None and not training.given_by:
        raise NobodyGivesIt
    check_span(training.span, now)
    training.state, training.opened_at = TrainingState.OPEN, now
    return write_training(training, "opened", actor, now)


def write_training(
    training: Training,
    verb: str,
    actor: Actor | None,
    now: datetime,
    *,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Training:
    training.version += 1
    save_checked(training)
    action = f"activities.training.{verb}"
    audit.record(actor=actor, action=action, target=training, at=now, reason=reason, data=data or {})
    return training


def tell(seat: TrainingSeat, template: str, address: Address) -> bool:
    """Write to someone who has a mail address; False when there is none."""
    if not seat.mail_address:
        return False
    training = seat.training
    mail.send(
        template=template,
        to=[seat.mail_address],
        context={
            "training": training,
            "kpa": training.kpa.organisation.name,
            "url": address(seat),
            "is_waiting": seat.state == SeatState.WAITING,
        },
        language=seat.person.language if seat.person else seat.language,
    )
    return True


def towards(training: Training, wanted: TrainingState) -> Training:
    training = locked_training(training)
    if not rules.training_may_become(TrainingState(training.state), wanted):
        raise TrainingMoved
    return training


def check_span(span: Span, now: datetime) -> None:
    """An end before the start is told by the constraint."""
    if span.start <= now:
        raise TrainingPast
    if rules.minutes_of(span) > rules.DAY_MINUTES:
        raise TrainingTooLong
