from datetime import datetime

from django.db.models import Max, QuerySet, Sum

from kpacite.domain.indicators.models import Report, ReportLink
from kpacite.domain.organisations.rules import token_hash

READ_WITH = (
    "freeze__report__kpa__organisation",
    "freeze__report__tag",
    "freeze__report__grant",
    "freeze__author",
)


def link_behind(token: str, now: datetime) -> ReportLink | None:
    """The link of this token, with the version that it opens; None when unknown, closed or too old."""
    rows = ReportLink.objects.living(now).select_related(*READ_WITH)
    return rows.filter(token_hash=token_hash(token)).first()


def links_of(report: Report) -> QuerySet[ReportLink]:
    """Every link that was given, the latest first, with `read` (how often) and `last_read` (the last day)."""
    rows = ReportLink.objects.filter(freeze__report=report).select_related("freeze")
    rows = rows.annotate(read=Sum("readings__count", default=0), last_read=Max("readings__day"))
    return rows.order_by("-created_at", "-pk")
