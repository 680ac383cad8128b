"""Hostile on purpose: no network, no undefined variable, no luck with the order of rows."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.hostile import flush, network, ordering, undefined

pytest_plugins = ("tests.cast",)
SURROUNDINGS = (network.cut, undefined.refused, ordering.shuffled, flush.allowed)


@pytest.fixture(scope="session", autouse=True)
def _hostile_surroundings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for make_hostile in SURROUNDINGS:
            make_hostile(patch)
        yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL (make test-pg)")
