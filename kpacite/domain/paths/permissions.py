"""Who may read or write what of a person's way. `hats` come from `selectors.hats_of`; no query here."""

from kpacite.domain.organisations import permissions as organisations
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats


def may_read_path(*, is_own: bool, is_companion: bool) -> bool:
    """The words of a path: the person herself, and those whom she chose to walk beside her."""
    return is_own or is_companion


def may_see_state(hats: Hats, kpa: Organisation, *, is_own: bool, is_companion: bool) -> bool:
    """Where a path stands (stage and dates): whoever reads it, and the coordination of its KPA."""
    return may_read_path(is_own=is_own, is_companion=is_companion) or organisations.is_coordinator_of(
        hats, kpa
    )


def may_keep_paths(hats: Hats, kpa: Organisation) -> bool:
    """Entries, planned ends, exits and facts for the figures: the coordination of the KPA."""
    return organisations.is_coordinator_of(hats, kpa)


def may_import_people(hats: Hats, organisation: Organisation) -> bool:
    """A file of people: of one KPA its coordination, of the whole network its coordination."""
    return organisations.may_manage_settings(hats, organisation)


def may_look_for_doubles(hats: Hats, kpa: Organisation) -> bool:
    """The coordination of the KPA; that of the network, for people of two KPAs."""
    return may_keep_paths(hats, kpa) or organisations.is_network_staff(hats)


def may_make_one_file(hats: Hats, places: frozenset[int]) -> bool:
    """Two files: whoever coordinates every place where either of them is or was known, or the network."""
    coordinated = {hat.organisation.pk for hat in hats.worn if hat.role == Role.KPA_COORDINATOR}
    return organisations.is_network_staff(hats) or (bool(places) and places <= coordinated)


def may_see_group(
    hats: Hats, kpa: Organisation, *, is_own: bool, is_companion: bool, is_around: bool
) -> bool:
    """Who is around a person: herself, who walks beside her, those who are in it, and the coordination."""
    return is_around or may_see_state(hats, kpa, is_own=is_own, is_companion=is_companion)


def may_propose_support(hats: Hats, kpa: Organisation, *, is_own: bool, is_companion: bool) -> bool:
    """Someone new in the group: the person, who walks beside her, the coordination. She always answers."""
    return may_see_state(hats, kpa, is_own=is_own, is_companion=is_companion)


def may_withdraw_service(hats: Hats, kpa: Organisation) -> bool:
    """Members write the list of services together (C3); taking one away is for the coordination."""
    return organisations.is_coordinator_of(hats, kpa)
