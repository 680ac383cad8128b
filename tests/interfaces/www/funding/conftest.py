from collections.abc import Callable

import pytest
from django.test import Client

from kpacite.domain.people.models import Account
from kpacite.interfaces.www.accounts.second_factor import DEMO_SESSION


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """The same browser, signed in as this person as the demo does: two proofs count as given."""

    def sign_in(account: Account) -> Client:
        client.force_login(account)
        session = client.session
        session[DEMO_SESSION] = True
        session.save()
        return client

    return sign_in
