from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from kpacite.domain.people.models import Account
from tests.domain.sales.payments.conftest import book

__all__ = ["book"]


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """The same browser, signed in as this person, with the second proof that some hats ask."""

    def sign_in(account: Account) -> Client:
        Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(account)
        return client

    return sign_in
