"""Frozen bilans: the lists, and the one that an audience reads."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from kpacite.domain.indicators.enums import Outside, Section, Standing
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportText
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan, from_content


def reports() -> QuerySet[Report]:
    """Every bilan that is prepared or frozen, the latest period first."""
    rows = Report.objects.select_related("kpa__organisation", "tag", "grant__funder")
    return rows.order_by("-last", "first", "pk")


def freezes_of(report: Report) -> QuerySet[ReportFreeze]:
    """The versions, the latest first."""
    rows = report.freezes.select_related("author").prefetch_related("publications")
    return rows.order_by("-number")


def published_reports(*audiences: Outside) -> QuerySet[Report]:
    """Each bilan that these audiences may read, the latest period first. `latest`: the key of its last open
    version; versions are numbered as they are written. No version is read here: their figures are long.
    """
    is_open = Q(freezes__publications__audience__in=audiences)
    rows = Report.objects.annotate(latest=Max("freezes", filter=is_open)).filter(latest__isnull=False)
    return rows.order_by("-last", "first", "pk")


def frozen_days(freezes: Iterable[int]) -> dict[int, datetime]:
    """When each of these versions was frozen."""
    return dict(ReportFreeze.objects.filter(pk__in=freezes).values_list("pk", "frozen_at").order_by("pk"))


def published_freeze(slug: str, *audiences: Outside, number: int | None = None) -> ReportFreeze | None:
    """The latest version open to these audiences, or the one asked for; None when there is none."""
    rows = ReportFreeze.objects.filter(
        report__slug=slug, publications__audience__in=audiences
    ).select_related("report__kpa__organisation", "report__tag", "report__grant", "author")
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("-number").first()


def read(freeze: ReportFreeze, audience: Audience) -> Bilan:
    """The figures as they were frozen for this audience."""
    return from_content(freeze.content[audience.value])


def texts_of(report: Report) -> list[ReportText]:
    """The story, place by place, in the order in which it was written; what KPAs offer is not in it yet."""
    rows = report.texts.filter(standing=Standing.KEPT).select_related("kpa__organisation", "author")
    return sorted(rows, key=lambda text: (Section.values.index(text.section), text.pk))
