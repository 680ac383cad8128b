from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kpacite.domain.members import services
from kpacite.domain.members.models import WelcomeFile
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from tests.factories import members as make


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
def kpa(la_cape: Organisation) -> Kpa:
    make.make_steps(la_cape.kpa)
    make.make_questions(la_cape.kpa)
    return la_cape.kpa


@pytest.fixture
def file(kpa: Kpa, amina: Account) -> WelcomeFile:
    """Amina was named to welcome Sami."""
    row = make.make_file(kpa)
    return services.assign(file=row, welcomer=amina.person, actor=None, now=timezone.now())
