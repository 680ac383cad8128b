"""Who may do what with newcomers and members. `hats` come from `organisations.selectors`; no query here."""

from kpacite.domain.members import rules
from kpacite.domain.members.models import MediationCase, Membership, WelcomeFile
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.people.models import Person


def may_welcome(hats: Hats, kpa: Organisation) -> bool:
    """All the files, and who welcomes whom: the coordination."""
    return permissions.is_coordinator_of(hats, kpa)


def may_open_file(hats: Hats, kpa: Organisation, person: Person, file: WelcomeFile) -> bool:
    """The coordination; and the member who was named to welcome this person, until the welcome is over."""
    is_running = file.state in rules.WAITING
    named = is_running and file.welcomer_id == person.pk and permissions.is_member_of(hats, kpa)
    return may_welcome(hats, kpa) or named


def may_admit(hats: Hats, kpa: Organisation) -> bool:
    """The coordination closes the welcome: charter, membership, withdrawal."""
    return permissions.is_coordinator_of(hats, kpa)


def may_follow(hats: Hats, kpa: Organisation) -> bool:
    """Pauses and departures of members: the coordination."""
    return permissions.is_coordinator_of(hats, kpa)


def may_read_membership(hats: Hats, kpa: Organisation, person: Person, membership: Membership) -> bool:
    """A member reads her own; the coordination reads all of them."""
    return membership.person_id == person.pk or may_follow(hats, kpa)


def may_read_mediation(person: Person, case: MediationCase, parties: frozenset[int]) -> bool:
    """The mediator and the parties, whatever their hats. `parties`: keys of the persons heard."""
    return mediates(person, case) or person.pk in parties


def mediates(person: Person, case: MediationCase) -> bool:
    """The mediator alone writes, and reads what each one said."""
    return case.mediator_id == person.pk


def may_hand_over(
    hats: Hats, kpa: Organisation, person: Person, case: MediationCase, parties: frozenset[int]
) -> bool:
    """The mediator; and the coordination, when nobody helps any more, unless it is a party itself."""
    leads = permissions.is_coordinator_of(hats, kpa) and person.pk not in parties
    return mediates(person, case) or leads


def may_know_of_mediations(hats: Hats, kpa: Organisation) -> bool:
    """The coordination is informed (C3): that a mediation runs and how far it is, never its words."""
    return permissions.is_coordinator_of(hats, kpa)


def may_exclude(hats: Hats, kpa: Organisation, person: Person, case: MediationCase) -> bool:
    """The coordination writes what the group decided, unless she is the one whom it concerns."""
    concerned = case.concerned
    return may_know_of_mediations(hats, kpa) and concerned is not None and concerned.person_id != person.pk
