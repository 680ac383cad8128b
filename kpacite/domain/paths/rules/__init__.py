"""What must hold of paths, told without a database."""

from kpacite.domain.paths.rules.answers import NOTHING_SAID, answer_in, answers_with
from kpacite.domain.paths.rules.places import (
    PERIMETERS_CHANGED_ON,
    department_of,
    qpv_generation,
    referral_kind,
)
from kpacite.domain.paths.rules.reading import (
    COLUMNS,
    REQUIRED,
    PathLine,
    Problem,
    Span,
    problems_between,
    read_line,
)

__all__ = [
    "COLUMNS",
    "NOTHING_SAID",
    "PERIMETERS_CHANGED_ON",
    "REQUIRED",
    "PathLine",
    "Problem",
    "Span",
    "answer_in",
    "answers_with",
    "department_of",
    "problems_between",
    "qpv_generation",
    "read_line",
    "referral_kind",
]
