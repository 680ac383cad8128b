"""The figures of each KPA that do not sort people. A KPA without a fact has no row, never a zero."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from kpacite.domain.activities.models import TrainingSeat, WorkEntry
from kpacite.domain.indicators.rules import measures as rules
from kpacite.domain.indicators.rules.audience import Audience, K
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.measures import Found, Measure, MeasureRow, told
from kpacite.domain.indicators.rules.person import completed_years
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.rules.spans import Span, holds, newly_told
from kpacite.domain.indicators.selectors.published import kpas_of, spans_told
from kpacite.domain.organisations.enums import Indicator, ParameterCode
from kpacite.domain.organisations.models import DatedFact, Kpa
from kpacite.domain.organisations.selectors import parameter
from kpacite.domain.paths.models import Path
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import CounterSale, Invoice, PaymentAllocation

DAY = timedelta(days=1)
HUNDREDTHS_IN_A_TENTH = 10
Values = Iterator[tuple[Measure, int, int, int, str]]


def measures(frame: Frame, scope: Scope, audience: Audience) -> list[MeasureRow]:
    """What this audience reads of each KPA of the scope."""
    kpas = {kpa.pk: kpa for kpa in Kpa.objects.filter(pk__in=kpas_of(scope)).select_related("organisation")}
    asked = (_cashed, _since_the_start, _hours, _trainings, _members, _support)
    answers = [answer for question in asked for answer in question(frame, kpas)]
    found = [
        Found(
            measure=measure,
            slug=kpas[kpa].organisation.slug,
            name=kpas[kpa].organisation.name,
            value=value,
            people=people,
            source=source,
        )
        for measure, kpa, value, people, source in answers
    ]
    if audience.tells_all:
        return told(found, audience)
    sums = [(kpa, measure) for measure, kpa, *_rest in answers if measure.few]
    close = {(kpas[kpa].organisation.slug, measure.code) for kpa, measure in too_close(sums, frame)}
    return told(found, audience, close)


def too_close(asked: Iterable[tuple[int, Measure]], frame: Frame) -> Iterator[tuple[int, Measure]]:
    """The sums over this period that would tell of fewer than five people beside what is published."""
    known, ours = spans_told(), (frame.first, frame.last + DAY)
    people = cache(_people_between)
    for kpa, measure in asked:
        told_already = known.get((kpa, measure.code), set())
        # More days never hold fewer people.
        spans = [span for span in newly_told(told_already, ours) if not holds(span, ours)]
        if any(0 < people(span).get((kpa, measure.code), 0) < K for span in spans):
            yield kpa, measure


def _people_between(span: Span) -> dict[tuple[int, str], int]:
    frame = Frame(span[0], span[1] - DAY)
    kpas = {kpa.pk: kpa for kpa in Kpa.objects.select_related("organisation")}
    rows = chain(_hours(frame, kpas), _trainings(frame, kpas))
    return {(kpa, measure.code): people for measure, kpa, _value, people, _source in rows}


def _cashed_at_the_till(frame: Frame, kpas: dict[int, Kpa]) -> dict[int, int]:
    """Sales without an invoice, without tax, by KPA."""
    rows = CounterSale.objects.filter(
        payment__cancelled_at=None,
        payment__received_on__gte=frame.first,
        payment__received_on__lte=frame.last,
        payment__kpa__in=kpas,
    )
    return dict(rows.values_list("payment__kpa").annotate(cents=Sum("net_cents")).order_by("payment__kpa"))


def _cashed(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    rows = PaymentAllocation.objects.filter(
        payment__cancelled_at=None,
        payment__received_on__gte=frame.first,
        payment__received_on__lte=frame.last,
        payment__kpa__in=kpas,
    )
    by_kpa: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    sums = rows.values_list("payment__kpa", "invoice__net_cents", "invoice__gross_cents", "invoice")
    for kpa, net, gross, _invoice, paid in sums.annotate(paid=Sum("amount_cents")).order_by("invoice"):
        by_kpa[kpa].append((paid, net, gross))
    cashed: Counter[int] = Counter(_cashed_at_the_till(frame, kpas))
    for kpa, paid_invoices in by_kpa.items():
        cashed[kpa] += rules.without_tax(paid_invoices)
    for kpa, cents in cashed.items():
        yield rules.CASHED, kpa, cents, 0, ""


def _since_the_start(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    credit = Q(kind=InvoiceKind.CREDIT)
    billed, given_back = Sum("net_cents", filter=~credit), Sum("net_cents", filter=credit)
    rows = Invoice.objects.ours().filter(issued_on__lte=frame.last, kpa__in=kpas)
    sums = rows.values_list("kpa").annotate(plus=Coalesce(billed, 0), minus=Coalesce(given_back, 0))
    for kpa, plus, minus in sums.order_by("kpa"):
        yield rules.SINCE_THE_START, kpa, plus - minus, 0, ""


def _hours(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    rows = WorkEntry.objects.standing().filter(kpa__in=kpas).between(frame.first, frame.last + DAY)
    people = Count("person", distinct=True)
    sums = rows.values_list("kpa", "kind").annotate(total=Sum("minutes"), people=people)
    for kpa, kind, minutes, several in sums.order_by("kpa", "kind"):
        yield rules.HOURS[kind], kpa, minutes, several, ""
    paid = rows.exclude(kind=rules.UNPAID).values_list("kpa")
    for kpa, minutes, several in paid.annotate(total=Sum("minutes"), people=people).order_by("kpa"):
        year = parameter(code=ParameterCode.FTE_HOURS, organisation=kpas[kpa].organisation, on=frame.last)
        yield rules.FTE, kpa, rules.full_time(minutes, frame, year), several, ""


def _trainings(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    came = TrainingSeat.objects.filter(
        was_there=True,
        training__kpa__in=kpas,
        training__starts_at__date__gte=frame.first,
        training__starts_at__date__lte=frame.last,
    )
    sums = came.values_list("training__kpa").annotate(
        sessions=Count("training", distinct=True),
        members=Count("person", distinct=True),
        visitors=Count("pk", filter=Q(person=None)),
    )
    for kpa, sessions, members, visitors in sums.order_by("training__kpa"):
        yield rules.SESSIONS, kpa, sessions, 0, ""
        yield rules.TRAINED, kpa, members, members, ""
        yield rules.VISITORS, kpa, visitors, visitors, ""


def _members(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    running = Path.objects.filter(Q(end=None) | Q(end__gt=frame.last), start__lte=frame.last, kpa__in=kpas)
    birth = "person__facts__birth_date"
    sums = running.values_list("kpa").annotate(
        people=Count("person", distinct=True), first=Min(birth), last=Max(birth)
    )
    for kpa, people, first, last in sums.order_by("kpa"):
        yield rules.MEMBERS, kpa, people, people, ""
        yield from _ages(frame.last, kpa, first, last)


def _ages(day: date, kpa: int, first: date | None, last: date | None) -> Values:
    if first is not None and last is not None and last <= day:
        yield rules.YOUNGEST, kpa, completed_years(last, day), 1, ""
        yield rules.OLDEST, kpa, completed_years(first, day), 1, ""


def _support(frame: Frame, kpas: dict[int, Kpa]) -> Values:
    """The latest figure of a document: an earlier one gives way."""
    facts = DatedFact.objects.filter(
        indicator=Indicator.SUPPORT_FTE,
        value__isnull=False,
        as_of__lte=frame.last,
        organisation__kpa__in=kpas,
    ).select_related("source")
    latest: dict[int, Any] = {}
    for fact in facts.order_by("as_of", "pk"):
        latest[fact.organisation_id] = fact
    here = {kpa.organisation_id: kpa.pk for kpa in kpas.values()}
    for organisation, fact in latest.items():
        tenths = fact.value
        source = f"{fact.source}, {fact.date_words}"
        yield rules.SUPPORT_FTE, here[organisation], tenths * HUNDREDTHS_IN_A_TENTH, 0, source
