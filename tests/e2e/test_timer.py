"""The watch of the page where hours are noted: it counts while the page is closed, and fills the form in."""

import pytest

from tests.e2e.browser import PHONE

pytestmark = pytest.mark.e2e
NOTE = "/la-cape/heures/noter/"
HOUR_AND_FIVE = 65 * 60 * 1000


def test_it_runs_while_the_page_is_closed_and_fills_the_duration_in(visit):
    page = visit(NOTE, who="Amina", size=PHONE).page
    page.get_by_role("button", name="Mesurer maintenant").click()
    stop = page.get_by_role("button", name="Arrêter et garder")
    assert stop.is_visible()
    page.goto("about:blank")
    page.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {HOUR_AND_FIVE}; }}")
    page.go_back()
    stop.click()
    assert page.get_by_label("Une autre durée").input_value() == "1 h 05"
    assert page.get_by_role("button", name="Mesurer maintenant").is_visible()


def test_without_javascript_nothing_offers_to_measure(visit):
    page = visit(NOTE, who="Amina", size=PHONE, javascript=False).page
    assert not page.get_by_text("Mesurer maintenant").is_visible()
    assert page.get_by_role("radio", name="Autre", exact=True).is_visible()
