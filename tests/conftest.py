"""Hostile on purpose: no network, no undefined variable, no luck with the order of rows."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection

from tests.hostile import flush, network, ordering, undefined

pytest_plugins = ("tests.cast",)
SURROUNDINGS = (network.cut, undefined.refused, ordering.shuffled, flush.allowed)


# A busy machine is no defect of the code under test.
hypothesis.settings.register_profile("kpacite", deadline=None)
hypothesis.settings.load_profile("kpacite")


@pytest.fixture(scope="session", autouse=True)
def _hostile_surroundings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for make_hostile in SURROUNDINGS:
            make_hostile(patch)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what the other database proves."""
    others = "sqlite_file" if connection.vendor == "postgresql" else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(others)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(others)]
