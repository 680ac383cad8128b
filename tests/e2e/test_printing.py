"""What people print fits on the sheets that the design promises."""

import io

import pikepdf
import pytest

pytestmark = pytest.mark.e2e


def test_the_public_bilan_prints_on_three_sheets_at_most(visit):
    page = visit("/reseau/bilan/2022-2023/").page
    page.emulate_media(media="print")
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(sheets)) as document:
        assert len(document.pages) <= 3
