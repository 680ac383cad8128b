"""The table of pages, without a browser: in the ordinary suite, so that a new address is noticed at once."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from kpacite.platform.access import PUBLIC, SIGNED_IN, Access, Verdict, declare
from tests.e2e import pages

COORDINATES = Access("planted_rule", "La coordination", lambda _request, _kwargs: Verdict.YES)


def view(_request, **_kwargs):
    return HttpResponse()


PLANTED = (
    path("", declare(PUBLIC)(view), name="planted"),
    path("moi/", include([path("planted/", declare(SIGNED_IN)(view), name="planted_mine")])),
    path("<slug:kpa>/planted/", declare(PUBLIC)(view), name="planted_kpa"),
    path("planted/rule/", declare(COORDINATES)(view), name="planted_rule"),
)


@pytest.fixture
def planted_addresses(settings):
    settings.ROOT_URLCONF = PLANTED


def test_no_page_is_forgotten():
    assert pages.unknown() == []


@pytest.mark.usefixtures("planted_addresses")
def test_an_address_without_a_row_is_noticed(monkeypatch):
    for table in ("SAMPLES", "NOT_PAGES", "VISITORS"):
        monkeypatch.setattr(pages, table, {})

    assert pages.unknown() == [
        "planted_kpa (public) needs a row in SAMPLES, or in NOT_PAGES",
        "planted_rule (planted_rule) needs a row in VISITORS or VISITOR_BY_ACCESS, or in NOT_PAGES",
    ]


@pytest.mark.usefixtures("planted_addresses")
def test_a_row_that_names_no_address_is_noticed():
    assert "kpa_page is in the table, not in the URLconf" in pages.unknown()


@pytest.mark.usefixtures("planted_addresses")
def test_addresses_without_arguments_are_looked_at_by_whom_their_access_wants():
    assert [(case.path(), case.who) for case in pages.pages()] == [("/", None), ("/moi/planted/", "Amina")]


def test_each_page_is_looked_at_once_by_each_visitor():
    names = [str(case) for case in pages.pages()]

    assert len(names) == len(set(names)) > 0
