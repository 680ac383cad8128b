from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from kpacite.domain.activities.models import Job, JobShift
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import AutonomyKind, LeadState, OrderState, QuoteState
from kpacite.domain.sales.models import (
    Deal,
    DealLink,
    DealMessage,
    Lead,
    Order,
    Quote,
    QuoteLine,
    SalesAutonomy,
)
from kpacite.domain.sales.rules.deals import SHOWN, token_hash
from kpacite.platform.asking import Question, how_many, rows_of

UNDER_WAY = frozenset({OrderState.CONFIRMED, OrderState.PLANNED, OrderState.DONE})


def deal_behind(token: str, now: datetime) -> Deal | None:
    """The file that a client's key opens; None when it is unknown, closed or too old."""
    rows = DealLink.objects.living(now).select_related("deal__kpa__organisation", "deal__activity")
    link = rows.filter(token_hash=token_hash(token)).first()
    return link.deal if link else None


def lead_of(kpa: Kpa | Organisation, pk: int) -> Lead | None:
    """One request of this KPA with its file; None elsewhere."""
    rows = Lead.objects.select_related(
        "deal__kpa__organisation", "deal__activity", "deal__client", "offer", "taken_by"
    )
    return rows.filter(deal__kpa=kpa.pk, pk=pk).first()


def quote_of(kpa: Kpa | Organisation, pk: int) -> Quote | None:
    """One quote of this KPA with its file and client; None elsewhere."""
    rows = Quote.objects.select_related("deal__activity", "client", "author", "kpa__organisation")
    return rows.filter(kpa=kpa.pk, pk=pk).first()


def order_of(kpa: Kpa | Organisation, pk: int) -> Order | None:
    """One order of this KPA with its file, client and quote; None elsewhere."""
    rows = Order.objects.select_related("deal__activity", "client", "quote", "kpa__organisation")
    return rows.filter(kpa=kpa.pk, pk=pk).first()


def lines_of(quote: Quote) -> list[QuoteLine]:
    return list(quote.lines.order_by("position"))


def order_lines(order: Order) -> list[QuoteLine]:
    """What was agreed, line by line; nothing for an order without a quote."""
    return [] if order.quote_id is None else lines_of(Quote.objects.get(pk=order.quote_id))


def _under_way(kpa: Kpa | Organisation) -> QuerySet[Order]:
    return Order.objects.filter(kpa=kpa.pk, state__in=sorted(UNDER_WAY))


def orders_asked(kpa: Kpa | Organisation, *, most: int) -> Question:
    """The orders under way, as a question: `pk`, `title`, `client`, `state`, `on`, `gross_cents` of each."""
    fields = {"pk": "pk", "title": "title", "client": "client__name", "state": "state", "on": "service_on"}
    rows = _under_way(kpa).order_by("service_on", "pk")
    return rows_of(rows, most=most, **fields, gross_cents="gross_cents")


def teams_asked(kpa: Kpa | Organisation, *, most: int) -> Question:
    """Who is on the jobs of these orders, as a question: `order`, `name`."""
    taken = JobShift.objects.taken().filter(job__order_job__order__in=_under_way(kpa)).order_by("pk")
    return rows_of(taken, most=most, order="job__order_job__order_id", name="person__first_name")


def jobs_of(order: Order) -> QuerySet[Job]:
    return Job.objects.filter(order_job__order=order).order_by("starts_at", "pk")


def order_of_job(job: Job) -> Order | None:
    return Order.objects.filter(order_jobs__job=job).first()


def messages_of(deal: Deal) -> QuerySet[DealMessage]:
    return deal.messages.select_related("author").order_by("sent_at", "pk")


def versions_of(quote: Quote) -> list[Quote]:
    """The other versions of the same number, newest first."""
    if not quote.number:
        return []
    rows = Quote.objects.filter(kpa=quote.kpa_id, number=quote.number).exclude(pk=quote.pk)
    return list(rows.order_by("-version"))


@dataclass(frozen=True, slots=True)
class ClientView:
    """What a client reads behind their link: their words, the last version of each quote, the orders."""

    deal: Deal
    lead: Lead | None
    messages: list[DealMessage]
    quotes: list[Quote]
    orders: list[Order]


def client_view(deal: Deal) -> ClientView:
    """Four queries. Drafts are not shown, nor a version that a later one replaced."""
    rows = deal.quotes.filter(state__in=sorted(SHOWN)).select_related("kpa__organisation", "client", "deal")
    last: dict[str, Quote] = {}
    for quote in rows.order_by("number", "version"):
        last[quote.number] = quote
    return ClientView(
        deal=deal,
        lead=Lead.objects.filter(deal=deal).select_related("offer").first(),
        messages=list(messages_of(deal)),
        quotes=sorted(last.values(), key=lambda quote: quote.pk),
        orders=list(deal.orders.order_by("pk")),
    )


def shown_quote(deal: Deal, pk: int) -> Quote | None:
    """A quote that the client of this file may read; None otherwise."""
    rows = deal.quotes.filter(pk=pk, state__in=sorted(SHOWN))
    return rows.select_related("kpa__organisation", "client", "deal__activity", "author").first()


def has_autonomy(person: Person | None, kpa: Kpa | Organisation, kind: AutonomyKind, today: date) -> bool:
    """Whether the carrier trusts this person today, in this KPA, for this kind of document."""
    if person is None:
        return False
    return SalesAutonomy.objects.on(today).filter(person=person, kpa=kpa.pk, kind=kind).exists()


def autonomies_of(kpa: Kpa | Organisation) -> QuerySet[SalesAutonomy]:
    """The grants of a KPA, those in force first."""
    rows = SalesAutonomy.objects.filter(kpa=kpa.pk).select_related("person")
    return rows.order_by("end", "person__first_name", "kind", "pk")


class Counts(NamedTuple):
    """What waits in the sales of a KPA."""

    new_leads: int
    to_review: int
    to_send: int
    accepted: int
    to_invoice: int


def counts_asked(kpa: Kpa | Organisation, activities: frozenset[int] | None = None) -> dict[str, Question]:
    """What waits for these activities and for none (everywhere when None): the fields of `Counts`."""
    deals = Deal.objects.filter(kpa=kpa.pk)
    if activities is not None:
        deals = deals.filter(Q(activity__in=activities) | Q(activity=None))
    leads = Lead.objects.filter(deal__in=deals)
    quotes = Quote.objects.filter(deal__in=deals)
    orders = Order.objects.filter(deal__in=deals)
    return {
        "new_leads": how_many(leads.filter(state=LeadState.NEW)),
        "to_review": how_many(quotes.filter(state=QuoteState.TO_REVIEW)),
        "to_send": how_many(quotes.filter(state=QuoteState.READY)),
        "accepted": how_many(orders.filter(state=OrderState.CONFIRMED)),
        "to_invoice": how_many(orders.filter(state=OrderState.DONE)),
    }
