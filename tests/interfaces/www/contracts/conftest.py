from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from kpacite.domain.activities.models import Activity
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from tests.factories import contracts as make
from tests.factories.activities import make_activity


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """The same browser, signed in as this person, with the second proof that some hats ask."""

    def sign_in(account: Account) -> Client:
        Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def cuisine(la_cape: Organisation) -> Activity:
    return make_activity(la_cape, "Cuisine", code="CUISINE")


@pytest.fixture
def draft(amina: Account, la_cape: Organisation, carrier: Organisation, cuisine: Activity) -> SupportContract:
    """A file that starts in a month from today, whatever today is: the screens know only the real day."""
    start = timezone.localdate() + timedelta(days=30)
    end = start + timedelta(days=300)
    return make.draft(amina.person, la_cape.kpa, carrier, start=start, end=end)
