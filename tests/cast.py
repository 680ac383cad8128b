"""The same people in every test, each with an account. Their KPAs and hats come with them.

Amina is a coopérante of La Cape, Bilal a référent there, Gaëlle a contributor, Chloé coordinates it, Hugo
administers its host association. Driss keeps the accounts of its carrier, Esther sits in the network's
coordination, Inès follows it for a funder. Fanny belongs to another KPA, and Karim coordinates that one.

    from tests.cast import *  # in tests/conftest.py
"""

import pytest

from kpacite.domain.organisations.enums import LinkRole, OrganisationKind, Role
from kpacite.domain.organisations.models import KpaLink, Organisation
from kpacite.domain.people.models import Account
from tests.factories.organisations import LONG_AGO, carry, make_kpa, make_organisation, wear
from tests.factories.people import make_account

__all__ = [
    "amina",
    "bilal",
    "carrier",
    "chloe",
    "coop_manau",
    "driss",
    "esther",
    "fanny",
    "funder",
    "gaelle",
    "host_association",
    "hugo",
    "ines",
    "karim",
    "la_cape",
    "network",
]


@pytest.fixture
def network(db: None) -> Organisation:
    return make_organisation("KPA-Cité", OrganisationKind.NETWORK, slug="kpa-cite")


@pytest.fixture
def la_cape(db: None) -> Organisation:
    return make_kpa("La Cape", slug="la-cape").organisation


@pytest.fixture
def coop_manau(db: None) -> Organisation:
    return make_kpa("Coop’Manau", slug="coop-manau").organisation


@pytest.fixture
def carrier(la_cape: Organisation) -> Organisation:
    carrier = make_organisation("Opteos", OrganisationKind.CARRIER, slug="opteos")
    carry(la_cape.kpa, carrier)
    return carrier


@pytest.fixture
def host_association(la_cape: Organisation) -> Organisation:
    association = make_organisation("Association exemple", OrganisationKind.ASSOCIATION, slug="association")
    KpaLink.objects.create(
        kpa=la_cape.kpa, organisation=association, role=LinkRole.HOST_ASSOCIATION, start=LONG_AGO
    )
    return association


@pytest.fixture
def funder(db: None) -> Organisation:
    return make_organisation("Fondation exemple", OrganisationKind.PARTNER, slug="fondation-exemple")


def _wearer(first_name: str, role: Role, organisation: Organisation) -> Account:
    account = make_account(first_name)
    wear(account, role, organisation)
    return account


@pytest.fixture
def amina(la_cape: Organisation) -> Account:
    return _wearer("Amina", Role.COOPERATOR, la_cape)


@pytest.fixture
def bilal(la_cape: Organisation) -> Account:
    return _wearer("Bilal", Role.REFERENT, la_cape)


@pytest.fixture
def gaelle(la_cape: Organisation) -> Account:
    return _wearer("Gaëlle", Role.CONTRIBUTOR, la_cape)


@pytest.fixture
def chloe(la_cape: Organisation) -> Account:
    return _wearer("Chloé", Role.KPA_COORDINATOR, la_cape)


@pytest.fixture
def hugo(host_association: Organisation) -> Account:
    return _wearer("Hugo", Role.HOST_ADMIN, host_association)


@pytest.fixture
def driss(carrier: Organisation) -> Account:
    return _wearer("Driss", Role.CARRIER_ACCOUNTANT, carrier)


@pytest.fixture
def esther(network: Organisation) -> Account:
    return _wearer("Esther", Role.NETWORK_COORDINATION, network)


@pytest.fixture
def ines(funder: Organisation) -> Account:
    return _wearer("Inès", Role.FUNDER, funder)


@pytest.fixture
def fanny(coop_manau: Organisation) -> Account:
    return _wearer("Fanny", Role.COOPERATOR, coop_manau)


@pytest.fixture
def karim(coop_manau: Organisation) -> Account:
    return _wearer("Karim", Role.KPA_COORDINATOR, coop_manau)
