"""Hours without network: twenty flips between offline and online lose and double nothing."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from tests.e2e.browser import PHONE, new_context

pytestmark = pytest.mark.e2e
NOTE = "/la-cape/heures/noter/"
FLIPS = 20


@pytest.fixture
def phone(browser, fresh_site):
    """Amina's phone, with the page where hours are noted kept for the days without network."""
    session = fresh_site.session(browser, "Amina")
    with new_context(browser, size=PHONE, session=session) as context:
        page = context.new_page()
        page.goto(fresh_site.url + NOTE)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
        page.evaluate(
            """async (address) => {
                const pages = await caches.open("kpacite-pages");
                const kept = () => pages.match(address, { ignoreVary: true });
                while (!(await kept())) await new Promise((later) => setTimeout(later, 50));
            }""",
            fresh_site.url + NOTE,
        )
        yield context, page


def noted(site):
    """What the database holds that the demo did not: days and minutes of Amina, in order."""
    asked = (
        "SELECT e.day, e.minutes FROM activities_workentry e JOIN people_person p ON p.id = e.person_id"
        " WHERE p.first_name = 'Amina' ORDER BY e.id"
    )
    with closing(sqlite3.connect(site.database)) as now, closing(sqlite3.connect(site.as_loaded)) as before:
        known = len(before.execute(asked).fetchall())
        return now.execute(asked).fetchall()[known:]


def note(page, minutes, day):
    page.get_by_role("radio", name="Vie commune").check()
    page.get_by_role("radio", name="Autre", exact=True).check()
    page.get_by_label("Une autre durée").fill(f"{minutes} min")
    page.get_by_role("radio", name="Autre jour").check()
    page.get_by_label("Un autre jour").fill(f"{day:%d/%m/%Y}")
    page.get_by_role("button", name=re.compile("^Enregistrer")).click()


def waiting(page):
    return page.locator("[data-kpa-items] > li").count()


def test_twenty_flips_lose_and_double_nothing(phone, fresh_site):
    context, page = phone
    first = date(2026, 1, 5)
    wanted = []
    for flip in range(FLIPS):
        day, minutes = first + timedelta(days=flip), 31 + flip
        wanted.append((day.isoformat(), minutes))
        context.set_offline(True)
        page.goto(fresh_site.url + NOTE)
        note(page, minutes, day)
        page.get_by_text("Pas de réseau. Vos heures restent dans ce téléphone.").wait_for()
        assert waiting(page) == 1
        assert "dans ce téléphone" in page.locator("[data-kpa-items]").inner_text()
        context.set_offline(False)
        # The browser may tell « online » before or after the tap: both send, once.
        if flip % 2:
            page.evaluate("() => document.querySelector('[data-kpa-flush]').click()")
        page.get_by_text("C’est envoyé.").wait_for()
        assert "envoyé" in page.locator("[data-kpa-items]").inner_text()
    assert noted(fresh_site) == wanted


def test_an_answer_lost_on_its_way_is_not_noted_twice(phone, fresh_site):
    _context, page = phone
    day = date(2026, 2, 2)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**" + NOTE, lambda route: lose(route) if route.request.method == "POST" else route.fallback())
    note(page, 40, day)
    page.get_by_text("Pas de réseau.").wait_for()
    page.unroute("**" + NOTE)
    page.get_by_role("button", name="Envoyer maintenant").click()
    page.get_by_text("C’est envoyé.").wait_for()
    assert noted(fresh_site) == [(day.isoformat(), 40)]


def test_hours_wait_while_the_browser_is_closed_and_leave_when_the_page_opens(phone, fresh_site):
    context, page = phone
    context.set_offline(True)
    page.goto(fresh_site.url + NOTE)
    note(page, 45, date(2026, 2, 3))
    page.get_by_text("Pas de réseau.").wait_for()
    page.close()
    context.set_offline(False)
    assert noted(fresh_site) == []
    page = context.new_page()
    page.goto(fresh_site.url + NOTE)
    page.get_by_text("C’est envoyé.").wait_for()
    assert noted(fresh_site) == [("2026-02-03", 45)]


def test_a_doubt_is_asked_in_the_phone(phone, fresh_site):
    context, page = phone
    day = date(2026, 2, 4)
    note(page, 30, day)
    page.wait_for_url("**/la-cape/heures/")
    page.goto(fresh_site.url + NOTE)
    context.set_offline(True)
    note(page, 60, day)
    page.get_by_text("Pas de réseau.").wait_for()
    context.set_offline(False)
    page.get_by_role("button", name="Noter quand même").click()
    page.locator("[data-kpa-items]").get_by_text("envoyé", exact=True).wait_for()
    assert noted(fresh_site) == [(day.isoformat(), 30), (day.isoformat(), 60)]


def block_posts(route):
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def test_leaving_warns_then_wipes(phone, fresh_site):
    context, page = phone
    context.set_offline(True)
    note(page, 50, date(2026, 2, 5))
    page.get_by_text("Pas de réseau.").wait_for()
    page.route("**" + NOTE, block_posts)
    context.set_offline(False)
    page.goto(fresh_site.url + "/deconnexion/")
    page.get_by_text("Des heures ne sont pas encore envoyées.").wait_for()
    page.get_by_role("button", name="Fermer ma session").click()
    page.wait_for_url(lambda address: "deconnexion" not in address)
    left = page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("kpacite-hours", 1);
            opening.onsuccess = () => {
                const asked = opening.result.transaction("queue").objectStore("queue").count();
                asked.onsuccess = () => resolve(asked.result);
            };
        })"""
    )
    assert (left, page.evaluate("() => caches.has('kpacite-pages')")) == (0, False)
    assert noted(fresh_site) == []


def test_nothing_but_that_page_and_its_drawing_is_kept(phone, fresh_site):
    _context, page = phone
    page.goto(fresh_site.url + "/la-cape/")
    page.goto(fresh_site.url + "/la-cape/heures/")
    kept = page.evaluate(
        """async () => {
            const names = await caches.keys();
            const stores = await Promise.all(names.map((name) => caches.open(name)));
            const requests = await Promise.all(stores.map((store) => store.keys()));
            return requests.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert {path for path in kept if not path.startswith("/static/")} == {NOTE}


def test_hours_are_noted_in_three_taps_from_the_home(browser, fresh_site):
    with new_context(browser, size=PHONE, session=fresh_site.session(browser, "Amina")) as context:
        page = context.new_page()
        page.goto(fresh_site.url + "/la-cape/")
        page.get_by_role("link", name="Noter mes heures").first.click()
        page.get_by_role("radio", name="3 h", exact=True).check()
        page.get_by_role("button", name="Enregistrer 3 h").click()
        page.wait_for_url("**/la-cape/heures/")
        page.get_by_text("C’est enregistré.").wait_for()
