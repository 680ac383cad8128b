from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from kpacite.domain.people.models import Account
from tests.factories.people import make_account

PASSWORD = "trois mots à moi"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_home(settings: Settings) -> None:
    """Where one lands is another area's business."""
    settings.LOGIN_REDIRECT_URL = "/moi/"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "/connexion/"


@pytest.fixture
def amina_with_password(amina: Account) -> Account:
    amina.set_password(PASSWORD)
    amina.save()
    return amina


@pytest.fixture
def chloe_with_password(chloe: Account) -> Account:
    chloe.set_password(PASSWORD)
    chloe.save()
    return chloe


@pytest.fixture
def stranger(db: None) -> Account:
    """An account without any hat."""
    return make_account("Zoé")
