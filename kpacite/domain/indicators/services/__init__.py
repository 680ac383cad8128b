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
from kpacite.domain.indicators.services.texts import (
    QuoteWithoutKpa,
    TextChangedMeanwhile,
    TextDetails,
    change_text,
    remove_text,
    write_text,
)

__all__ = [
    "AlreadyPublished",
    "NewVersionUnexplained",
    "NotForThisAudience",
    "NothingChanged",
    "PeriodStillRunning",
    "QuoteWithoutKpa",
    "ReportAlreadyThere",
    "TextChangedMeanwhile",
    "TextDetails",
    "change_text",
    "freeze_report",
    "prepare_report",
    "publish_freeze",
    "remove_text",
    "write_text",
]
