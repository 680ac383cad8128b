from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.accounts.second_factor import DEMO_SESSION
from tests.domain.governance.charters import TEXT, put_in_force
from tests.factories.people import NOW


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


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


@pytest.fixture
def version(la_cape: Organisation) -> CharterVersion:
    return put_in_force(la_cape, TEXT, start=date(2026, 1, 15))
