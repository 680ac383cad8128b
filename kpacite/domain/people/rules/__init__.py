"""How names, numbers and codes are written down, and when two files may be about one person; no database."""

from kpacite.domain.people.rules.doubles import (
    UNDO_DAYS,
    Identity,
    Likeness,
    Side,
    are_near,
    buckets,
    compare,
    likely_doubles,
    proposed_side,
)
from kpacite.domain.people.rules.names import (
    CODE_DIGITS,
    CODES_PER_CARD,
    LOGIN_NAME_LENGTH,
    InvalidPhone,
    bare_code,
    login_name_for,
    normalise_email,
    normalise_login_name,
    normalise_phone,
    spaced_code,
)

__all__ = [
    "CODES_PER_CARD",
    "CODE_DIGITS",
    "LOGIN_NAME_LENGTH",
    "UNDO_DAYS",
    "Identity",
    "InvalidPhone",
    "Likeness",
    "Side",
    "are_near",
    "bare_code",
    "buckets",
    "compare",
    "likely_doubles",
    "login_name_for",
    "normalise_email",
    "normalise_login_name",
    "normalise_phone",
    "proposed_side",
    "spaced_code",
]
