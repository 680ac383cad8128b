from kpacite.domain.indicators.services.reports import (
    AlreadyPublished,
    NewVersionUnexplained,
    NotForThisAudience,
    NothingChanged,
    PeriodStillRunning,
    ReportAlreadyThere,
    freeze_report,
    prepare_report,
    publish_freeze,
)

__all__ = [
    "AlreadyPublished",
    "NewVersionUnexplained",
    "NotForThisAudience",
    "NothingChanged",
    "PeriodStillRunning",
    "ReportAlreadyThere",
    "freeze_report",
    "prepare_report",
    "publish_freeze",
]
