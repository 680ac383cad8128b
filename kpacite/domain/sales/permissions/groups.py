"""Who acts for a group, in sales. `hats` and `seat` come from selectors; no query here."""

from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sales.selectors.seats import Seat


def may_prepare(hats: Hats, seat: Seat, kpa: Organisation, activity: int | None) -> bool:
    """Prepare a quote, an order, an invoice: the members of the activity's group.

    Without an activity, any member of a group of the KPA. Where no référent·e answers for the activity (or,
    without an activity, for any), the coordination stands in (decision 0010).
    """
    if not permissions.is_member_of(hats, kpa):
        return False
    if activity is None:
        return bool(seat.member_of) or (permissions.is_coordinator_of(hats, kpa) and not seat.led)
    stands_in = permissions.is_coordinator_of(hats, kpa) and activity not in seat.led
    return activity in seat.member_of or stands_in


def may_review(hats: Hats, seat: Seat, kpa: Organisation, activity: int | None) -> bool:
    """Say that a quote is right: a référent·e of the activity's group, or the accountants of the carrier.

    Where no référent·e answers for the activity, the coordination stands in (decision 0010).
    """
    if permissions.carries(hats, kpa):
        return True
    if not permissions.is_member_of(hats, kpa):
        return False
    stands_in = permissions.is_coordinator_of(hats, kpa) and activity not in seat.led
    return stands_in or (bool(seat.referent_of) if activity is None else activity in seat.referent_of)
