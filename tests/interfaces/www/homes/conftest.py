from collections.abc import Callable

import pytest
from django.test import Client

from kpacite.domain.people.models import Account


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """The same browser, signed in as this person."""

    def sign_in(account: Account) -> Client:
        client.force_login(account)
        return client

    return sign_in
