"""Trainings to read: lists, one page, the agenda, what a person followed."""

from datetime import date, datetime, time, timedelta
from enum import Enum

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import SeatState, TimeKind, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat, WorkEntry
from kpacite.domain.activities.models.trainings import TrainingQuerySet
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.rules import token_hash
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of

NEAR = timedelta(days=14)
LATELY = timedelta(days=30)
"""How far back a home asks who was there: afterwards nobody remembers."""


class When(Enum):
    """Which trainings of a list."""

    COMING = "a-venir"
    PROPOSED = "proposees"
    PAST = "passees"
    CANCELLED = "annulees"


def trainings_of(kpa: Kpa | Organisation, when: When, now: datetime, words: str = "") -> QuerySet[Training]:
    """Those to come first to last, the others last to first; `words` looks in titles and what one learns."""
    rows = _counted(Training.objects.filter(kpa=kpa.pk))
    if when is When.PROPOSED:
        rows = rows.filter(state=TrainingState.PROPOSED)
    elif when is When.CANCELLED:
        rows = rows.filter(state=TrainingState.CANCELLED)
    else:
        rows = rows.filter(state=TrainingState.OPEN)
        rows = rows.filter(ends_at__gt=now) if when is When.COMING else rows.filter(ends_at__lte=now)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(learns__icontains=words) | Q(audience__icontains=words)
        )
    order = ("starts_at", "pk") if when in (When.COMING, When.PROPOSED) else ("-starts_at", "pk")
    return rows.order_by(*order)


def training_of(kpa: Kpa | Organisation, pk: int) -> Training | None:
    """One training of this KPA, counted; None elsewhere."""
    return _counted(Training.objects.filter(kpa=kpa.pk, pk=pk)).first()


def _counted(rows: TrainingQuerySet) -> TrainingQuerySet:
    taken = Q(seats__state=SeatState.BOOKED) & (Q(seats__was_there=None) | Q(seats__was_there=True))
    return rows.select_related("kpa__organisation", "trainer").annotate(
        taken=Count("seats", filter=taken),
        waiting=Count("seats", filter=Q(seats__state=SeatState.WAITING)),
        came=Count("seats", filter=Q(seats__was_there=True)),
    )


def public_trainings(kpa: Kpa | Organisation, now: datetime) -> QuerySet[Training]:
    """What anyone may come to, still to begin, the next one first."""
    rows = Training.objects.filter(kpa=kpa.pk, state=TrainingState.OPEN, is_public=True, starts_at__gt=now)
    return _counted(rows).order_by("starts_at", "pk")


def has_public_trainings(kpa: Kpa | Organisation, now: datetime) -> bool:
    return public_trainings(kpa, now).exists()


def public_training(slug: str, pk: int) -> Training | None:
    """One that anyone may read: open, even past or full; None otherwise."""
    rows = Training.objects.filter(kpa__organisation__slug=slug, pk=pk, is_public=True)
    return _counted(rows.exclude(state=TrainingState.PROPOSED)).first()


def seats_of(training: Training) -> QuerySet[TrainingSeat]:
    """Who comes and who waits, in the order in which they asked; with persons."""
    rows = TrainingSeat.objects.standing().filter(training=training)
    return rows.select_related("person", "noted_by__person").order_by("state", "asked_at", "pk")


def seat_of(training: Training, person: Person) -> TrainingSeat | None:
    """The place of this person there, or her rank in the line; None when she has none."""
    return TrainingSeat.objects.standing().filter(training=training, person=person).first()


def seat_in(training: Training, pk: int) -> TrainingSeat | None:
    return seats_of(training).filter(pk=pk).first()


def rank_in_line(seat: TrainingSeat) -> int:
    """1 for the first who waits."""
    before = Q(asked_at__lt=seat.asked_at) | Q(asked_at=seat.asked_at, pk__lt=seat.pk)
    return TrainingSeat.objects.waiting().filter(before, training=seat.training_id).count() + 1


def seat_by_token(token: str) -> TrainingSeat | None:
    """The place that this link opens; None once its contact was erased."""
    rows = TrainingSeat.objects.filter(token_hash=token_hash(token))
    return rows.select_related("training__kpa__organisation", "training__trainer").first()


def trainings_between(kpa: Kpa | Organisation, start: datetime, end: datetime) -> QuerySet[Training]:
    """For the agenda of a KPA: open and cancelled ones, in order."""
    rows = Training.objects.between(start, end).filter(kpa=kpa.pk, opened_at__isnull=False)
    return _counted(rows).order_by("starts_at", "pk")


def own_trainings_between(person: Person, start: datetime, end: datetime) -> QuerySet[Training]:
    """For the calendar of a person, in every KPA: those she gives, and those she has a place in or waits for.

    `own_state`: the state of her place; None for the trainer.
    """
    rows = _for_person(Training.objects.between(start, end), person)
    hers = Q(own_state__isnull=False) | Q(trainer=person)
    return rows.filter(hers, opened_at__isnull=False).order_by("starts_at", "pk")


def around(kpa: Kpa | Organisation, person: Person, now: datetime) -> QuerySet[Training]:
    """For a home, in one query: those of these weeks and those that wait for a yes.

    Besides `own_state`: `unnoted`, how many places have no attendance yet; `to_tell`, how many people got a
    place without a mail to tell them.
    """
    near = Q(state=TrainingState.OPEN, ends_at__gt=now - LATELY, starts_at__lt=now + NEAR)
    rows = Training.objects.filter(near | Q(state=TrainingState.PROPOSED), kpa=kpa.pk)
    booked = Q(seats__state=SeatState.BOOKED)
    untold = booked & Q(seats__told_at=None)
    return (
        _for_person(rows, person)
        .annotate(
            unnoted=Count("seats", filter=booked & Q(seats__was_there=None)),
            to_tell=Count("seats", filter=untold),
        )
        .order_by("starts_at", "pk")
    )


def _for_person(rows: TrainingQuerySet, person: Person) -> TrainingQuerySet:
    seat = TrainingSeat.objects.standing().filter(training=OuterRef("pk"), person=person)
    return rows.select_related("kpa__organisation").annotate(own_state=Subquery(seat.values("state")[:1]))


def trainings_followed(person: int, kpa: int, first: date, end: date) -> int:
    """How many trainings a person followed over [first, end): attended, or noted by herself in her hours."""
    start, stop = _start_of(first), _start_of(end)
    seats = TrainingSeat.objects.filter(person=person, was_there=True, training__kpa=kpa)
    seats = seats.filter(training__starts_at__gte=start, training__starts_at__lt=stop)
    moments = seats.values_list("training__starts_at", flat=True).order_by("pk")
    entries = WorkEntry.objects.standing().filter(person__in=files_of(person), kpa=kpa)
    entries = entries.filter(kind=TimeKind.TRAINING_RECEIVED)
    noted = entries.filter(training_seat=None).between(first, end).values_list("day", flat=True)
    return rules.followed([timezone.localdate(moment) for moment in moments], list(noted.order_by("day")))


def trainings_planned(person: int, kpa: int, today: date, end: date) -> int:
    """How many this person has a place in, from today to the eve of `end`."""
    seats = TrainingSeat.objects.filter(person=person, state=SeatState.BOOKED, was_there=None)
    seats = seats.filter(training__kpa=kpa, training__state=TrainingState.OPEN)
    return seats.filter(
        training__ends_at__gt=_start_of(today), training__starts_at__lt=_start_of(end)
    ).count()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
