from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import services
from kpacite.domain.paths.models import Path, StageMove
from kpacite.domain.people.models import Account
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

WORDS = "Je voudrais apprendre à cuisiner."


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
def journey(la_cape: Organisation, amina: Account) -> Path:
    """Amina's path at La Cape; nobody walks beside her yet."""
    return make_path(la_cape, amina, start=date(2025, 9, 1))


@pytest.fixture
def wish(journey: Path) -> StageMove:
    return services.propose_stage(path=journey, rank=1, words=WORDS, actor=None, now=NOW)


@pytest.fixture
def chosen(journey: Path, gaelle: Account) -> Account:
    """Gaëlle, whom Amina chose."""
    services.choose_companion(path=journey, person=gaelle.person, actor=None, today=TODAY, now=NOW)
    return gaelle
