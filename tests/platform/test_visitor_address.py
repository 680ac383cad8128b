"""Whom a rate limit counts, behind proxies or not."""

import pytest
from django.test import RequestFactory, override_settings

from kpacite.platform.throttle import visitor_address

VISITOR, PROXY = "198.51.100.7", "10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, None, PROXY),
        (0, VISITOR, PROXY),
        (1, VISITOR, VISITOR),
        (1, f"203.0.113.9, {VISITOR}", VISITOR),
        (2, f"{VISITOR}, 10.0.0.1", VISITOR),
        (1, None, PROXY),
        (5, VISITOR, VISITOR),
    ],
)
def test_what_a_visitor_says_of_herself_changes_nothing(
    proxies: int, forwarded: str | None, counted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert visitor_address(request) == counted
