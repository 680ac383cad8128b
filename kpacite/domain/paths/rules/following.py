"""When the silence around a person has lasted too long."""

from datetime import date, timedelta


def silent_days(last: date | None, start: date, today: date) -> int:
    """Days since the last talk; since the path began, for whom nobody has met yet."""
    return max((today - (last or start)).days, 0)


def is_silent(*, last: date | None, start: date, coming: date | None, today: date, days: int) -> bool:
    """Whether to propose a talk: too long since the last one, and none to come."""
    return coming is None and silent_days(last, start, today) >= days


def ends_soon(end: date | None, today: date, days: int) -> bool:
    """Whether something that ends on this day asks to be prepared, or has ended already."""
    return end is not None and end <= today + timedelta(days=days)
