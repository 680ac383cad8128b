"""The money of someone who leaves: asked for before she goes."""

import pytest

from kpacite.domain.members import services as members
from kpacite.domain.members.enums import MemberState
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove
from kpacite.domain.sharing.services.errors import MoneyLeft
from kpacite.kernel.money import Euro
from tests.factories.members import ADULT, make_membership
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
ALL = {"situation": True, "equipment": True, "balance": True}


@pytest.fixture
def leaving(amina, la_cape):
    stay = make_membership(amina.person, la_cape.kpa, birth_date=ADULT)
    return members.announce_leaving(membership=stay, leaving_on=TODAY, **BY)


def owe(membership, cents, kind=BalanceKind.SHARE):
    BalanceMove.objects.create(
        person=membership.person,
        kpa=membership.kpa,
        kind=kind,
        cents=cents,
        day=TODAY,
        sentence="Exemple.",
        key=f"{kind}:{cents}",
        recorded_at=NOW,
    )


def test_with_nothing_owed_the_three_ticks_let_her_go(leaving):
    row = services.settle_exit(membership=leaving, **ALL, **BY)
    assert (row.state, row.end) == (MemberState.LEFT, TODAY)


def test_a_balance_is_settled_once_it_is_asked_for(leaving):
    owe(leaving, 120_00)
    with pytest.raises(MoneyLeft):
        services.settle_exit(membership=leaving, **ALL, **BY)
    part = services.settle_exit(membership=leaving, **(ALL | {"balance": False}), **BY)
    assert (part.state, part.exit.equipment_returned) == (MemberState.LEAVING, True)
    services.ask_for_pay(kpa=leaving.kpa, person=leaving.person, amount=Euro(120_00), today=TODAY, **BY)
    assert services.settle_exit(membership=part, **ALL, **BY).state == MemberState.LEFT


def test_a_held_sum_and_a_debt_keep_nobody(leaving):
    owe(leaving, 50_00, BalanceKind.HELD)
    owe(leaving, -10_00, BalanceKind.CORRECTION)
    assert services.settle_exit(membership=leaving, **ALL, **BY).state == MemberState.LEFT


def test_a_tick_keeps_its_first_day_and_may_be_taken_back(leaving):
    first = services.settle_exit(membership=leaving, situation=True, equipment=False, balance=False, **BY)
    assert first.situation_noted_on == TODAY
    again = services.settle_exit(membership=first, situation=False, equipment=True, balance=False, **BY)
    assert (again.situation_noted_on, again.equipment_returned_on) == (None, TODAY)
