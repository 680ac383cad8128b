from kpacite.domain.indicators.models import links, photos, reports, sheets
from kpacite.domain.indicators.models.links import LinkReading, ReportLink
from kpacite.domain.indicators.models.photos import ReportPhoto
from kpacite.domain.indicators.models.reports import (
    LONGEST_ANSWER,
    Report,
    ReportFreeze,
    ReportPublication,
    ReportText,
)
from kpacite.domain.indicators.models.sheets import LONGEST_TITLE, Sheet, SheetLine, SheetReader, SheetTelling

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_TITLE",
    "TRIGGERS",
    "LinkReading",
    "Report",
    "ReportFreeze",
    "ReportLink",
    "ReportPhoto",
    "ReportPublication",
    "ReportText",
    "Sheet",
    "SheetLine",
    "SheetReader",
    "SheetTelling",
]

TRIGGERS = (*reports.TRIGGERS, *photos.TRIGGERS, *links.TRIGGERS, *sheets.TRIGGERS)
