"""One row per person, one column per right: what each may do in La Cape, its carrier and the network."""

import pytest

from kpacite.domain.organisations import permissions, selectors
from kpacite.domain.organisations.enums import Role
from tests.factories.people import TODAY

RIGHTS = {
    "member": permissions.is_member_of,
    "space": permissions.may_open_space_of,
    "coordinator": permissions.is_coordinator_of,
    "settings": permissions.may_manage_settings,
    "page": permissions.may_edit_public_page,
    "inbox": permissions.may_read_inbox,
    "answer": permissions.may_handle_message,
    "facts": permissions.may_record_facts,
}
IN_LA_CAPE = {
    "amina": "member space",
    "bilal": "member space",
    "gaelle": "member space page",
    "chloe": "member space coordinator settings page inbox answer facts",
    "hugo": "member space",
    "driss": "space",
    "esther": "facts",
    "ines": "",
    "fanny": "",
    "karim": "",
}


def hats(account):
    return selectors.hats_of(account.person, TODAY)


@pytest.mark.parametrize("name", IN_LA_CAPE)
def test_each_person_may_do_in_la_cape_what_the_table_says(name, request, la_cape):
    worn = hats(request.getfixturevalue(name))
    allowed = {right for right, may in RIGHTS.items() if may(worn, la_cape)}
    assert allowed == set(IN_LA_CAPE[name].split())


@pytest.mark.parametrize("right", RIGHTS)
def test_nobody_may_do_anything(right, la_cape):
    assert not RIGHTS[right](selectors.hats_of(None, TODAY), la_cape)


def test_settings_belong_to_whoever_runs_the_organisation(driss, esther, carrier, network, la_cape):
    assert permissions.may_manage_settings(hats(driss), carrier)
    assert permissions.may_manage_settings(hats(esther), network)
    assert not permissions.may_manage_settings(hats(esther), la_cape)
    assert not permissions.may_manage_settings(hats(driss), la_cape)


def test_the_network_reads_its_own_inbox_and_no_other(esther, network, la_cape, chloe):
    assert permissions.may_read_inbox(hats(esther), network)
    assert not permissions.may_read_inbox(hats(esther), la_cape)
    assert not permissions.may_read_inbox(hats(chloe), network)


INVITATIONS = [
    ("chloe", "la_cape", Role.COOPERATOR, True),
    ("chloe", "la_cape", Role.KPA_COORDINATOR, True),
    ("chloe", "coop_manau", Role.COOPERATOR, False),
    ("chloe", "la_cape", Role.CARRIER_ACCOUNTANT, False),
    ("chloe", "carrier", Role.CARRIER_ACCOUNTANT, False),
    ("amina", "la_cape", Role.COOPERATOR, False),
    ("bilal", "la_cape", Role.COOPERATOR, False),
    ("esther", "coop_manau", Role.KPA_COORDINATOR, True),
    ("esther", "coop_manau", Role.COOPERATOR, False),
    ("esther", "network", Role.NETWORK_COORDINATION, True),
    ("esther", "carrier", Role.CARRIER_ACCOUNTANT, True),
    ("esther", "funder", Role.FUNDER, True),
    ("driss", "carrier", Role.CARRIER_ACCOUNTANT, True),
    ("driss", "la_cape", Role.COOPERATOR, False),
    ("hugo", "host_association", Role.HOST_ADMIN, True),
    ("ines", "funder", Role.FUNDER, False),
    ("karim", "la_cape", Role.COOPERATOR, False),
]


@pytest.mark.parametrize(("name", "where", "role", "allowed"), INVITATIONS)
def test_each_person_invites_whom_the_table_says(name, where, role, allowed, request):
    worn, organisation = hats(request.getfixturevalue(name)), request.getfixturevalue(where)
    assert permissions.may_invite(worn, organisation, role) is allowed
    assert permissions.may_end_role(worn, organisation, role) is allowed
    assert (role in permissions.invitable_roles(worn, organisation)) is allowed


def test_staff_hats_ask_a_second_factor(chloe, driss, esther, hugo, amina, bilal, gaelle, ines):
    assert all(permissions.is_staff_role(hats(account)) for account in (chloe, driss, esther, hugo))
    assert not any(permissions.is_staff_role(hats(account)) for account in (amina, bilal, gaelle, ines))
    assert all(selectors.holds_staff_role(account.person, TODAY) for account in (chloe, driss, esther, hugo))
    assert not selectors.holds_staff_role(amina.person, TODAY)


def test_the_funder_is_known_by_her_hat(ines, amina):
    assert permissions.is_funder(hats(ines))
    assert not permissions.is_funder(hats(amina))


def test_an_accountant_carries_only_the_kpas_of_her_carrier(driss, la_cape, coop_manau):
    assert permissions.carries(hats(driss), la_cape)
    assert not permissions.carries(hats(driss), coop_manau)


def test_referent_and_host_administrator_are_known_by_their_hats(bilal, hugo, amina, la_cape):
    assert permissions.is_referent_of(hats(bilal), la_cape)
    assert permissions.is_host_admin_of(hats(hugo), la_cape)
    assert not permissions.is_referent_of(hats(amina), la_cape)
    assert not permissions.is_host_admin_of(hats(amina), la_cape)
