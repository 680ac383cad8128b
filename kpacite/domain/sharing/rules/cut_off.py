"""The day of the month when a carrier closes the requests of its pay; 0 where it set none."""

from datetime import date, timedelta

from kpacite.kernel.period import add_months

NO_CUT_OFF = 0
LAST_CUT_OFF = 31
DAY = timedelta(days=1)


def last_day_to_ask(month: date, cut_off: int) -> date | None:
    """The last day of this month to ask for its pay: never after its end. None without a cut-off.

    `month`: any day of it.
    """
    if cut_off == NO_CUT_OFF:
        return None
    month_ends = add_months(month.replace(day=1), 1) - DAY
    return month_ends.replace(day=min(cut_off, month_ends.day))


def month_of_pay(asked_on: date, cut_off: int) -> date:
    """The first day of the month whose pay takes what was asked that day."""
    last, first = last_day_to_ask(asked_on, cut_off), asked_on.replace(day=1)
    return first if last is None or asked_on <= last else add_months(first, 1)
