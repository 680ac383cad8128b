from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from kpacite.domain.activities.enums import (
    OfferState,
    OfferUnit,
    SeatState,
    ShiftState,
    SupplyMode,
    TimeKind,
    TrainingState,
)
from kpacite.domain.activities.models import (
    Activity,
    GroupMembership,
    Job,
    JobShift,
    Offer,
    OfferOption,
    OfferRate,
    Training,
    TrainingSeat,
    WorkConfirmation,
    WorkEntry,
)
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from tests.factories.organisations import LONG_AGO
from tests.factories.people import NOW, TODAY, make_person

_ranks = count(1)


def make_activity(kpa: Kpa | Organisation, name: str = "Cuisine", **fields: object) -> Activity:
    """An activity open for long; its code comes from a counter unless `code` is given."""
    details = {"code": f"ACT{next(_ranks)}", "opened_on": LONG_AGO} | fields
    return Activity.objects.create(kpa_id=kpa.pk, name=name, **details)


def make_offer(
    activity: Activity, name: str = "", state: OfferState = OfferState.DRAFT, **fields: object
) -> Offer:
    """An offer in this state, dated as it must be; priced 12,00 € per person unless told otherwise."""
    dates = {
        OfferState.DRAFT: {},
        OfferState.PROPOSED: {"proposed_at": NOW},
        OfferState.PUBLISHED: {"proposed_at": NOW, "published_at": NOW},
        OfferState.RETIRED: {"proposed_at": NOW, "published_at": NOW, "retired_at": NOW},
    }[state]
    details = {"unit": OfferUnit.PERSON, "price_cents": 1200, "created_at": NOW} | dates | fields
    return Offer.objects.create(
        activity=activity, name=name or f"Offre {next(_ranks)}", state=state, **details
    )


def make_option(offer: Offer, name: str = "Boissons", extra_cents: int | None = 150) -> OfferOption:
    return OfferOption.objects.create(offer=offer, name=name, extra_cents=extra_cents)


def make_rate(offer: Offer, vat_bp: int = 1000, **fields: object) -> OfferRate:
    details = {"mode": SupplyMode.ON_THE_SPOT, "valid_from": LONG_AGO, "source": "essai"} | fields
    return OfferRate.objects.create(offer=offer, vat_bp=vat_bp, **details)


def join(
    activity: Activity, who: Account | None = None, *, referent: bool = False, start: date = LONG_AGO
) -> GroupMembership:
    person = who.person if who else make_person()
    return GroupMembership.objects.create(activity=activity, person=person, is_referent=referent, start=start)


def make_job(activity: Activity, title: str = "Buffet", *, hours: int = 3, **fields: object) -> Job:
    """A job of tomorrow, three hours long unless told otherwise."""
    start = fields.pop("starts_at", NOW + timedelta(days=1))
    details = {"starts_at": start, "ends_at": start + timedelta(hours=hours), "created_at": NOW} | fields
    return Job.objects.create(activity=activity, title=title, **details)


def make_shift(
    job: Job, who: Account | None = None, state: ShiftState = ShiftState.ACCEPTED, **fields: object
) -> JobShift:
    """Someone on a job, for the whole of it unless told otherwise."""
    details = {"starts_at": job.starts_at, "ends_at": job.ends_at, "created_at": NOW} | fields
    return JobShift.objects.create(
        job=job,
        person=who.person if who else make_person(),
        state=state,
        answered_at=None if state == ShiftState.PROPOSED else NOW,
        **details,
    )


def make_hours(
    kpa: Kpa | Organisation, who: Account | None = None, minutes: int = 120, **fields: object
) -> WorkEntry:
    """Two hours of common life, today, unless told otherwise; with an activity or a job, hours of work."""
    job = fields.get("job")
    activity = fields.pop("activity", job.activity if job else None)
    details = {
        "client_id": uuid4(),
        "person": who.person if who else make_person(),
        "kind": TimeKind.WORK if activity else TimeKind.COMMON,
        "day": TODAY,
        "declared_at": NOW,
    } | fields
    return WorkEntry.objects.create(kpa_id=kpa.pk, activity=activity, minutes=minutes, **details)


def confirm(entry: WorkEntry, who: Account | None = None) -> WorkConfirmation:
    by = who.person if who else make_person("Bilal")
    return WorkConfirmation.objects.create(entry=entry, confirmed_by=by, confirmed_at=NOW)


def make_training(kpa: Kpa | Organisation, title: str = "Faire une affiche", **fields: object) -> Training:
    """An open workshop of tomorrow, three hours long, with two places, unless told otherwise."""
    start = fields.pop("starts_at", NOW + timedelta(days=1))
    details = {
        "learns": "Choisir les mots et les couleurs.",
        "given_by": "Une imprimeuse",
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "places": 2,
        "state": TrainingState.OPEN,
        "created_at": NOW,
        "opened_at": NOW,
    } | fields
    return Training.objects.create(kpa_id=kpa.pk, title=title, **details)


def make_seat(
    training: Training, who: Account | None = None, state: SeatState = SeatState.BOOKED, **fields: object
) -> TrainingSeat:
    """A place, or a rank in the line; someone from outside when `who` is not given."""
    outside = {} if who else {"first_name": "Paul", "phone": "+33612345678"}
    booked = {"booked_at": NOW, "told_at": NOW} if state == SeatState.BOOKED else {}
    details = {"asked_at": NOW} | booked | outside | fields
    person = who.person if who else None
    return TrainingSeat.objects.create(training=training, person=person, state=state, **details)
