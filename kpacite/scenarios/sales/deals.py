"""Requests, quotes and orders of the demonstration, each lived through the services at its own date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kpacite.domain.activities import services as activities
from kpacite.domain.activities.models import Activity, Job, Offer
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.people.models import Account, Person
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import (
    AutonomyKind,
    ClientKind,
    DepositKind,
    LeadSource,
    LineUnit,
    SalesChannel,
)
from kpacite.domain.sales.models import Client, Lead, Order, Quote, SalesAutonomy
from kpacite.domain.sales.rules.deals import VALID_DAYS
from kpacite.domain.sales.services import LineInput, QuoteWords
from kpacite.scenarios.seeding import Row, Seeding, chosen

WORDS = ("how_many", "place", "organisation", "email", "phone")
ANSWER_AFTER = 3
TRUSTED = (("la-cape", "bilal", AutonomyKind.QUOTES), ("moulins-coop", "jules", AutonomyKind.QUOTES))


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the past (or to come) at which something is done in the demonstration."""

    now: datetime

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": None, "now": self.now}

    @property
    def day(self) -> date:
        return timezone.localdate(self.now)

    def later(self, days: int) -> "Moment":
        return Moment(self.now + timedelta(days=days))

    def at(self, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, time(hour)))


def person(login_name: str) -> Person:
    return Account.objects.select_related("person").get(login_name=login_name).person


def _kpa(slug: str) -> Kpa:
    return Kpa.objects.select_related("organisation").get(organisation__slug=slug)


def trust(seeding: Seeding) -> None:
    for slug, who, kind in TRUSTED:
        kpa, trusted = _kpa(slug), person(who)
        if not SalesAutonomy.objects.filter(kpa=kpa, person=trusted, kind=kind).exists():
            start = seeding.today - timedelta(days=90)
            services.grant_autonomy(kpa=kpa, person=trusted, kind=kind, start=start, **seeding.by)


def lead(seeding: Seeding, row: Row, rank: int) -> None:
    submission = f"exemple-demande-{rank}"
    if Lead.objects.filter(submission=submission).exists():
        return
    kpa, when = _kpa(row["kpa"]), Moment(seeding.now - timedelta(days=row["days_ago"]))
    asked = services.receive_lead(
        kpa=kpa,
        what=row["what"],
        name=row["name"],
        source=LeadSource(row.get("source", "web")),
        submission=submission,
        kind=ClientKind(row.get("kind", "person")),
        wanted_on=when.later(row["in_days"]).day if "in_days" in row else None,
        offer=_offer(kpa, row.get("offer")),
        activity=_activity(kpa, row.get("activity")),
        is_example=True,
        **chosen(row, *WORDS),
        **when.by,
    )
    _move_lead(asked, row, when, submission)


def _offer(kpa: Kpa, name: str | None) -> Offer | None:
    return Offer.objects.select_related("activity").get(activity__kpa=kpa, name=name) if name else None


def _activity(kpa: Kpa, code: str | None) -> Activity | None:
    return Activity.objects.get(kpa=kpa, code=code) if code else None


def _move_lead(asked: Lead, row: Row, when: Moment, submission: str) -> None:
    match row.get("state", "new"):
        case "taken":
            services.take_lead(lead=asked, person=person(row["by"]), **when.by)
        case "answered":
            services.answer_lead(
                lead=asked,
                text=row["text"],
                person=person(row["by"]),
                submission=submission,
                address=None,
                **when.by,
            )
        case "refused":
            services.refuse_lead(lead=asked, reason=row["text"], address=None, **when.by)


def quote(seeding: Seeding, row: Row, rank: int) -> None:
    submission = f"exemple-devis-{rank}"
    if Quote.objects.filter(submission=submission).exists():
        return
    kpa, when = _kpa(row["kpa"]), Moment(seeding.now - timedelta(days=row["days_ago"]))
    written = services.write_quote(
        kpa=kpa,
        words=_words(kpa, row, when),
        submission=submission,
        author=person(row["author"]),
        is_example=True,
        **when.by,
    )
    _move_quote(seeding, written, row, when)


def _words(kpa: Kpa, row: Row, when: Moment) -> QuoteWords:
    activity = Activity.objects.get(kpa=kpa, code=row["activity"])
    job = row.get("job")
    kind = row.get("deposit_kind")
    return QuoteWords(
        client=Client.objects.get(kpa=kpa, name=row["client"]),
        title=row["title"],
        activity=activity,
        lines=[_line(line, activity) for line in row["lines"]],
        channel=SalesChannel(row.get("channel", "distance")),
        valid_until=when.later(VALID_DAYS).day,
        service_on=when.later(job["after"]).day if job else None,
        deposit_kind=DepositKind(kind) if kind else None,
        **chosen(row, "discount_bp", "deposit_bp", "deposit_sum", "payment_days"),
    )


def _line(line: list[Any], activity: Activity) -> LineInput:
    label, quantity, unit, cents, vat_bp = line
    return LineInput(
        label=label,
        quantity=Decimal(quantity),
        unit=LineUnit(unit),
        unit_price_cents=cents,
        vat_bp=vat_bp,
        is_travel=unit == LineUnit.KILOMETRE,
        activity=activity.pk,
    )


def _move_quote(seeding: Seeding, written: Quote, row: Row, when: Moment) -> None:
    state = row["state"]
    if state == "draft":
        return
    if state == "to_review":
        services.ask_review(quote=written, **when.by)
        return
    ready = services.make_ready(quote=written, today=when.day, **when.by)
    if state == "ready":
        return
    sent = services.send_quote(quote=ready, address=None, today=when.day, **when.by)
    answered = when.later(min(ANSWER_AFTER, row["days_ago"]))
    if state == "refused":
        services.refuse_quote(quote=sent, reason=row["reason"], **answered.by)
    elif state == "expired":
        services.expire_quotes(seeding.now)
    elif state == "accepted":
        order = services.note_acceptance(quote=sent, name=row["signed_by"], **answered.by)
        _move_order(order, row, when, answered)


def _move_order(order: Order, row: Row, when: Moment, answered: Moment) -> None:
    if job := row.get("job"):
        day = when.later(job["after"])
        planned = services.plan_order(
            order=order,
            starts_at=day.at(job["from"]),
            ends_at=day.at(job["to"]),
            wanted=job.get("wanted"),
            **answered.by,
        )
        _join(planned, job.get("who", []), answered)
        if row["order"] in ("done", "closed"):
            services.finish_order(order=order, actor=None, now=day.at(job["to"]) + timedelta(hours=1))
        if row["order"] == "closed":
            services.close_order(order=order, **day.later(2).by)


def _join(job: Job, who: list[str], when: Moment) -> None:
    """Those who were already of the KPA that day say « j’y vais »."""
    day = timezone.localdate(job.starts_at)
    there = RoleAssignment.objects.on(day).filter(organisation=job.activity.kpa_id)
    for login_name in who:
        if there.filter(person=person(login_name)).exists():
            activities.take_shift(job=job, person=person(login_name), anyway=True, **when.by)
