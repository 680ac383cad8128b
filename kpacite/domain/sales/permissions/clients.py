"""Who may read and write the book of clients. `hats` and `seat` come from selectors; no query here."""

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sales.selectors.seats import Seat


def may_read_clients(hats: Hats, kpa: Organisation) -> bool:
    """Members read everything collective of their KPA; the accountants of its carrier read it too."""
    return permissions.may_open_space_of(hats, kpa)


def may_write_clients(hats: Hats, seat: Seat, kpa: Organisation) -> bool:
    """Whoever sells: the members of any group of the KPA. With no group led by anyone, the coordination."""
    if not permissions.is_member_of(hats, kpa):
        return False
    return bool(seat.member_of) or (permissions.is_coordinator_of(hats, kpa) and not seat.led)
