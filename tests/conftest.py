"""Hostile on purpose: no network, no undefined variable, no luck with the order of rows."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from kpacite.platform import new_database
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of the tests is at the latest migration, as any other: `kpacite verify` asks."""
    with django_db_blocker.unblock():
        new_database.note_history()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what the other database proves."""
    proved = _proved_on_sqlite if connection.vendor == "postgresql" else _proved_on_postgresql
    left_out = [item for item in items if proved(item)]
    config.hook.pytest_deselected(items=left_out)
    # The longest begin first: one that begins last would be waited for alone.
    items[:] = sorted((item for item in items if not proved(item)), key=lambda item: not _is_long(item))


def _is_long(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, ("long", "postgresql", "sqlite_file", "either_database")))


def _proved_on_sqlite(item: pytest.Item) -> bool:
    """What asks for no database need not be run for each of them."""
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    touches = bool(asked) or any(map(item.get_closest_marker, ("django_db", "postgresql")))
    return not touches or any(map(item.get_closest_marker, ("sqlite_file", "either_database")))


def _proved_on_postgresql(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is not None
