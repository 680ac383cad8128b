from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from kpacite.domain.activities.models import WorkEntry
from kpacite.domain.contracts.models import ContractPeriod
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.paths.models import Appointment, Exit, ForgettingNotice, Path
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.selectors import files_of


def may_be_forgotten(today: date) -> QuerySet[Person]:
    """People with nothing that runs: no path, no hat, no notice given. Contacts are looked at after."""
    running_paths = Path.objects.filter(Q(end=None) | Q(end__gt=today)).values("person")
    hats = RoleAssignment.objects.filter(Q(end=None) | Q(end__gt=today)).values("person")
    told = ForgettingNotice.objects.filter(cancelled_on=None).values("person")
    rows = Person.objects.filter(paths__isnull=False).exclude(pk__in=running_paths)
    return rows.exclude(pk__in=hats).exclude(pk__in=told).distinct().order_by("pk")


def last_contact(person: Person) -> date:
    """The last day on which someone of the network met this person, or she came by herself."""
    days: list[date | None] = [
        _latest(Path.objects.filter(person=person), "end"),
        _latest(Exit.objects.filter(path__person=person), "observed_on"),
        _latest(Appointment.objects.filter(path__person=person, cancelled_at=None), "day"),
        _latest(RoleAssignment.objects.filter(person=person), "end"),
        _latest(WorkEntry.objects.filter(person__in=files_of(person)), "day"),
        _latest(ContractPeriod.objects.filter(contract__person=person), "end"),
    ]
    account = Account.objects.filter(person=person).first()
    if account is not None and account.last_login is not None:
        days.append(account.last_login.date())
    return max((day for day in days if day is not None), default=person.created_at.date())


def _latest(rows: QuerySet[Any], column: str) -> date | None:
    found: date | None = rows.aggregate(day=Max(column))["day"]
    return found


def due_notices(today: date) -> QuerySet[ForgettingNotice]:
    """Announced, not stopped, and their day has come."""
    rows = ForgettingNotice.objects.filter(cancelled_on=None, done_on=None, due_on__lte=today)
    return rows.select_related("person").order_by("due_on", "pk")


def running_notice(person: Person) -> ForgettingNotice | None:
    return ForgettingNotice.objects.filter(person=person, cancelled_on=None, done_on=None).first()
