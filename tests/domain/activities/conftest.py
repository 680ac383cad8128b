import pytest

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Organisation
from tests.factories.activities import make_activity


@pytest.fixture
def cuisine(la_cape: Organisation) -> Activity:
    return make_activity(la_cape, "Cuisine", code="CUISINE")
