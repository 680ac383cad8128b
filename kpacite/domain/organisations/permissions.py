"""Who may do what in an organisation. `hats` come from `selectors.hats_of`; no query here."""

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats


def is_member_of(hats: Hats, kpa: Organisation) -> bool:
    """Whoever wears a hat in the KPA, or administers its host association.

    Members read everything collective there; a hat adds the power to act, not a private view.
    """
    return bool(hats.roles_in(kpa) & rules.KPA_ROLES) or Role.HOST_ADMIN in hats.linked_roles(kpa)


def is_coordinator_of(hats: Hats, kpa: Organisation) -> bool:
    """Whoever coordinates this KPA today."""
    return Role.KPA_COORDINATOR in hats.roles_in(kpa)


def is_referent_of(hats: Hats, kpa: Organisation) -> bool:
    """Whoever is référent·e in this KPA today."""
    return Role.REFERENT in hats.roles_in(kpa)


def is_host_admin_of(hats: Hats, kpa: Organisation) -> bool:
    """Whoever administers the structure that hosts this KPA."""
    return Role.HOST_ADMIN in hats.roles_in(kpa) | hats.linked_roles(kpa)


def is_accountant_of(hats: Hats, carrier: Organisation) -> bool:
    """Whoever keeps the accounts of this carrier, or of the association that carries its own KPA."""
    return Role.CARRIER_ACCOUNTANT in hats.roles_in(carrier)


def carries(hats: Hats, kpa: Organisation) -> bool:
    """Whoever keeps the accounts of a carrier of this KPA."""
    return Role.CARRIER_ACCOUNTANT in hats.linked_roles(kpa)


def is_network_staff(hats: Hats) -> bool:
    """Whoever sits in the coordination of the network."""
    return hats.has(Role.NETWORK_COORDINATION)


def is_funder(hats: Hats) -> bool:
    """Whoever follows the network for a funder: reports and aggregates, never a file."""
    return hats.has(Role.FUNDER)


def is_staff_role(hats: Hats) -> bool:
    """Whoever wears a hat that opens other people's files: sign-in asks a second factor of her."""
    return hats.has(*rules.STAFF_ROLES)


def may_open_space_of(hats: Hats, kpa: Organisation) -> bool:
    """The space of a KPA: its members, and the accountants of its carrier for what concerns money."""
    return is_member_of(hats, kpa) or carries(hats, kpa)


def may_manage_settings(hats: Hats, organisation: Organisation) -> bool:
    """Settings: of a KPA its coordination, of a carrier its accountants, of the network its coordination."""
    return (
        is_coordinator_of(hats, organisation)
        or is_accountant_of(hats, organisation)
        or Role.NETWORK_COORDINATION in hats.roles_in(organisation)
    )


def may_edit_public_page(hats: Hats, kpa: Organisation) -> bool:
    """The public page of a KPA: its coordination and its contributors write, the others propose."""
    return bool(hats.roles_in(kpa) & {Role.KPA_COORDINATOR, Role.CONTRIBUTOR})


def may_invite(hats: Hats, organisation: Organisation, role: Role) -> bool:
    """In a KPA its coordination; elsewhere those who wear the same hat; the network's coordination may
    invite the first coordinators, host administrators, accountants and funders anywhere.
    """
    in_the_network = {Role.NETWORK_COORDINATION} if is_network_staff(hats) else set()
    givers = hats.roles_in(organisation) | in_the_network
    return rules.role_fits(role, OrganisationKind(organisation.kind)) and role in rules.roles_invitable_by(
        givers
    )


def invitable_roles(hats: Hats, organisation: Organisation) -> list[Role]:
    """The roles that `may_invite` allows here, in the order of the enum: the choices of the form."""
    return [role for role in Role if may_invite(hats, organisation, role)]


def may_end_role(hats: Hats, organisation: Organisation, role: Role) -> bool:
    """Who may give a hat may take it off."""
    return may_invite(hats, organisation, role)


def may_read_inbox(hats: Hats, organisation: Organisation) -> bool:
    """Messages hold people's contact: of a KPA its coordination, of the network its coordination."""
    return is_coordinator_of(hats, organisation) or Role.NETWORK_COORDINATION in hats.roles_in(organisation)


def may_handle_message(hats: Hats, organisation: Organisation) -> bool:
    """Whoever reads an inbox answers it, and puts a message back among those to answer."""
    return may_read_inbox(hats, organisation)


def may_record_facts(hats: Hats, organisation: Organisation) -> bool:
    """Dated facts of a KPA: its coordination, or the network's."""
    return is_coordinator_of(hats, organisation) or is_network_staff(hats)
