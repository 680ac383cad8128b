"""What every page promises, tried on every page of the URLconf.

One visit serves all the checks that only look: opening a page costs more than looking at it in another size.
Whatever is wrong is told at the end, all of it, with the size and the theme it was seen in.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e import checks, pages
from tests.e2e.browser import DESKTOP, PHONE, SMALLEST, ZOOMED_400, Size, Visit
from tests.e2e.findings import Findings

pytestmark = pytest.mark.e2e

# By who looks: the same window serves all the pages of one person.
PAGES = sorted(pages.pages(), key=lambda case: (case.who or "", str(case)))
# Its buttons are samples that do nothing, and it shows every component at once.
LIVE_PAGES = [case for case in PAGES if case.name != "showcase"]
MOST_BYTES, MOST_REQUESTS = 120_000, 8
RIGHT_TO_LEFT = ["/", "/moi/lecture/", "/composants/"]
SKIP_LINK = "a « Aller au contenu"


def keyboard_reaches_everything(page: Page) -> None:
    walked = checks.tab_walk(page)
    assert walked[0].startswith(SKIP_LINK), f"The walk begins at {walked[0]}"


def no_sideways_scroll(page: Page) -> None:
    checks.no_sideways_scroll(page)


Check = Callable[[Page], None]
# In this order: the page is weighed before anything else is asked of it, and walked last.
# The dark theme gives other values to the stylesheet's colours and changes nothing else: there, axe need not
# read the structure again. The wide window puts the same page in another frame, which is read and walked once
# for each area and person.
ROUND: list[tuple[str, Size, str, list[Check]]] = [
    ("390 px, light", PHONE, "light", [checks.axe, checks.targets_big_enough]),
    ("390 px, dark", PHONE, "dark", [checks.axe_colours]),
    ("1280 px, light", DESKTOP, "light", [checks.targets_big_enough]),
    ("390 px", PHONE, "light", [keyboard_reaches_everything]),
    ("390 px, letters twice as big", PHONE, "light", [checks.text_at_double_size]),
    ("320 px", SMALLEST, "light", [no_sideways_scroll]),
    ("zoomed four times", ZOOMED_400, "light", [no_sideways_scroll, checks.bars_leave_room]),
]
FRAMED: list[tuple[str, Size, str, list[Check]]] = [
    ("1280 px, dark", DESKTOP, "dark", [checks.axe_colours]),
    ("1280 px, light", DESKTOP, "light", [checks.axe, keyboard_reaches_everything]),
]
FIRST_OF_AREA = {(case.area, case.who): case for case in reversed(PAGES)}


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_it_keeps_every_promise(viewer, case):
    with viewer.visit(case.path(), who=case.who) as opened:
        keeps_every_promise(opened, case)


def keeps_every_promise(opened: Visit, case: pages.PageCase) -> None:
    assert opened.status == 200
    assert urlsplit(opened.page.url).path == case.path(), "It leads to another page: see NOT_PAGES."
    found = Findings()
    framed = FIRST_OF_AREA[case.area, case.who] == case
    for where, size, theme, wanted in [*ROUND, *(FRAMED if framed else [])]:
        opened.look(size=size, theme=theme)
        for check in wanted:
            with found.at(f"{check.__name__}, {where}"):
                check(opened.page)
        if (size, theme) == (PHONE, "dark") and case in LIVE_PAGES:
            with found.at("first view"):
                assert_light(opened)
    with found.at("whole visit"):
        opened.assert_quiet()
    found.assert_none()


def assert_light(opened: Visit) -> None:
    """The two themes of the phone have been looked at by now: what a page fetches late is in."""
    weight = opened.scale.weigh()
    assert not opened.scale.elsewhere(opened.origin)
    assert weight.bytes <= MOST_BYTES, f"{weight.bytes} bytes\n{weight.detail}"
    assert weight.requests <= MOST_REQUESTS, f"{weight.requests} requests\n{weight.detail}"


@pytest.mark.parametrize("case", LIVE_PAGES, ids=str)
def test_it_works_without_javascript(viewer, case):
    with viewer.visit(case.path(), who=case.who, size=DESKTOP, javascript=False) as opened:
        assert opened.status == 200
        found = Findings()
        for check in (checks.dead_controls, checks.hidden_without_scripts):
            with found.at(f"{check.__name__}, no JavaScript"):
                check(opened.page)
        found.assert_none()


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
