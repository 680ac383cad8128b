"""What people print fits on the sheets that the design promises."""

import io

import pikepdf
import pytest

from tests.e2e import pages

SHEETS = [case for case in pages.pages() if case.name in ("kpa_sheet", "network_sheet")]
pytestmark = pytest.mark.e2e


def sheets_of(page):
    page.emulate_media(media="print")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as document:
        return len(document.pages)


@pytest.mark.parametrize("number", [1, 2])
def test_the_explanation_of_a_sharing_prints_on_one_sheet(visit, number):
    """A validated one, and one that waits for her word."""
    assert sheets_of(visit(f"/la-cape/partages/{number}/", who="Amina").page) == 1


def test_the_public_bilan_prints_on_three_sheets_at_most(visit):
    assert sheets_of(visit("/reseau/bilan/2022-2023/").page) <= 3


@pytest.mark.parametrize("case", SHEETS, ids=str)
def test_a_sheet_of_statistics_prints_on_one_sheet_without_its_buttons(visit, case):
    page = visit(case.path(), who=case.who).page
    assert sheets_of(page) == 1
    assert page.get_by_role("table").count()
    assert not [shown for shown in page.locator("main button, main .btn").all() if shown.is_visible()]
