from kpacite.domain.indicators.selectors.bilan import bilan, bilan_of, counts_of, name_of, release_for
from kpacite.domain.indicators.selectors.links import link_behind, links_of
from kpacite.domain.indicators.selectors.photos import photo_of, photos_of
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

__all__ = [
    "Known",
    "bilan",
    "bilan_of",
    "counts_of",
    "freezes_of",
    "frozen_days",
    "known_to",
    "kpas_of",
    "link_behind",
    "links_of",
    "name_of",
    "path_rows",
    "photo_of",
    "photos_of",
    "published_freeze",
    "published_reports",
    "read",
    "release_for",
    "reports",
    "texts_of",
]
