"""What must hold of paths, told without a database."""

from kpacite.domain.paths.rules.answers import NOTHING_SAID, answer_in, answers_with
from kpacite.domain.paths.rules.commitments import (
    MonthOfHours,
    left_to_give,
    minutes_asked,
    quarter_of,
    saved_before,
    trainings_asked,
)
from kpacite.domain.paths.rules.forgetting import (
    age_on,
    forgotten_on,
    notice_is_due,
    stand_in_birth_date,
)
from kpacite.domain.paths.rules.gaps import NEEDED_BY, Known, Need, missing
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
from kpacite.domain.paths.rules.stages import (
    DEFAULT_STAGES,
    FOLLOW_UP_MONTHS,
    FOLLOW_UP_UNTIL_MONTHS,
    OPEN_MOVES,
    TRANSITIONS,
    follow_up_is_due,
    latest_end,
    move_may_become,
    stage_may_follow,
)

__all__ = [
    "COLUMNS",
    "DEFAULT_STAGES",
    "FOLLOW_UP_MONTHS",
    "FOLLOW_UP_UNTIL_MONTHS",
    "NEEDED_BY",
    "NOTHING_SAID",
    "OPEN_MOVES",
    "PERIMETERS_CHANGED_ON",
    "REQUIRED",
    "TRANSITIONS",
    "Known",
    "MonthOfHours",
    "Need",
    "PathLine",
    "Problem",
    "Span",
    "age_on",
    "answer_in",
    "answers_with",
    "department_of",
    "follow_up_is_due",
    "forgotten_on",
    "latest_end",
    "left_to_give",
    "minutes_asked",
    "missing",
    "move_may_become",
    "notice_is_due",
    "problems_between",
    "qpv_generation",
    "quarter_of",
    "read_line",
    "referral_kind",
    "saved_before",
    "stage_may_follow",
    "stand_in_birth_date",
    "trainings_asked",
]
