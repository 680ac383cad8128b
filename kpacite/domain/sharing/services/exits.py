"""What is settled with the money of someone who leaves a KPA."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import services as members
from kpacite.domain.members.models import Membership
from kpacite.domain.sharing.selectors.balances import owed_to
from kpacite.domain.sharing.services.errors import MoneyLeft
from kpacite.platform.audit import Actor


@transaction.atomic
def settle_exit(
    *,
    membership: Membership,
    situation: bool,
    equipment: bool,
    balance: bool,
    actor: Actor | None,
    now: datetime,
) -> Membership:
    """Tick what is settled; once all three are, she has left. The first day of each tick is kept.

    A balance is settled when nothing is owed any more: asked for pay, which the carrier then follows. Held
    sums wait for a contract and do not keep anyone. Raises MoneyLeft, and what `members.settle` raises.
    """
    if balance and owed_to(membership.person, membership.kpa) > 0:
        raise MoneyLeft
    today = timezone.localdate(now)
    membership = members.settle(
        membership=membership,
        situation_noted_on=_day(membership.situation_noted_on, today, is_done=situation),
        equipment_returned_on=_day(membership.equipment_returned_on, today, is_done=equipment),
        balance_routed_on=_day(membership.balance_routed_on, today, is_done=balance),
        actor=actor,
        now=now,
    )
    if membership.exit.is_settled:
        return members.leave(membership=membership, actor=actor, now=now)
    return membership


def _day(known: date | None, today: date, *, is_done: bool) -> date | None:
    return (known or today) if is_done else None
