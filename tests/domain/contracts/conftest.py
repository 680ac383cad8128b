import pytest

from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from tests.factories import contracts


@pytest.fixture
def draft(amina: Account, la_cape: Organisation, carrier: Organisation) -> SupportContract:
    return contracts.draft(amina.person, la_cape.kpa, carrier)
