from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from tests.factories.activities import join, make_activity


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


@pytest.fixture
def cuisine(la_cape: Organisation, bilal: Account) -> Activity:
    """The kitchen of La Cape; Bilal answers for it."""
    activity = make_activity(la_cape, "Cuisine", code="CUISINE", trade_name="K-PA Traiteur")
    join(activity, bilal, referent=True)
    return activity
