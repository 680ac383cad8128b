"""A month of hours as the coordination sees it before closing it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import HoursUse
from kpacite.domain.activities.selectors.closings import MonthLine, month_lines, waiting_in
from kpacite.kernel.period import Period
from tests.factories.activities import confirm, make_activity, make_hours
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
MONTH = Period.month(TODAY.year, TODAY.month)
BY = {"actor": None, "now": NOW}


@pytest.fixture
def cuisine(la_cape):
    return make_activity(la_cape, "Cuisine")


def test_each_activity_says_what_waits_and_what_is_paid(la_cape, cuisine, amina, bilal) -> None:
    paid = make_hours(la_cape, amina, 120, kind="work", activity=cuisine)
    make_hours(la_cape, bilal, 60, kind="work", activity=cuisine)
    make_hours(la_cape, amina, 30, kind="common")
    confirm(make_hours(la_cape, amina, 45, kind="common"), bilal)
    services.claim_hours(entries=[paid.pk], use=HoursUse.SHARING, source="job:1", **BY)
    assert month_lines(la_cape, MONTH) == [
        MonthLine(cuisine, noted=180, waiting=180, lines=2, paid=120),
        MonthLine(None, noted=75, waiting=30, lines=1),
    ]
    assert [one.person for one in waiting_in(la_cape, cuisine, MONTH)] == [amina.person, bilal.person]


def test_what_was_taken_back_or_belongs_to_another_month_is_not_counted(la_cape, cuisine, amina) -> None:
    wrong = make_hours(la_cape, amina, 120, kind="work", activity=cuisine)
    services.cancel_hours(entry=wrong, client_id=uuid4(), **BY)
    make_hours(la_cape, amina, 60, kind="work", activity=cuisine, day=date(2026, 1, 31))
    assert month_lines(la_cape, MONTH) == []


def test_a_closed_month_is_told_even_without_hours(la_cape, cuisine) -> None:
    closing = services.close_month(kpa=la_cape.kpa, activity=cuisine, month=TODAY, reason="Rien", **BY)
    assert month_lines(la_cape, MONTH) == [MonthLine(cuisine, closing=closing)]
    services.reopen_month(closing=closing, reason="Erreur", **BY)
    assert month_lines(la_cape, MONTH) == []


def test_three_activities_or_thirty_ask_the_same(la_cape, amina) -> None:
    def asked(count: int) -> int:
        for _rank in range(count):
            make_hours(la_cape, amina, 5, kind="work", activity=make_activity(la_cape))
        with CaptureQueriesContext(connection) as queries:
            month_lines(la_cape, MONTH)
        return len(queries)

    assert asked(3) == asked(27)
