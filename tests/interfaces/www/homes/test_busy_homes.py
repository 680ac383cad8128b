"""The home of everyone in La Cape on a busy day of the demo: it opens often, on slow phones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite import scenarios
from kpacite.domain.people.models import Account
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
BUSY = ("hours", "expenses", "payments", "charters", "members", "contracts", "sales", "sharing", "paths")


@pytest.fixture
def people():
    scenarios.load(BUSY, now=NOW)
    return Account.objects.filter(person__hats__organisation__slug="la-cape").distinct().order_by("pk")


def test_no_home_asks_more_than_fifteen_times(as_, people, time_machine):
    time_machine.move_to(NOW)
    costs = {}
    for account in people:
        browser = as_(account)
        browser.get("/la-cape/")
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get("/la-cape/")
        costs[account.person.first_name] = (answer.status_code, len(asked))
    assert {"Amina", "Bilal", "Chloé"} <= set(costs)
    assert {name: cost for name, cost in costs.items() if cost[1] > MOST_QUERIES} == {}
