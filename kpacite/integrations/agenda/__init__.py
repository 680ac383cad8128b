"""Calendars in the iCalendar format (RFC 5545), as phones and computers subscribe to them.

Hours are written in Europe/Paris with its rules, so that a calendar elsewhere shows the right moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar

PARIS = ZoneInfo("Europe/Paris")
PRODUCT = "-//KPA-Cité//Agenda//FR"
REFRESH = "PT1H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event. `uid` never changes; `sequence` grows with each change. `sure`: not merely proposed."""

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str = ""
    note: str = ""
    sequence: int = 0
    sure: bool = True
    cancelled: bool = False


def calendar_file(name: str, moments: Iterable[Moment], *, now: datetime) -> bytes:
    """The whole calendar, ready to send as `text/calendar`."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(PARIS))
    calendar.add("x-published-ttl", REFRESH)
    for moment in moments:
        calendar.add_component(_event(moment, now))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(moment: Moment, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", moment.uid)
    event.add("dtstamp", now)
    event.add("dtstart", moment.start.astimezone(PARIS))
    event.add("dtend", moment.end.astimezone(PARIS))
    event.add("summary", moment.title)
    event.add("sequence", moment.sequence)
    event.add("status", _status(moment))
    if moment.place:
        event.add("location", moment.place)
    if moment.note:
        event.add("description", moment.note)
    return event


def _status(moment: Moment) -> str:
    if moment.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if moment.sure else "TENTATIVE"
