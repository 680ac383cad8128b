"""Shares that wait for a contract (R23): for the person, and for the carrier that lets them go."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from kpacite.domain.activities.models import Job as PlannedJob
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors.gathering import obstacles_to_pay


def held_shares(kpas: Iterable[Organisation] | QuerySet[Organisation]) -> QuerySet[BalanceMove]:
    """What is held in these KPAs, the oldest first. `sentence` says why."""
    rows = _held().filter(kpa__organisation__in=kpas)
    return rows.select_related("person", "sharing", "kpa__organisation").order_by("day", "pk")


def held_of(person: Person, kpa: Organisation) -> QuerySet[BalanceMove]:
    """Her own shares that wait here."""
    return _held().filter(person=person, kpa=kpa.pk).select_related("sharing").order_by("day", "pk")


def _held() -> QuerySet[BalanceMove]:
    let_go = BalanceMove.objects.filter(
        kind=BalanceKind.RELEASED, sharing=OuterRef("sharing"), person=OuterRef("person")
    )
    return BalanceMove.objects.filter(~Exists(let_go), kind=BalanceKind.HELD, cents__gt=0)


def obstacle_now(move: BalanceMove) -> str:
    """What the contracts say today of the days of that work; empty when nothing stands in the way."""
    keys = [int(key) for key in Job.read(move.sharing.facts).hours] if move.sharing else []
    jobs = PlannedJob.objects.filter(pk__in=keys).select_related("activity__kpa").order_by("starts_at", "pk")
    return obstacles_to_pay([move.person], jobs).get(move.person_id, "")


def knows_the_days(move: BalanceMove) -> bool:
    """Whether the sharing names the jobs that it paid: without them, contracts say nothing."""
    return bool(move.sharing and Job.read(move.sharing.facts).hours)
