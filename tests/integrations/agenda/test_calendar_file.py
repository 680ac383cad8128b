"""What a calendar reads: hours of Paris with their rules, changes, cancellations."""

from datetime import UTC, datetime, timedelta

import icalendar

from kpacite.integrations.agenda import Moment, calendar_file

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def moment(start, **details):
    return Moment(
        uid="job-1@kpa-cite", start=start, end=start + timedelta(hours=3), title="Buffet", **details
    )


def read(*moments):
    return icalendar.Calendar.from_ical(calendar_file("La Cape", moments, now=NOW))


def test_an_event_is_at_the_hour_of_paris_in_winter_and_in_summer():
    for month, hour in ((3, 10), (7, 11)):
        start = datetime(2026, month, 12, 9, tzinfo=UTC)
        [event] = read(moment(start, place="Roubaix; rue du Pile", note="Cuisine, service")).walk("VEVENT")
        assert (event["dtstart"].dt.hour, event["dtstart"].params["TZID"]) == (hour, "Europe/Paris")
        assert (str(event["summary"]), str(event["location"])) == ("Buffet", "Roubaix; rue du Pile")
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=3)


def test_the_rules_of_summer_time_come_along():
    [zone] = read(moment(NOW)).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"


def test_a_change_and_a_doubt_and_a_cancellation_are_told():
    states = [moment(NOW, sequence=4), moment(NOW, sure=False), moment(NOW, cancelled=True)]
    events = read(*states).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert events[0]["sequence"] == 4


def test_an_empty_agenda_is_a_calendar_too():
    assert read().walk("VEVENT") == []
