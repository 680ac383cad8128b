"""Scenarios that all the tests of a file read: loading them takes longer than the tests."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kpacite import scenarios


def loaded_once(*names: str, now: datetime | None = None) -> Any:
    """A fixture to call `django_db_setup` in a test file. What a test changes is still undone after it.

    The scenarios are loaded inside a transaction, which is given up after the last test of the file.
    """

    @pytest.fixture(scope="module")
    def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        with django_db_blocker.unblock():
            whole_file = transaction.atomic()
            whole_file.__enter__()
            scenarios.load(names, now=now or timezone.now())
        yield
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            whole_file.__exit__(None, None, None)

    return django_db_setup
