"""What must hold, told without a database."""

from kpacite.domain.activities.rules.hours import (
    DAY_MINUTES,
    MOST_COEFFICIENT,
    NORMAL_COEFFICIENT,
    Due,
    Stretch,
    fits_in_the_day,
    month_of,
    room_left,
    target_minutes,
    told_times,
    weighted,
)
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
    "DAY_MINUTES",
    "JOB_TRANSITIONS",
    "MOST_COEFFICIENT",
    "NORMAL_COEFFICIENT",
    "TRANSITIONS",
    "Due",
    "Obstacle",
    "OfferFacts",
    "Span",
    "Stretch",
    "check_falls",
    "fits_in_the_day",
    "is_open",
    "job_may_become",
    "may_become",
    "month_of",
    "moved",
    "obstacle_to_publish",
    "room_left",
    "state_before_withdrawal",
    "target_minutes",
    "told_times",
    "weighted",
]
