"""What was bought for an order: totals for everyone who reads it, notes for those who may read them."""

from typing import Any

from django.http import HttpRequest

from kpacite.domain.organisations.permissions import is_member_of
from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.models import Order
from kpacite.interfaces.www.expenses.wording import rows_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.seats import seat_of


def costs_on(request: HttpRequest, order: Order) -> dict[str, Any]:
    hats, seat, here = hats_of(request), seat_of(request), request.organisation
    costs = selectors.costs_of(order)
    readable = [claim for claim in costs.claims if permissions.may_read_expense(hats, seat, here, claim)]
    return {
        "costs": costs,
        "claims_count": len(costs.claims),
        "own_claims": rows_of(readable),
        "may_buy": is_member_of(hats, here),
    }
