"""When a file is emptied, and what stays so that past figures stay true."""

from collections.abc import Iterable
from datetime import date

from kpacite.kernel.period import add_months

# CNIL, délibération 2021-028: two years after the last contact; the notice leaves two months to say no.
FORGET_AFTER_MONTHS = 24
NOTICE_MONTHS = 2
YEAR = 12


def notice_is_due(last_contact: date, today: date) -> bool:
    """Whether to tell the person now, so that her file is emptied two years after the last contact."""
    return add_months(last_contact, FORGET_AFTER_MONTHS - NOTICE_MONTHS) <= today


def forgotten_on(last_contact: date, today: date) -> date:
    """The day to announce: two years after the last contact, and never less than the notice."""
    return max(add_months(last_contact, FORGET_AFTER_MONTHS), add_months(today, NOTICE_MONTHS))


def age_on(birth: date, day: date) -> int:
    """Completed years; who was born on 29 February has her birthday on 28 February in other years."""
    years = day.year - birth.year
    return years if add_months(birth, YEAR * years) <= day else years - 1


def stand_in_birth_date(birth: date, entries: Iterable[date]) -> date | None:
    """A date that is not hers, with which she had the same age on every day of entry.

    It is the latest such date: it says no more than those ages. None when there is no entry to count.
    """
    days = list(entries)
    if not days:
        return None
    return min(add_months(day, -YEAR * age_on(birth, day)) for day in days)
