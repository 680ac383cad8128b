"""How long a link to a récit may live."""

from datetime import datetime, timedelta

LINK_DAYS = (30, 90, 365)
"""A choice of ours: a meeting, a season, the year of an agreement (docs/decisions/0043)."""
USUAL_DAYS = 90


def expiry(now: datetime, days: int) -> datetime:
    """Raises ValueError for another length than those above."""
    if days not in LINK_DAYS:
        raise ValueError(days)
    return now + timedelta(days=days)
