"""What `kpacite verify` proves again about hours, from the entries themselves."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, Sum

from kpacite.domain.activities.enums import SeatState
from kpacite.domain.activities.models import Training, TrainingSeat, WorkConfirmation, WorkEntry
from kpacite.domain.activities.rules import DAY_MINUTES
from kpacite.domain.people.selectors import whose
from kpacite.platform import verification

MIRRORED = ("kpa_id", "person_id", "kind", "activity_id", "job_id", "day", "coefficient", "task")


@verification.register("hours.day", "Nobody has noted more than 24 hours in a day, nor less than none")
def _days() -> Iterable[str]:
    days = WorkEntry.objects.annotate(whose=whose()).values("whose", "day").annotate(total=Sum("minutes"))
    wrong = days.exclude(total__gte=0, total__lte=DAY_MINUTES).order_by("day", "whose")
    for row in wrong:
        yield f"person {row['whose']} has {row['total']} minutes on {row['day']}"


@verification.register("hours.peers", "Hours are confirmed by someone else than who did them")
def _peers() -> Iterable[str]:
    wrong = WorkConfirmation.objects.annotate(by=whose("confirmed_by"), whose=whose("entry__person"))
    wrong = wrong.filter(by=F("whose"))
    for key in wrong.values_list("entry_id", flat=True).order_by("entry_id"):
        yield f"entry {key} is confirmed by the person herself"


@verification.register("hours.mirrors", "A compensation has the facts of its entry, and the opposite minutes")
def _mirrors() -> Iterable[str]:
    rows = WorkEntry.objects.filter(compensates__isnull=False).select_related("compensates").order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        of = row.compensates
        if of is None:
            continue
        if row.minutes != -of.minutes or any(getattr(row, name) != getattr(of, name) for name in MIRRORED):
            yield f"entry {row.pk} does not mirror entry {of.pk}"


@verification.register("trainings.places", "A training has no more people than places")
def _places() -> Iterable[str]:
    taking = Q(seats__state=SeatState.BOOKED) & (Q(seats__was_there=None) | Q(seats__was_there=True))
    rows = Training.objects.annotate(taken=Count("seats", filter=taking)).filter(taken__gt=F("places"))
    for key, taken, places in rows.values_list("pk", "taken", "places").order_by("pk"):
        yield f"training {key} has {taken} people for {places} places"


@verification.register("trainings.hours", "Hours of a training are those of who was there, on its day")
def _training_hours() -> Iterable[str]:
    rows = TrainingSeat.objects.filter(hours__isnull=False)
    wrong = rows.exclude(hours__person=F("person"), hours__compensation=None, hours__kpa=F("training__kpa"))
    for key in wrong.values_list("pk", flat=True).order_by("pk"):
        yield f"seat {key} counts hours that are not hers, or were taken back"
