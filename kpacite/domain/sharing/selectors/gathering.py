"""What a new sharing may start from: money received and not shared yet, jobs whose hours are validated."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.activities import selectors as activities
from kpacite.domain.activities.enums import JobState, TimeKind
from kpacite.domain.activities.models import GroupMembership, TaskCoefficient, WorkEntry
from kpacite.domain.activities.models import Job as PlannedJob
from kpacite.domain.activities.rules import NORMAL_COEFFICIENT, told_times
from kpacite.domain.activities.selectors import WorkerMinutes
from kpacite.domain.organisations.models import Kpa, Organisation, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import whose
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import CounterSale, Order
from kpacite.domain.sales.models.expenses import PAID, ExpenseClaim
from kpacite.domain.sales.models.payments import PaymentAllocation
from kpacite.domain.sharing.models import CashPart
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import Job, Worker
from kpacite.domain.sharing.selectors.received import ALLOCATION, TILL, left_of_invoices
from kpacite.platform.asking import Question, rows_of

RECENT = timedelta(days=120)
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class CashToShare:
    """A payment of an invoice, or a sale at the till, without VAT, that no sharing has taken."""

    source: str
    label: str
    cents: int
    received_on: date
    activity: int | None
    order: str = ""


def cash_to_share(kpa: Kpa | Organisation) -> list[CashToShare]:
    """The oldest first (R01: only what is cashed, less what was given back)."""
    rows = _invoiced(kpa).values_list(
        "pk", "invoice", "invoice__number", "payment__received_on", "invoice__activity", "invoice__order_ref"
    )
    paid = list(rows.order_by("payment__received_on", "pk"))
    left = left_of_invoices({invoice for _key, invoice, *_rest in paid})
    found = [
        CashToShare(f"{ALLOCATION}{key}", _invoice_words(number), left[key], day, activity, order)
        for key, _invoice, number, day, activity, order in paid
        if left[key] > 0
    ]
    return sorted([*found, *_from_the_till(kpa)], key=lambda cash: cash.received_on)


def _invoice_words(number: str) -> str:
    return _("Facture %(number)s") % {"number": number}


def _invoiced(kpa: Kpa | Organisation) -> QuerySet[Any]:
    rows = PaymentAllocation.objects.filter(invoice__kpa=kpa.pk, payment__cancelled_at=None)
    # What a lateness costs repairs the carrier's wait: nobody worked for it.
    rows = rows.exclude(invoice__kind=InvoiceKind.LATE)
    with_net: QuerySet[Any] = rows.annotate(net=Sum("taxes__net_cents")).filter(net__gt=0)
    return _not_shared(with_net, ALLOCATION)


def _from_the_till(kpa: Kpa | Organisation) -> list[CashToShare]:
    """What was sold without an invoice."""
    sold = CounterSale.objects.filter(payment__kpa=kpa.pk, payment__cancelled_at=None, net_cents__gt=0)
    rows = _not_shared(sold, TILL).values_list(
        "source", "pk", "net_cents", "payment__received_on", "activity"
    )
    return [
        CashToShare(source, _("Vente au comptoir T%(pk)05d") % {"pk": pk}, net, day, activity)
        for source, pk, net, day, activity in rows.order_by("payment__received_on", "pk")
    ]


def _not_shared(rows: QuerySet[Any], prefix: str) -> QuerySet[Any]:
    """Those whose `source`, which is added, no sharing has taken."""
    named: QuerySet[Any] = rows.annotate(source=Concat(Value(prefix), Cast("pk", CharField())))
    return named.filter(~Exists(CashPart.objects.filter(source=OuterRef("source"))))


def ready_asked(
    kpa: Kpa | Organisation, today: date, activities: Collection[int] | None, *, most: int
) -> Question:
    """The orders whose client has paid something that is not shared, and whose hours are validated.

    As a question: `pk`, `title` of each. `activities`: only those of these groups; None for all.
    """
    paid = _invoiced(kpa).filter(invoice__order_ref=OuterRef("number"))
    worked = jobs_to_share(kpa, today).filter(order_job__order=OuterRef("pk"))
    rows = Order.objects.filter(Exists(worked), Exists(paid), kpa=kpa.pk).order_by("pk")
    if activities is not None:
        rows = rows.filter(deal__activity__in=activities)
    return rows_of(rows, most=most, pk="pk", title="title")


def jobs_to_share(kpa: Kpa | Organisation, today: date) -> QuerySet[PlannedJob]:
    """Jobs of the last months with validated hours, the latest first."""
    rows = PlannedJob.objects.filter(activity__kpa=kpa.pk, starts_at__date__gte=today - RECENT)
    rows = rows.exclude(state=JobState.CANCELLED).select_related("activity__kpa", "order_job")
    worked = WorkEntry.objects.standing().filter(job=OuterRef("pk"), confirmation__isnull=False)
    return rows.filter(Exists(worked)).order_by("-starts_at", "-pk")


def with_workers(jobs: QuerySet[PlannedJob]) -> QuerySet[PlannedJob]:
    """The same, with `workers`: how many people have validated hours there."""
    confirmed = Q(work_entries__confirmation__isnull=False)
    return jobs.annotate(workers=Count(whose("work_entries__person"), filter=confirmed, distinct=True))


def expenses_to_share(kpa: Kpa | Organisation) -> QuerySet[ExpenseClaim]:
    """Accepted notes that the money of no sharing covers yet, the oldest first."""
    rows = ExpenseClaim.objects.of_kpa(kpa.pk).in_state(*PAID).filter(shared_in=None)
    return rows.select_related("claimant", "activity", "order").order_by("spent_on", "pk")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of jobs, and the people they name by the id that the facts give them."""

    job: Job
    people: dict[str, Person]


def gather(jobs: Iterable[PlannedJob], kpa: Kpa, today: date) -> Gathered:
    """Who did what on these jobs: validated hours, contracts on the day of the work, who has left."""
    jobs = list(jobs)
    done = activities.minutes_by_person(jobs)
    people = [worked.person for worked in done]
    here = _members_today(people, kpa, today)
    obstacles = obstacles_to_pay(people, jobs)
    tasks = _tasks(jobs)
    workers = tuple(
        Worker(
            id=worked.person.public_id,
            name=_called(people, worked.person),
            status=_status(worked, here, obstacles),
            is_volunteer=worked.is_volunteer,
            tasks=tasks.get(worked.person.pk, ()),
        )
        for worked in done
    )
    hours = {str(job.pk): _entries_of(job) for job in jobs}
    job = Job(
        base_cents=0,
        people=workers,
        hours=hours,
        coefficients=_coefficients(jobs),
        holders=_holders(jobs, people, today),
        obstacles={one.public_id: obstacles[one.pk] for one in people if one.pk in obstacles},
    )
    return Gathered(job, {one.public_id: one for one in people})


def _holders(jobs: list[PlannedJob], people: list[Person], today: date) -> dict[str, str]:
    """Who answered for the activity among those of the job: the bonus of the rule is hers, or nobody's."""
    seats = GroupMembership.objects.on(today).filter(is_referent=True, person__in=people)
    seats = seats.filter(activity__in=[job.activity_id for job in jobs]).select_related("person")
    seat = seats.order_by("start", "pk").first()
    return {"referent": seat.person.public_id} if seat else {}


def _members_today(people: list[Person], kpa: Kpa, today: date) -> set[int]:
    worn = RoleAssignment.objects.on(today).filter(organisation=kpa.organisation_id, person__in=people)
    return set(worn.values_list("person", flat=True).order_by("person"))


def obstacles_to_pay(people: Iterable[Person], jobs: Iterable[PlannedJob]) -> dict[int, str]:
    """Why each person could not be paid on the day of a paid job, by key: those who could are not there."""
    found: dict[int, str] = {}
    people = list(people)
    for job in jobs:
        day = timezone.localdate(job.starts_at)
        for key, answer in activities.obstacles_to_pay(job, people).items():
            found.setdefault(key, f"{day:%d/%m/%Y} : {answer.sentence}")
    return found


def _status(worked: WorkerMinutes, here: set[int], obstacles: Mapping[int, str]) -> Status:
    if worked.is_volunteer:
        return Status.MEMBER
    if worked.person.pk in obstacles:
        return Status.NO_CONTRACT
    return Status.MEMBER if worked.person.pk in here else Status.LEFT


def _tasks(jobs: list[PlannedJob]) -> dict[int, tuple[tuple[int, str], ...]]:
    """Minutes and coefficients of each person, validated hours only; corrections cancel what they correct."""
    rows = _validated(jobs).annotate(whose=whose())
    paid = set(rows.filter(kind=TimeKind.WORK).values_list("whose", flat=True).order_by("whose"))
    # Who worked and gave time too is paid for the work alone (R28).
    counted = rows.filter(Q(kind=TimeKind.WORK) | ~Q(whose__in=paid)).values("whose", "coefficient")
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for row in counted.annotate(spent=Sum("minutes")).order_by("whose", "coefficient"):
        whole, hundredths = divmod(row["coefficient"], HUNDREDTHS)
        task = (row["spent"], f"{whole}.{hundredths:02d}")
        found[row["whose"]] = (*found.get(row["whose"], ()), task)
    return found


def _coefficients(jobs: list[PlannedJob]) -> dict[str, str]:
    """Each task that counts otherwise, with what the group said of it."""
    rows = _validated(jobs).exclude(coefficient=NORMAL_COEFFICIENT).exclude(task="")
    counted = set(rows.values_list("task", "coefficient").order_by("pk"))
    said = TaskCoefficient.objects.filter(activity__in=[job.activity_id for job in jobs])
    return {
        one.task: _("%(task)s : une heure compte %(times)s fois depuis le %(day)s. %(reason)s")
        % {
            "task": one.task,
            "times": told_times(one.hundredths),
            "day": f"{one.valid_from:%d/%m/%Y}",
            "reason": one.reason,
        }
        for one in said.order_by("valid_from", "pk")
        if (one.task, one.hundredths) in counted
    }


def _entries_of(job: PlannedJob) -> list[int]:
    """What is paid by the sharing: the hours of work; those that were given are recognised, not paid."""
    rows = _validated([job]).filter(kind=TimeKind.WORK)
    return list(rows.values_list("pk", flat=True).order_by("pk"))


def _validated(jobs: list[PlannedJob]) -> QuerySet[WorkEntry]:
    keys = [job.pk for job in jobs]
    return WorkEntry.objects.standing().filter(job__in=keys, confirmation__isnull=False)


def _called(people: list[Person], person: Person) -> str:
    """Her first name, and more of her name when two people share it."""
    same = [other for other in people if other.first_name == person.first_name]
    if len(same) < 2 or not person.last_name:
        return person.first_name
    return f"{person.first_name} {person.last_name[:1]}."
