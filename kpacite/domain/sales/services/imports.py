"""Clients and offers that a KPA brings from another tool: all of them or none, and never twice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import OfferUnit
from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.activities.services import write_offer
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.domain.sales.rules.clients import name_key
from kpacite.domain.sales.services.clients import create_client
from kpacite.kernel.errors import DomainError
from kpacite.kernel.import_result import ImportResult
from kpacite.kernel.text import fold
from kpacite.platform.audit import Actor


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the file. `details`: what `create_client` takes besides."""

    line: int
    kind: ClientKind
    name: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfferRow:
    line: int
    activity: str
    name: str
    unit: OfferUnit
    details: Mapping[str, Any]


Line = TypeVar("Line", ClientRow, OfferRow)


@transaction.atomic
def import_clients(
    *, kpa: Kpa, rows: Sequence[ClientRow], keep: bool, actor: Actor | None, now: datetime
) -> ImportResult:
    """Add the clients that the book does not have. With an error, or without `keep`, nothing is written.

    A client is already there with the same reference, SIRET or e-mail, or the same name in the same city.
    """
    known = _Known(kpa)

    def add(row: ClientRow) -> None:
        create_client(
            kpa=kpa,
            kind=row.kind,
            name=row.name,
            actor=actor,
            now=now,
            **dict(row.details),
        )

    return _run(rows, keep, known.has, add)


@transaction.atomic
def import_offers(
    *,
    kpa: Kpa,
    rows: Sequence[OfferRow],
    keep: bool,
    author: Person | None,
    actor: Actor | None,
    now: datetime,
) -> ImportResult:
    """Add as drafts the offers that the catalogue does not have, told by activity and name. All or none."""
    activities: dict[str, Activity] = {}
    for activity in Activity.objects.filter(kpa=kpa, closed_on=None):
        activities |= {fold(activity.code): activity, fold(activity.name): activity}
    names = Offer.objects.filter(activity__kpa=kpa).values_list("activity_id", "name")
    known = {(activity, fold(name)) for activity, name in names}

    def has(row: OfferRow) -> bool:
        activity = activities.get(fold(row.activity))
        key = (activity.pk, fold(row.name)) if activity else None
        if key in known:
            return True
        if key:
            known.add(key)
        return False

    def add(row: OfferRow) -> None:
        activity = activities.get(fold(row.activity))
        if activity is None:
            raise UnknownActivity
        write_offer(
            activity=activity,
            name=row.name,
            unit=row.unit,
            author=author,
            actor=actor,
            now=now,
            **dict(row.details),
        )

    return _run(rows, keep, has, add)


class UnknownActivity(DomainError):
    code = "sales.import_unknown_activity"
    sentence = _("Cette activité n’existe pas dans ce KPA. Écrivez son nom ou son code.")


def _run(
    rows: Sequence[Line],
    keep: bool,  # noqa: FBT001
    has: Callable[[Line], bool],
    add: Callable[[Line], None],
) -> ImportResult:
    result = ImportResult()
    for row in rows:
        if has(row):
            result.known.append(row.name)
            continue
        try:
            with transaction.atomic():
                add(row)
            result.added.append(row.name)
        except DomainError as error:
            result.errors.append((row.line, str(error)))
    if result.errors or not keep:
        transaction.set_rollback(True)
    return result


class _Known:
    """What tells the clients of a book, those of the file as they are read included."""

    def __init__(self, kpa: Kpa) -> None:
        self.keys: set[tuple[str, str]] = set()
        fields = ("external_ref", "siret", "email", "name", "city")
        for row in Client.objects.filter(kpa=kpa).values_list(*fields):
            self.keys |= self._of(*row)

    def has(self, row: ClientRow) -> bool:
        details = {
            name: str(row.details.get(name, "")) for name in ("external_ref", "siret", "email", "city")
        }
        siret = "".join(details["siret"].split())
        keys = self._of(details["external_ref"], siret, details["email"], row.name, details["city"])
        if keys & self.keys:
            return True
        self.keys |= keys
        return False

    @staticmethod
    def _of(reference: str, siret: str, email: str, name: str, city: str) -> set[tuple[str, str]]:
        keys = {("ref", reference), ("siret", siret), ("email", email.casefold())}
        return {key for key in keys if key[1]} | {("name", f"{name_key(name)}|{fold(city)}")}
