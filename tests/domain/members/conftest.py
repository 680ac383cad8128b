from collections.abc import Callable

import pytest

from kpacite.domain.organisations.selectors import Hats, hats_of
from kpacite.domain.people.models import Account
from tests.factories.people import TODAY


@pytest.fixture
def hats_today() -> Callable[[Account], Hats]:
    return lambda account: hats_of(account.person, TODAY)
