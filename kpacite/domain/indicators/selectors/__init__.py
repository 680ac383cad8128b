from kpacite.domain.indicators.selectors.bilan import bilan, bilan_of, counts_of, name_of, release_for
from kpacite.domain.indicators.selectors.links import link_behind, links_of
from kpacite.domain.indicators.selectors.measures import too_close
from kpacite.domain.indicators.selectors.offers import (
    Offers,
    offers_from,
    offers_to,
    offers_waiting,
    reports_asking,
    reports_told_by,
    reports_waiting_for,
    text_from,
)
from kpacite.domain.indicators.selectors.photos import any_photo_of, photo_from, photo_of, photos_of
from kpacite.domain.indicators.selectors.published import Known, known_to, kpas_of
from kpacite.domain.indicators.selectors.reports import (
    freezes_of,
    frozen_days,
    published_freeze,
    published_reports,
    read,
    reports,
    texts_of,
)
from kpacite.domain.indicators.selectors.rows import path_rows
from kpacite.domain.indicators.selectors.sheet_facts import facts_of_line, sheet_names
from kpacite.domain.indicators.selectors.sheets import count_lines, sheet_by_number, sheet_lines, sheets_of
from kpacite.domain.indicators.selectors.tellings import Told, found_for, tellings

__all__ = [
    "Known",
    "Offers",
    "Told",
    "any_photo_of",
    "bilan",
    "bilan_of",
    "count_lines",
    "counts_of",
    "facts_of_line",
    "found_for",
    "freezes_of",
    "frozen_days",
    "known_to",
    "kpas_of",
    "link_behind",
    "links_of",
    "name_of",
    "offers_from",
    "offers_to",
    "offers_waiting",
    "path_rows",
    "photo_from",
    "photo_of",
    "photos_of",
    "published_freeze",
    "published_reports",
    "read",
    "release_for",
    "reports",
    "reports_asking",
    "reports_told_by",
    "reports_waiting_for",
    "sheet_by_number",
    "sheet_lines",
    "sheet_names",
    "sheets_of",
    "tellings",
    "text_from",
    "texts_of",
    "too_close",
]
