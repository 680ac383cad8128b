"""What a person is owed in a KPA, and how it came: for her, and for the carrier's accountant."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import carried_kpas, parameter
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.domain.sharing.enums import BalanceKind, PayState, SharingState
from kpacite.domain.sharing.models import (
    BalanceMove,
    PayBatch,
    PayoutCeiling,
    PayRequest,
    SharingPerson,
)
from kpacite.domain.sharing.rules.cut_off import NO_CUT_OFF
from kpacite.kernel.period import Period
from kpacite.platform.asking import Question, sum_of

HELD = Q(kind=BalanceKind.HELD)


def cut_off_of(carrier: Organisation | None, on: date) -> int:
    """The last day of the month to ask this carrier for pay; 0 without any."""
    if carrier is None:
        return NO_CUT_OFF
    return parameter(code=ParameterCode.PAY_CUT_OFF_DAY, organisation=carrier, on=on)


@dataclass(frozen=True, slots=True)
class Balance:
    """Cents: `owed` may be asked for, `held` waits for a contract, `asked` is on its way, `paid` came."""

    owed: int
    held: int
    asked: int
    paid: int


def owed_to(person: Person, kpa: Kpa) -> int:
    """What this person may ask for here, in cents."""
    return _owed_moves(person, kpa).aggregate(cents=Sum("cents"))["cents"] or 0


def owed_asked(person: Person, kpa: Kpa) -> Question:
    """The same, as a question inside another query."""
    return sum_of(_owed_moves(person, kpa), "cents")


def _owed_moves(person: Person, kpa: Kpa) -> QuerySet[BalanceMove]:
    return BalanceMove.objects.filter(person__in=files_of(person), kpa=kpa).exclude(HELD)


def has_money(person: Person, kpa: Kpa | Organisation) -> bool:
    """Whether she has an account here, or will have one: a part of a sharing."""
    return kpas_with_money(person).filter(pk=kpa.pk).exists()


def kpas_with_money(person: Person) -> QuerySet[Organisation]:
    """The KPAs where she has a part of a sharing, or an account: she may be there no more (R22)."""
    files = files_of(person)
    moves = BalanceMove.objects.filter(person__in=files).values("kpa")
    seats = SharingPerson.objects.filter(person__in=files).exclude(sharing__state=SharingState.DROPPED)
    rows = Organisation.objects.filter(Q(pk__in=moves) | Q(pk__in=seats.values("sharing__kpa")))
    return rows.order_by("name")


def balance_of(person: Person, kpa: Kpa) -> Balance:
    moves = BalanceMove.objects.filter(person__in=files_of(person), kpa=kpa)
    sums = moves.aggregate(owed=Sum("cents", filter=~HELD), held=Sum("cents", filter=HELD))
    under_way = (PayState.ASKED, PayState.IN_BATCH, PayState.SENT)
    requests = PayRequest.objects.filter(person=person, kpa=kpa).aggregate(
        asked=Sum("cents", filter=Q(state__in=under_way)),
        paid=Sum("cents", filter=Q(state=PayState.PAID)),
    )
    return Balance(sums["owed"] or 0, sums["held"] or 0, requests["asked"] or 0, requests["paid"] or 0)


def moves_of(person: Person, kpa: Kpa) -> QuerySet[BalanceMove]:
    """How the balance came, the latest first."""
    rows = BalanceMove.objects.filter(person__in=files_of(person), kpa=kpa).select_related(
        "sharing", "request"
    )
    return rows.order_by("-day", "-pk")


@dataclass(frozen=True, slots=True)
class Statement:
    """A month of a personal balance, in cents: `opening` + the moves = `closing`. Held shares are apart."""

    month: Period
    opening: int
    moves: list[BalanceMove]

    @property
    def closing(self) -> int:
        return self.opening + sum(move.cents for move in self.moves)


def statement_of(person: Person, kpa: Kpa, month: Period) -> Statement:
    """What she could ask for before the month, and each move of it, the oldest first. Two queries."""
    rows = BalanceMove.objects.filter(person__in=files_of(person), kpa=kpa).exclude(HELD)
    before = rows.filter(day__lt=month.start).aggregate(cents=Sum("cents"))["cents"]
    inside = rows.filter(day__gte=month.start, day__lt=month.end).select_related("sharing")
    return Statement(month, before or 0, list(inside.order_by("day", "pk")))


def suggested_pay(person: Person, kpa: Kpa, today: date) -> int:
    """What she may want to ask this month: all that is owed, within the ceiling that she alone knows."""
    owed = max(owed_to(person, kpa), 0)
    ceiling = PayoutCeiling.objects.filter(person=person).values_list("cents", flat=True).first()
    if ceiling is None:
        return owed
    this_month = PayRequest.objects.filter(person=person, asked_at__date__gte=today.replace(day=1))
    dead = (PayState.CANCELLED, PayState.REJECTED)
    asked = this_month.exclude(state__in=dead).aggregate(cents=Sum("cents"))["cents"] or 0
    return max(min(owed, ceiling - asked), 0)


def open_request(person: Person, kpa: Kpa) -> PayRequest | None:
    return PayRequest.objects.filter(person=person, kpa=kpa, state=PayState.ASKED).first()


def requests_of(person: Person, kpa: Kpa) -> QuerySet[PayRequest]:
    return PayRequest.objects.filter(person=person, kpa=kpa).order_by("-asked_at", "-pk")


def batches_of(carrier: Organisation) -> QuerySet[PayBatch]:
    """The batches of a carrier, the latest first, with how many requests and how much."""
    rows = PayBatch.objects.filter(carrier=carrier).select_related("kpa__organisation")
    return rows.annotate(cents=Sum("requests__cents")).order_by("-made_at", "-pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """What people asked for and no batch has taken: how many requests, how many cents."""

    count: int
    cents: int


def asked_of_carrier(carrier: Organisation, today: date) -> Asked:
    """In all the KPAs that it carries today."""
    kpas = carried_kpas(carrier, today).values("pk")
    rows = PayRequest.objects.filter(kpa__in=kpas, state=PayState.ASKED)
    sums = rows.aggregate(count=Count("pk"), cents=Sum("cents"))
    return Asked(sums["count"], sums["cents"] or 0)


def waiting_requests(kpa: Kpa) -> QuerySet[PayRequest]:
    """What was asked and is in no batch yet: for the carrier's accountant."""
    rows = PayRequest.objects.filter(kpa=kpa, state=PayState.ASKED).select_related("person")
    return rows.order_by("asked_at", "pk")
