"""Who may do what with a charter. `hats` come from `organisations.selectors.hats_of`; no query here."""

from kpacite.domain.governance import rules
from kpacite.domain.governance.enums import Publication, VersionState
from kpacite.domain.governance.models import Charter, CharterVersion
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.permissions import is_coordinator_of, is_member_of
from kpacite.domain.organisations.selectors import Hats


def may_write_charter(hats: Hats, kpa: Organisation) -> bool:
    """The coordination holds the pen for the members, and keeps the signatures."""
    return is_coordinator_of(hats, kpa)


def is_asked_to_sign(hats: Hats, kpa: Organisation) -> bool:
    """Coopérant·es, référent·es, contributors and the coordination; who only hosts the KPA reads."""
    return bool(hats.roles_in(kpa) & rules.SIGNING_ROLES)


def may_read_version(hats: Hats, version: CharterVersion) -> bool:
    """Everyone: what is or was in force, unless the KPA keeps it for its members; what is discussed, when
    the KPA opened it to all. Members: everything but a draft. The coordination: everything.
    """
    kpa, state = version.charter.organisation, VersionState(version.state)
    return (
        state in readable_by_everyone(version.charter)
        or (is_member_of(hats, kpa) and state != VersionState.DRAFT)
        or may_write_charter(hats, kpa)
    )


def readable_by_everyone(charter: Charter) -> frozenset[VersionState]:
    """The states of the versions that the public page shows."""
    match charter.publication:
        case Publication.DISCUSSION:
            return rules.FROZEN_STATES | {VersionState.DISCUSSED}
        case Publication.IN_FORCE:
            return rules.FROZEN_STATES
    return frozenset()
