"""A quarter per person, for whoever declares it: the accountants of the carrier (CAPE-11)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import PayState, SharingState
from kpacite.domain.sharing.models import PayRequest, Sharing, SharingLine
from kpacite.domain.sharing.rules import OF_A_PERSON, AccountKind
from kpacite.domain.sharing.rules.quarter import Figures, told_of_each
from kpacite.kernel.period import Period

Key = tuple[int, int | None]
"""KPA and person; nobody for what a sharing left to the group alone."""
SHARES = OF_A_PERSON | {AccountKind.DEBT}


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One person in one KPA. `gross` and `net`: what pay said it paid in the quarter, in cents."""

    kpa: str
    person: Person | None
    contract: str
    figures: Figures
    gross: int
    net: int


def quarter_rows(carrier: Organisation, quarter: Period) -> list[QuarterRow]:
    """Everyone with money shared or paid in that quarter, KPA by KPA; six queries whatever their number."""
    kpas = carried_kpas(carrier, quarter.last_day or quarter.start)
    names = dict(kpas.values_list("pk", "name"))
    figures = _of_kept_files(_figures(_shared(names, quarter)))
    paid = _paid(names, quarter)
    people = Person.objects.in_bulk([person for _kpa, person in {*figures, *paid} if person])
    numbers = _numbers(carrier, people)
    rows = [
        QuarterRow(
            kpa=names[kpa],
            person=people[person] if person else None,
            contract=numbers.get((kpa, person), ""),
            figures=figures.get((kpa, person), Figures()),
            gross=paid.get((kpa, person), (0, 0))[0],
            net=paid.get((kpa, person), (0, 0))[1],
        )
        for kpa, person in {*figures, *paid}
    ]
    return sorted(rows, key=lambda row: (row.kpa, row.person is None, str(row.person), row.contract))


def _of_kept_files(figures: dict[Key, Figures]) -> dict[Key, Figures]:
    """A double file has no line of its own: its sums join those of the file that was kept."""
    doubles = Person.objects.filter(pk__in=[person for _kpa, person in figures if person])
    kept = dict(doubles.exclude(merged_into=None).values_list("pk", "merged_into_id").order_by("pk"))
    found: dict[Key, Figures] = defaultdict(Figures)
    for (kpa, person), told in figures.items():
        found[(kpa, kept.get(person, person) if person else None)] += told
    return dict(found)


def _shared(kpas: Iterable[int], quarter: Period) -> QuerySet[Sharing]:
    rows = Sharing.objects.filter(kpa__in=list(kpas), state=SharingState.VALIDATED)
    rows = rows.filter(validated_at__date__gte=quarter.start, validated_at__date__lt=quarter.end)
    return rows.prefetch_related("lines", "corrects__lines").order_by("pk")


def _figures(sharings: Iterable[Sharing]) -> dict[Key, Figures]:
    found: dict[Key, Figures] = defaultdict(Figures)
    for sharing in sharings:
        repaired = _shares(sharing.corrects) if sharing.corrects else None
        for person, figures in told_of_each(_shares(sharing), _whole(sharing), repaired).items():
            found[(sharing.kpa_id, person)] += figures
    return dict(found)


def _shares(sharing: Sharing) -> dict[int, int]:
    """Cents by person, whatever she may do with them now."""
    found: dict[int, int] = defaultdict(int)
    for line in sharing.lines.all():
        if line.person_id is not None and line.account_kind in SHARES:
            found[line.person_id] += line.cents
    return dict(found)


def _whole(sharing: Sharing) -> Figures:
    lines = [
        line for line in sharing.lines.all() if line.person_id is None or line.account_kind not in SHARES
    ]
    return Figures(
        costs=_sum(lines, AccountKind.EXPENSE),
        fee=_sum(lines, AccountKind.ACCOUNT, AccountKind.BUDGET),
        pots=_sum(lines, *(SHARES | {AccountKind.POT})),
    )


def _sum(lines: Iterable[SharingLine], *kinds: AccountKind) -> int:
    return sum(line.cents for line in lines if line.account_kind in kinds)


def _paid(kpas: Iterable[int], quarter: Period) -> dict[Key, tuple[int, int]]:
    rows = PayRequest.objects.filter(kpa__in=list(kpas), state=PayState.PAID)
    rows = rows.filter(settled_on__gte=quarter.start, settled_on__lt=quarter.end)
    sums = rows.values_list("kpa", "person").annotate(gross=Sum("gross_cents"), net=Sum("net_cents"))
    return {(kpa, who): (gross or 0, net or 0) for kpa, who, gross, net in sums.order_by("kpa", "person")}


def _numbers(carrier: Organisation, people: Iterable[int]) -> dict[Key, str]:
    """The number of the latest contract of each with this carrier."""
    rows = SupportContract.objects.filter(carrier=carrier, person__in=list(people)).exclude(number="")
    found = rows.values_list("kpa", "person", "number").order_by("created_at", "pk")
    return {(kpa, person): number for kpa, person, number in found}
