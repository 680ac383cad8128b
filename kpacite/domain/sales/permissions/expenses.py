"""Who may do what with expenses. `hats` and `seat` come from selectors; no query here."""

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.domain.sales.selectors.seats import Seat


def may_note_expense(hats: Hats, kpa: Organisation) -> bool:
    """Any member of the KPA."""
    return permissions.is_member_of(hats, kpa)


def owns_expense(seat: Seat, claim: ExpenseClaim) -> bool:
    """The person who paid."""
    return seat.person is not None and claim.claimant.kept.pk == seat.person


def may_check_expense(hats: Hats, seat: Seat, kpa: Organisation, claim: ExpenseClaim) -> bool:
    """A référent·e of the group, never for her own expense; for the common, any référent·e.

    The coordination may too: the only référent·e of a group may be the one who paid (decision 0016).
    """
    if owns_expense(seat, claim) or not permissions.is_member_of(hats, kpa):
        return False
    if claim.activity_id in seat.referent_of:
        return True
    if permissions.is_coordinator_of(hats, kpa):
        return True
    return claim.activity_id is None and bool(seat.referent_of)


def may_read_expense(hats: Hats, seat: Seat, kpa: Organisation, claim: ExpenseClaim) -> bool:
    """Who paid, who may check, the coordination; once sent, the accountants of the carrier (elsewhere)."""
    return owns_expense(seat, claim) or may_check_expense(hats, seat, kpa, claim)
