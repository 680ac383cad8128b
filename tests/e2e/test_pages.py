"""What every page promises, tried on every page of the URLconf."""

from urllib.parse import urlsplit

import pytest

from tests.e2e import checks, pages
from tests.e2e.browser import DESKTOP, PHONE, SMALLEST, ZOOMED_400, new_context

pytestmark = pytest.mark.e2e

PAGES = pages.pages()
# Its buttons are samples that do nothing, and it shows every component at once.
LIVE_PAGES = [case for case in PAGES if case.name != "showcase"]
MOST_BYTES, MOST_REQUESTS = 120_000, 8
RIGHT_TO_LEFT = ["/", "/moi/lecture/", "/composants/"]
SKIP_LINK = "a « Aller au contenu"

every_page = pytest.mark.parametrize("case", PAGES, ids=str)
every_live_page = pytest.mark.parametrize("case", LIVE_PAGES, ids=str)


@every_page
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_phone_and_desktop(visit, case, theme):
    opened = visit(case.path(), who=case.who, theme=theme, size=PHONE)
    assert opened.status == 200
    assert urlsplit(opened.page.url).path == case.path(), "It leads to another page: see NOT_PAGES."
    checks.axe(opened.page)
    opened.look(size=DESKTOP)
    checks.axe(opened.page)

    opened.assert_quiet()


@every_page
def test_it_fits_at_320_pixels_zoomed_four_times_and_with_letters_twice_as_big(visit, case):
    opened = visit(case.path(), who=case.who, size=SMALLEST)
    checks.no_sideways_scroll(opened.page)
    opened.look(size=ZOOMED_400)
    checks.no_sideways_scroll(opened.page)
    checks.bars_leave_room(opened.page)
    opened.look(size=PHONE)
    checks.text_at_double_size(opened.page)


@every_page
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1280"])
def test_fingers_and_keyboard_reach_everything(visit, case, size):
    opened = visit(case.path(), who=case.who, size=size)
    checks.targets_big_enough(opened.page)

    walked = checks.tab_walk(opened.page)

    assert walked[0].startswith(SKIP_LINK), walked[0]


@every_live_page
def test_it_works_without_javascript(visit, case):
    opened = visit(case.path(), who=case.who, javascript=False)

    assert opened.status == 200
    assert checks.dead_controls(opened.page) == []
    assert checks.hidden_without_scripts(opened.page) == []


@every_live_page
def test_the_first_view_is_light_and_asks_nothing_elsewhere(browser, site, case):
    session = site.session(browser, case.who) if case.who else None
    with new_context(browser, session=session, size=PHONE) as context:
        weight = checks.weight(context.new_page(), site.url + case.path())

    assert weight.bytes <= MOST_BYTES, weight.detail
    assert weight.requests <= MOST_REQUESTS, weight.detail


@pytest.mark.parametrize("path", RIGHT_TO_LEFT)
def test_arabic_reads_from_right_to_left(visit, path):
    opened = visit(path, language="ar", size=SMALLEST)
    root = opened.page.locator("html")

    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    for size in (SMALLEST, PHONE, DESKTOP):
        opened.look(size=size)
        checks.no_sideways_scroll(opened.page, size[0])
        assert checks.starts_on_the_right(opened.page)
    checks.axe(opened.page)
