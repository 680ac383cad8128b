"""Trainings of La Cape around today: past ones with attendance, one that is full, one to come, an idea."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TrainingKind
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.rules import Span
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

HERE = Path(__file__).parent
ANNOUNCED = timedelta(days=15)
"""How long before its day, or before today, a training was proposed."""


def load(seeding: Seeding) -> Iterator[float]:
    rows = read(HERE / "trainings.toml")["training"]
    for rank, row in enumerate(rows, start=1):
        kpa = Kpa.objects.select_related("organisation").get(organisation__slug=row["kpa"])
        if not Training.objects.filter(kpa=kpa, title=row["title"]).exists():
            _training(seeding, row, kpa)
        yield rank / len(rows)


def _account(login_name: str) -> Account:
    return Account.objects.select_related("person").get(login_name=login_name)


def _training(seeding: Seeding, row: Row, kpa: Kpa) -> None:
    day = seeding.today + timedelta(days=row["day"])
    before = {"actor": None, "now": min(_at(day, time(9)), seeding.now) - ANNOUNCED}
    trainer = _account(row["trainer"]).person if "trainer" in row else None
    training = services.propose_training(
        kpa=kpa,
        span=Span(_at(day, row["from"]), _at(day, row["to"])),
        kind=TrainingKind(row["kind"]),
        trainer=trainer,
        is_example=True,
        **chosen(row, "title", "learns", "audience", "place", "given_by", "places", "is_public"),
        **before,
    )
    if row.get("idea"):
        return
    services.open_training(training=training, **before)
    seats = {who: _seat(training, who, before) for who in row.get("people", [])}
    if "came" in row:
        services.note_attendance(
            training=training,
            present=[seats[who].pk for who in row["came"]],
            held=trainer is not None,
            actor=_account(row["noted_by"]),
            now=seeding.now,
            today=seeding.today,
        )
    if "cancelled" in row:
        services.cancel_training(training=training, reason=row["cancelled"], address=_nowhere, **seeding.by)


def _seat(training: Training, who: str, before: dict[str, Any]) -> TrainingSeat:
    """A login name is a member; anything else the first name of someone from outside."""
    if who.islower():
        return services.book_seat(training=training, person=_account(who).person, **before)
    contact = "Par le centre social (exemple)"
    return services.book_from_outside(
        training=training, first_name=who, other_contact=contact, address=_nowhere, **before
    )


def _nowhere(_seat: TrainingSeat) -> str:
    return ""


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())
