"""What must hold, told without a database."""

from kpacite.domain.activities.rules.jobs import (
    JOB_TRANSITIONS,
    Span,
    job_may_become,
    moved,
)
from kpacite.domain.activities.rules.offers import (
    CHECKED_FIELDS,
    TRANSITIONS,
    Obstacle,
    OfferFacts,
    check_falls,
    is_open,
    may_become,
    obstacle_to_publish,
    state_before_withdrawal,
)

__all__ = [
    "CHECKED_FIELDS",
    "JOB_TRANSITIONS",
    "TRANSITIONS",
    "Obstacle",
    "OfferFacts",
    "Span",
    "check_falls",
    "is_open",
    "job_may_become",
    "may_become",
    "moved",
    "obstacle_to_publish",
    "state_before_withdrawal",
]
