"""Shares that wait for a contract (R23): for the person, and for the carrier that lets them go."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Least

from kpacite.domain.activities.models import Job as PlannedJob
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove, Sharing
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors.gathering import obstacles_to_pay


def held_shares(kpas: Iterable[Organisation] | QuerySet[Organisation]) -> QuerySet[BalanceMove]:
    """What is held in these KPAs, the oldest first: `held_cents`, and in `sentence` why."""
    rows = _held().filter(kpa__organisation__in=kpas)
    return rows.select_related("person", "sharing", "kpa__organisation").order_by("day", "pk")


def held_of(person: Person, kpa: Organisation) -> QuerySet[BalanceMove]:
    """Her own shares that wait here."""
    return (
        _held()
        .filter(person__in=files_of(person), kpa=kpa.pk)
        .select_related("sharing")
        .order_by("day", "pk")
    )


def held_in(sharing: Sharing, person: Person) -> BalanceMove | None:
    """Her share of this very sharing, while it waits."""
    return _held().filter(sharing=sharing, person=person).first()


def people_held_in(sharing: Sharing) -> set[int]:
    """Keys of those whose share of it still waits."""
    return set(_held().filter(sharing=sharing).values_list("person", flat=True))


def _held() -> QuerySet[BalanceMove]:
    """Shares that nobody let go, with what a rectification took from them since."""
    of_her = BalanceMove.objects.filter(person=OuterRef("person")).order_by()
    let_go = of_her.filter(kind=BalanceKind.RELEASED, sharing=OuterRef("sharing"))
    repaired = of_her.filter(kind=BalanceKind.HELD, sharing__corrects=OuterRef("sharing"))
    taken = repaired.values("person").annotate(cents=Least(Sum("cents"), Value(0))).values("cents")
    rows = BalanceMove.objects.filter(~Exists(let_go), kind=BalanceKind.HELD, cents__gt=0)
    return rows.annotate(held_cents=F("cents") + Coalesce(taken, Value(0))).filter(held_cents__gt=0)


def obstacle_now(move: BalanceMove) -> str:
    """What the contracts say today of the days of that work; empty when nothing stands in the way."""
    keys = [int(key) for key in Job.read(move.sharing.facts).hours] if move.sharing else []
    jobs = PlannedJob.objects.filter(pk__in=keys).select_related("activity__kpa").order_by("starts_at", "pk")
    person = move.person.kept
    return obstacles_to_pay([person], jobs).get(person.pk, "")


def knows_the_days(move: BalanceMove) -> bool:
    """Whether the sharing names the jobs that it paid: without them, contracts say nothing."""
    return bool(move.sharing and Job.read(move.sharing.facts).hours)
