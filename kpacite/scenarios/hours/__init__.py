"""Two months of hours in La Cape and Moulins Coop, some still to confirm, and the jobs around today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import Activity, Job, WorkEntry
from kpacite.domain.activities.services import TimeSpent
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account, Person
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent
WEEKS = 9
UNCONFIRMED = timedelta(days=7)
PEERS = {"la-cape": "chloe", "moulins-coop": "leo"}
SECONDS_IN_A_MINUTE = 60


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "hours.toml")
    for row in data["job"]:
        _job(seeding, row)
    for row in data["done"]:
        _done(seeding, row)
    yield 0.1
    for rank, row in enumerate(data["habit"], start=1):
        _habit(seeding, row)
        yield 0.1 + 0.8 * rank / len(data["habit"])
    for slug, peer in PEERS.items():
        _confirm(seeding, slug, _person(peer))
    yield 1.0


def _person(login_name: str) -> Person:
    return Account.objects.select_related("person").get(login_name=login_name).person


def _kpa(slug: str) -> Kpa:
    return Kpa.objects.select_related("organisation").get(organisation__slug=slug)


def _key(*words: object) -> UUID:
    """The same one at each loading: nothing is noted twice."""
    return uuid5(NAMESPACE_URL, "/".join(str(word) for word in ("kpacite-demo", *words)))


def _habit(seeding: Seeding, row: Row) -> None:
    kpa, person = _kpa(row["kpa"]), _person(row["who"])
    activity = Activity.objects.get(kpa=kpa, code=row["activity"]) if "activity" in row else None
    monday = seeding.today - timedelta(days=seeding.today.weekday())
    for week in set(range(WEEKS)) - set(row.get("but", [])):
        day = monday + timedelta(days=row["weekday"]) - timedelta(weeks=week)
        if day > seeding.today:
            continue
        spent = TimeSpent(
            kind=TimeKind(row["kind"]), activity=activity, day=day, **chosen(row, "minutes", "note")
        )
        _note(seeding, kpa, person, spent, _key(row["who"], row["kind"], row.get("activity"), day))


def _note(seeding: Seeding, kpa: Kpa, person: Person, spent: TimeSpent, key: UUID) -> None:
    services.declare_hours(
        kpa=kpa,
        person=person,
        spent=spent,
        client_id=key,
        today=seeding.today,
        anyway=True,
        **seeding.by,
    )


def _job(seeding: Seeding, row: Row) -> None:
    kpa = _kpa(row["kpa"])
    activity = Activity.objects.get(kpa=kpa, code=row["activity"])
    if Job.objects.filter(activity=activity, title=row["title"]).exists():
        return
    day = seeding.today + timedelta(days=row["day"])
    job = services.plan_job(
        activity=activity,
        title=row["title"],
        starts_at=_at(day, row["from"]),
        ends_at=_at(day, row["to"]),
        **chosen(row, "place", "skills", "wanted", "client_note", "is_paid", "is_common"),
        **seeding.by,
    )
    for who in row["on"]:
        services.take_shift(job=job, person=_person(who), **seeding.by)
    for who in row.get("asked", []):
        services.add_shift(job=job, person=_person(who), **seeding.by)
    if row["day"] < 0:
        services.finish_job(job=job, **seeding.by)
    if row.get("noted"):
        _all_note(seeding, kpa, job)


def _done(seeding: Seeding, row: Row) -> None:
    for job in Job.objects.filter(order_job__order__title=row["order"], activity__kpa=_kpa(row["kpa"])):
        _all_note(seeding, _kpa(row["kpa"]), job)


def _all_note(seeding: Seeding, kpa: Kpa, job: Job) -> None:
    day = timezone.localdate(job.starts_at)
    minutes = int((job.ends_at - job.starts_at).total_seconds()) // SECONDS_IN_A_MINUTE
    spent = TimeSpent(kind=TimeKind.WORK, job=job, day=day, minutes=minutes)
    for shift in job.shifts.taken().select_related("person").order_by("pk"):
        _note(seeding, kpa, shift.person, spent, _key(shift.person.first_name, job.title, day))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _confirm(seeding: Seeding, slug: str, peer: Person) -> None:
    """The coordination confirms what is a week old."""
    kpa = _kpa(slug)
    old = WorkEntry.objects.waiting().filter(kpa=kpa, day__lt=seeding.today - UNCONFIRMED)
    keys = list(old.exclude(person=peer).values_list("pk", flat=True).order_by("pk"))
    if keys:
        services.confirm_hours(kpa=kpa, entries=keys, by=peer, today=seeding.today, **seeding.by)
