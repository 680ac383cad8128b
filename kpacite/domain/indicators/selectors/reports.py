"""Frozen bilans: the lists, and the one that an audience reads."""

from django.db.models import Max, QuerySet

from kpacite.domain.indicators.enums import Outside, Section
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportPublication, ReportText
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan, from_content


def reports() -> QuerySet[Report]:
    """Every bilan that is prepared or frozen, the latest period first."""
    rows = Report.objects.select_related("kpa__organisation", "tag")
    return rows.order_by("-last", "first", "pk")


def freezes_of(report: Report) -> QuerySet[ReportFreeze]:
    """The versions, the latest first."""
    rows = report.freezes.select_related("author").prefetch_related("publications")
    return rows.order_by("-number")


def published_freezes(*audiences: Outside) -> QuerySet[ReportFreeze]:
    """The latest version of each bilan that these audiences may read, without its figures, the latest period
    first. Versions are numbered as they are written: the last key is the last version.
    """
    open_to_them = ReportPublication.objects.filter(audience__in=audiences).order_by()
    latest = open_to_them.values("freeze__report").annotate(latest=Max("freeze")).values("latest")
    rows = ReportFreeze.objects.filter(pk__in=latest).select_related("report")
    return rows.defer("content", "releases").order_by("-report__last", "report__first", "report")


def published_freeze(slug: str, *audiences: Outside, number: int | None = None) -> ReportFreeze | None:
    """The latest version open to these audiences, or the one asked for; None when there is none."""
    rows = ReportFreeze.objects.filter(
        report__slug=slug, publications__audience__in=audiences
    ).select_related("report__kpa__organisation", "report__tag", "author")
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("-number").first()


def read(freeze: ReportFreeze, audience: Audience) -> Bilan:
    """The figures as they were frozen for this audience."""
    return from_content(freeze.content[audience.value])


def texts_of(report: Report) -> list[ReportText]:
    """The story, place by place, in the order in which it was written."""
    rows = report.texts.select_related("kpa__organisation", "author").order_by("pk")
    return sorted(rows, key=lambda text: Section.values.index(text.section))
