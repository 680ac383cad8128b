from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import services as activities
from kpacite.domain.activities.enums import JobState
from kpacite.domain.activities.models import Activity, Job
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.sales.enums import CancelledBy, DepositKind, OrderState
from kpacite.domain.sales.models import Client, Deal, Order, OrderJob, Quote
from kpacite.domain.sales.rules.deals import order_may_become, order_number
from kpacite.domain.sales.services.earnest import settle_earnest
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, numbering
from kpacite.platform.audit import Actor


class OrderMoved(DomainError):
    code = "sales.order_moved"
    sentence = _("Cette commande a déjà changé d’état. Regardez où elle en est.")


class NoActivity(DomainError):
    code = "sales.order_without_activity"
    sentence = _("Dites d’abord quelle activité s’en occupe.")


class JobAhead(DomainError):
    code = "sales.job_ahead"
    sentence = _("Une intervention est prévue plus tard. Attendez-la, ou annulez-la dans l’agenda.")


class WhoGivesUp(DomainError):
    code = "sales.who_gives_up"
    sentence = _("Dites qui renonce : les arrhes en dépendent.")
    field = "cancelled_by"


class JobWords(TypedDict, total=False):
    title: str
    place: str
    skills: str
    wanted: int | None


class OrderDetails(TypedDict, total=False):
    """`deal`: the file it belongs to, a new one without; `is_example` marks a new one."""

    deal: Deal | None
    is_example: bool
    service_on: date | None
    place: str
    client_reference: str


def _number(kpa: int, now: datetime) -> str:
    year = timezone.localdate(now).year
    return order_number(year, numbering.next_number(f"order:{kpa}:{year}"))


def order_from(quote: Quote, *, actor: Actor | None, now: datetime) -> Order:
    """The order that an accepted quote makes; called in the transaction of the acceptance."""
    order = Order(
        deal=quote.deal,
        kpa=quote.kpa,
        client=quote.client,
        quote=quote,
        number=_number(quote.kpa_id, now),
        title=quote.title,
        service_on=quote.service_on,
        place=quote.place,
        gross_cents=quote.gross_cents,
        confirmed_at=now,
        submission=f"quote:{quote.pk}",
    )
    return _new(order, actor, now)


@transaction.atomic
def confirm_order(
    *,
    kpa: Kpa,
    client: Client,
    activity: Activity,
    title: str,
    submission: str,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[OrderDetails],
) -> Order:
    """Note an order that had no quote, once for each `submission`. Raises `Refused`."""
    if known := Order.objects.filter(submission=submission).first():
        return known
    is_example = details.pop("is_example", False)
    deal = details.pop("deal", None) or save_checked(
        Deal(
            kpa=kpa,
            activity=activity,
            client=client,
            title=title.strip(),
            created_at=now,
            is_example=is_example,
        )
    )
    order = Order(
        deal=deal,
        kpa=kpa,
        client=client,
        title=title.strip(),
        number=_number(kpa.pk, now),
        confirmed_at=now,
        submission=submission,
        **details,
    )
    return _new(order, actor, now)


def _new(order: Order, actor: Actor | None, now: datetime) -> Order:
    save_checked(order)
    audit.record(actor=actor, action="sales.order.confirmed", target=order, at=now)
    return order


def locked_order(order: Order) -> Order:
    """The order as it is now, with its file, kept for this transaction."""
    rows = Order.objects.select_for_update(of=("self",)).select_related("deal__activity", "client")
    return rows.get(pk=order.pk)


def _towards(order: Order, state: OrderState) -> Order:
    order = locked_order(order)
    if not order_may_become(OrderState(order.state), state):
        raise OrderMoved
    order.state = state
    return order


def _written(order: Order, verb: str, actor: Actor | None, now: datetime, reason: str = "") -> Order:
    save_checked(order)
    audit.record(actor=actor, action=f"sales.order.{verb}", target=order, at=now, reason=reason)
    return order


@transaction.atomic
def plan_order(
    *,
    order: Order,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor | None,
    now: datetime,
    **words: Unpack[JobWords],
) -> Job:
    """Put an intervention for this order in the agenda of its group; several are possible.

    Raises `OrderMoved`, `NoActivity`, `ActivityClosed`, `Refused`.
    """
    order = locked_order(order)
    if order.state not in (OrderState.CONFIRMED, OrderState.PLANNED):
        raise OrderMoved
    if order.deal.activity is None:
        raise NoActivity
    job = activities.plan_job(
        activity=order.deal.activity,
        title=words.get("title", "").strip() or order.title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=words.get("place", "").strip() or order.place,
        skills=words.get("skills", "").strip(),
        wanted=words.get("wanted"),
        actor=actor,
        now=now,
    )
    OrderJob.objects.create(order=order, job=job)
    if order.state == OrderState.CONFIRMED:
        order.state = OrderState.PLANNED
    _written(order, "planned", actor, now)
    return job


@transaction.atomic
def finish_order(*, order: Order, actor: Actor | None, now: datetime) -> Order:
    """« Fait » : the order may be invoiced. Interventions that have begun are done with it.

    Raises `OrderMoved`, or `JobAhead` while one is still to come.
    """
    order = _towards(order, OrderState.DONE)
    planned = Job.objects.filter(order_job__order=order, state=JobState.PLANNED).order_by("pk")
    if any(job.starts_at > now for job in planned):
        raise JobAhead
    for job in planned:
        activities.finish_job(job=job, actor=actor, now=now)
    order.done_at = now
    return _written(order, "finished", actor, now)


@transaction.atomic
def close_order(*, order: Order, actor: Actor | None, now: datetime) -> Order:
    """Everything is invoiced. Raises `OrderMoved`."""
    order = _towards(order, OrderState.CLOSED)
    order.closed_at = now
    return _written(order, "closed", actor, now)


def close_invoiced(*, kpa: int, number: str, actor: Actor | None, now: datetime) -> None:
    """Close the order of this number once its invoice is issued; called in that transaction.

    An order that is not said done yet stays open: its work is still to come.
    """
    if not number:
        return
    order = Order.objects.filter(kpa=kpa, number=number, state=OrderState.DONE).first()
    if order is not None and locked_order(order).state == OrderState.DONE:
        close_order(order=order, actor=actor, now=now)


@transaction.atomic
def cancel_order(
    *,
    order: Order,
    reason: str,
    actor: Actor | None,
    now: datetime,
    cancelled_by: CancelledBy | None = None,
) -> Order:
    """Nothing of it will be done, its jobs neither. Where the quote asked arrhes, somebody says who gives up.

    Raises `OrderMoved`, `WhoGivesUp`, `Refused` without a reason.
    """
    order = _towards(order, OrderState.CANCELLED)
    if cancelled_by is None and order.quote and order.quote.deposit_kind == DepositKind.EARNEST:
        raise WhoGivesUp
    order.cancelled_at, order.cancel_reason = now, reason.strip()
    order.cancelled_by = cancelled_by or ""
    _written(order, "cancelled", actor, now, reason=order.cancel_reason)
    planned = Job.objects.filter(order_job__order=order, state=JobState.PLANNED)
    for job in planned.order_by("pk"):
        activities.cancel_job(job=job, reason=order.cancel_reason, actor=actor, now=now)
    settle_earnest(order=order, actor=actor, now=now)
    return order
