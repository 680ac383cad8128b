from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from kpacite.domain.organisations.enums import LinkRole
from kpacite.domain.organisations.models import Kpa, KpaLink, Organisation, Parameter
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim, ExpenseReceipt
from kpacite.domain.sales.models.expenses import ExpenseClaimQuerySet
from kpacite.domain.sales.rules.expenses import KILOMETRE_RATE
from kpacite.domain.sales.selectors.seats import Seat

WAITING_FOR_CARRIER = (ExpenseState.CHECKED, ExpenseState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated rate, in cents, and the words that say where it comes from."""

    cents: int
    source: str


@dataclass(frozen=True, slots=True)
class ExpenseTotal:
    """How many notes of one state, and what they sum up to."""

    state: ExpenseState
    count: int
    cents: int


def kilometre_rate(kpa: int, on: date) -> Rate | None:
    """What 1 000 km were paid that day: the carrier's own rate, else the network's; None: « à compléter »."""
    carriers = KpaLink.objects.filter(
        Q(start=None) | Q(start__lte=on), Q(end=None) | Q(end__gt=on), kpa=kpa, role=LinkRole.LEGAL_CARRIER
    )
    rows = Parameter.objects.on(on).filter(code=KILOMETRE_RATE).select_related("source")
    row = (
        rows.filter(organisation__in=carriers.values("organisation")).order_by("pk").first()
        or rows.filter(organisation=None).first()
    )
    return Rate(row.value, row.reason or str(row.source)) if row else None


def kilometre_rates(carrier: Organisation) -> QuerySet[Parameter]:
    """What this carrier has noted, the latest first."""
    return Parameter.objects.filter(code=KILOMETRE_RATE, organisation=carrier).order_by("-valid_from")


def expenses_of(person: Person, kpa: Kpa | Organisation) -> ExpenseClaimQuerySet:
    """A person's own notes in a KPA, the latest first."""
    return _shown().filter(kpa=kpa.pk, claimant__in=files_of(person))


def expense_of(kpa: Kpa | Organisation, pk: int) -> ExpenseClaim | None:
    return _shown().filter(kpa=kpa.pk, pk=pk).first()


def expenses_to_check(kpa: Kpa | Organisation) -> ExpenseClaimQuerySet:
    """What waits for someone of the KPA, the oldest first."""
    return _shown().in_state(ExpenseState.SUBMITTED).filter(kpa=kpa.pk).order_by("submitted_at", "pk")


def checkable_expenses(kpa: Kpa | Organisation, seat: Seat, *, coordinates: bool) -> ExpenseClaimQuerySet:
    """Those of them that this person may check: what `may_check_expense` says of each."""
    rows = expenses_to_check(kpa)
    if seat.person is not None:
        rows = rows.exclude(claimant__in=files_of(seat.person))
    if coordinates:
        return rows
    return (
        rows.filter(Q(activity__in=seat.referent_of) | Q(activity=None)) if seat.referent_of else rows.none()
    )


def expenses_for_carrier(
    kpas: QuerySet[Organisation], *, states: tuple[ExpenseState, ...] = WAITING_FOR_CARRIER
) -> ExpenseClaimQuerySet:
    """What the KPAs that a carrier carries have sent it, by KPA, the oldest first."""
    rows = _shown().in_state(*states).filter(kpa__in=kpas.values("pk"))
    return rows.select_related("kpa__organisation").order_by("kpa__organisation__name", "spent_on", "pk")


def carrier_expense(kpas: QuerySet[Organisation], pk: int) -> ExpenseClaim | None:
    """One note of a KPA that the carrier carries; drafts stay with who writes them."""
    rows = _shown().filter(kpa__in=kpas.values("pk"), pk=pk).exclude(state=ExpenseState.DRAFT)
    return rows.select_related("kpa__organisation").first()


def expense_totals(kpa: Kpa | Organisation) -> list[ExpenseTotal]:
    """The totals of a KPA, for all its members: no person, no single note."""
    rows = ExpenseClaim.objects.of_kpa(kpa.pk).exclude(state=ExpenseState.DRAFT)
    found = {
        state: (count, cents)
        for state, count, cents in rows.values_list("state")
        .annotate(count=Count("pk"), cents=Sum("amount_cents"))
        .order_by("state")
    }
    return [ExpenseTotal(state, *found[state]) for state in ExpenseState if state in found]


def receipts_of(claim: ExpenseClaim) -> QuerySet[ExpenseReceipt]:
    return claim.receipts.filter(removed_at=None).order_by("pk")


def _shown() -> ExpenseClaimQuerySet:
    rows: ExpenseClaimQuerySet = ExpenseClaim.objects.select_related(
        "claimant__merged_into", "activity", "order", "checked_by", "accepted_by", "refused_by"
    )
    return rows.order_by("-spent_on", "-pk")
