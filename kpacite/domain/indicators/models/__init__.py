from kpacite.domain.indicators.models import links, photos, reports
from kpacite.domain.indicators.models.links import LinkReading, ReportLink
from kpacite.domain.indicators.models.photos import ReportPhoto
from kpacite.domain.indicators.models.reports import Report, ReportFreeze, ReportPublication, ReportText

__all__ = [
    "TRIGGERS",
    "LinkReading",
    "Report",
    "ReportFreeze",
    "ReportLink",
    "ReportPhoto",
    "ReportPublication",
    "ReportText",
]

TRIGGERS = (*reports.TRIGGERS, *photos.TRIGGERS, *links.TRIGGERS)
