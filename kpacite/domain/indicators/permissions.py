"""Who reads and who freezes a bilan. `hats` come from organisations' selectors; no query here."""

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats


def may_freeze(hats: Hats) -> bool:
    """The network's coordination prepares, freezes and publishes, with exact numbers before its eyes."""
    return permissions.is_network_staff(hats)


def may_read_of(hats: Hats, kpa: Organisation) -> bool:
    """The members of a KPA read its bilan as everybody would: some are the few people of a small class."""
    return permissions.is_member_of(hats, kpa)


def may_read_as_funder(hats: Hats) -> bool:
    """Funders read what was published for them, under their agreement."""
    return permissions.is_funder(hats)
