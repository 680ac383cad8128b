"""What the KPAs sold (I18): the figures of documents with their own period and bases, else our invoices."""

from datetime import date, timedelta

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from kpacite.domain.indicators.rules.content import Turnover
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.selectors.published import kpas_of
from kpacite.domain.organisations.enums import CashBasis, Indicator, TaxBasis
from kpacite.domain.organisations.models import DatedFact
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import Invoice

DAY = timedelta(days=1)


def turnover(frame: Frame, scope: Scope) -> list[Turnover]:
    """The figures whose period ends within the bilan's and lies there for the most part, largest KPA first.

    « En 2022 » belongs to a bilan that begins in March 2022 (contradiction X14): its own words say so.
    """
    facts = DatedFact.objects.filter(
        indicator=Indicator.TURNOVER,
        tax_basis=TaxBasis.NET,
        value__isnull=False,
        period_end__gt=frame.first,
        period_end__lte=frame.last + DAY,
        organisation__in=kpas_of(scope),
    ).select_related("organisation__kpa__place", "source")
    rows = [_row(fact) for fact in facts.order_by("period_start", "pk") if _mostly_inside(fact, frame)]
    # A KPA of which a document gives the sales has no second figure: its invoices are among them.
    documented = {row.slug for row in rows}
    rows += [row for row in _invoiced(frame, scope) if row.slug not in documented]
    return sorted(rows, key=lambda row: (-_total(rows, row.slug), row.slug, row.first))


def _total(rows: list[Turnover], slug: str) -> int:
    return sum(row.cents for row in rows if row.slug == slug)


def _mostly_inside(fact: DatedFact, frame: Frame) -> bool:
    start, end = _period(fact)
    inside = (min(end, frame.last + DAY) - max(start, frame.first)).days
    return 2 * inside > (end - start).days


def _period(fact: DatedFact) -> tuple[date, date]:
    """Both dates are there: the query asked for an end, the table's constraint wants its start."""
    if fact.period_start is None or fact.period_end is None:
        raise ValueError(fact.pk)
    return fact.period_start, fact.period_end


def _row(fact: DatedFact) -> Turnover:
    start, end = _period(fact)
    place = fact.organisation.kpa.place
    return Turnover(
        slug=fact.organisation.slug,
        name=fact.organisation.name,
        city=place.city if place else "",
        cents=fact.value or 0,
        basis=f"{fact.get_tax_basis_display()}, {fact.get_cash_basis_display()}",
        first=start.isoformat(),
        last=(end - DAY).isoformat(),
        words=fact.date_words,
        source=str(fact.source),
    )


def _invoiced(frame: Frame, scope: Scope) -> list[Turnover]:
    """Net of tax, issued within the period, less credit notes."""
    credit = Q(kind=InvoiceKind.CREDIT)
    issued = Invoice.objects.sold().filter(
        issued_on__gte=frame.first, issued_on__lte=frame.last, kpa__in=kpas_of(scope)
    )
    sums = issued.values("kpa__organisation__slug", "kpa__organisation__name", "kpa__place__city").annotate(
        billed=Coalesce(Sum("net_cents", filter=~credit), 0),
        given_back=Coalesce(Sum("net_cents", filter=credit), 0),
    )
    return [
        Turnover(
            slug=row["kpa__organisation__slug"],
            name=row["kpa__organisation__name"],
            city=row["kpa__place__city"] or "",
            cents=row["billed"] - row["given_back"],
            basis=f"{TaxBasis.NET.label}, {CashBasis.INVOICED.label}",
            first=frame.first.isoformat(),
            last=frame.last.isoformat(),
            words="factures de la période, moins les avoirs",
            source="Factures de la plateforme",
        )
        for row in sums.order_by("kpa__organisation__slug")
    ]
