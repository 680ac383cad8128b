"""The coordination closes a month that is over, after reading what waits; and opens it again to repair."""

from datetime import date

import pytest
from django.utils import timezone

from kpacite.domain.activities.models import HoursClosing
from kpacite.kernel.period import add_months
from tests.factories.activities import make_hours
from tests.interfaces.www.hours.test_mine_and_confirming import text_of

pytestmark = pytest.mark.django_db
MONTHS = "/la-cape/heures/mois/"


@pytest.fixture
def last() -> date:
    """A day of the month before."""
    return add_months(timezone.localdate().replace(day=1), -1)


def close(last: date, trade: int) -> str:
    return f"{MONTHS}{last.year}-{last.month}/{trade}/fermer/"


def test_she_reads_what_waits_then_closes_the_month(as_, chloe, amina, la_cape, cuisine, last) -> None:
    make_hours(la_cape, amina, 150, kind="work", activity=cuisine, day=last)
    browser = as_(chloe)
    assert MONTHS in text_of(browser.get("/la-cape/heures/"))
    page = text_of(browser.get(MONTHS))
    assert "1 ligne attend une validation" in page
    assert close(last, cuisine.pk) in page
    asked = text_of(browser.get(close(last, cuisine.pk)))
    assert "Amina : " in asked
    assert "Des heures attendent une validation" in asked
    assert "fermer" in text_of(browser.post(close(last, cuisine.pk), {"reason": ""}), 422)
    assert not HoursClosing.objects.exists()
    browser.post(close(last, cuisine.pk), {"reason": "Partagées."})
    closing = HoursClosing.objects.get()
    assert (closing.start, closing.activity, closing.reason) == (last, cuisine, "Partagées.")
    assert "Fermé le" in text_of(browser.get(MONTHS))
    assert "déjà fermé" in text_of(browser.post(close(last, cuisine.pk), {"reason": "Encore"}), 422)

    reopen = f"{MONTHS}{closing.pk}/rouvrir/"
    assert "une erreur se corrige par une ligne contraire" in text_of(browser.get(reopen))
    assert "rouvrir" in text_of(browser.post(reopen, {"reason": ""}), 422)
    browser.post(reopen, {"reason": "Une journée oubliée."})
    closing.refresh_from_db()
    assert closing.reopen_reason == "Une journée oubliée."
    assert browser.get(reopen).status_code == 404


def test_hours_without_activity_close_apart(as_, chloe, amina, la_cape, last) -> None:
    make_hours(la_cape, amina, 60, kind="common", day=last)
    as_(chloe).post(close(last, 0), {"reason": "Bilan du mois."})
    assert HoursClosing.objects.get().activity is None


def test_a_month_that_goes_on_stays_open(as_, chloe, amina, la_cape, cuisine) -> None:
    today = timezone.localdate()
    make_hours(la_cape, amina, 60, kind="work", activity=cuisine, day=today)
    browser = as_(chloe)
    assert "Ce mois n’est pas fini" in text_of(browser.get(f"{MONTHS}?mois={today:%Y-%m}"))
    assert browser.post(close(today, cuisine.pk), {"reason": "Trop tôt"}).status_code == 404
    assert browser.get(f"{MONTHS}2026-13/0/fermer/").status_code == 404


def test_only_the_coordination_closes(as_, request, amina, la_cape, cuisine, last) -> None:
    make_hours(la_cape, amina, 60, kind="work", activity=cuisine, day=last)
    for name, status in (("amina", 403), ("bilal", 403), ("fanny", 404)):
        browser = as_(request.getfixturevalue(name))
        assert browser.get(MONTHS).status_code == status
        assert browser.post(close(last, cuisine.pk), {"reason": "x"}).status_code == status
    assert MONTHS not in text_of(as_(amina).get("/la-cape/heures/"))
