"""A common pot: every cent in and out is written once, and nobody says yes to herself."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import PotProposalState
from kpacite.domain.sharing.models import PotMove
from kpacite.domain.sharing.selectors import pots
from kpacite.domain.sharing.services import errors
from kpacite.kernel.money import Euro
from tests.factories.people import NOW
from tests.factories.sharing import BY, TODAY, make_pot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot(la_cape):
    pot = make_pot(la_cape)
    services.move_pot(pot=pot, cents=85_93, day=TODAY, label="Partage du buffet", key="sharing:1", now=NOW)
    return pot


def spend(pot, person, cents=50_00):
    return services.propose_spending(pot=pot, person=person, amount=Euro(cents), purpose="Un four", **BY)


def decide(proposal, person, *, accepted=True):
    return services.decide_spending(
        proposal=proposal, accepted=accepted, person=person, reason="", today=TODAY, **BY
    )


def test_the_same_movement_sent_twice_moves_money_once(pot) -> None:
    services.move_pot(pot=pot, cents=85_93, day=TODAY, label="Encore", key="sharing:1", now=NOW)
    assert pots.balance_of(pot) == 85_93


def test_a_pot_never_gives_what_it_does_not_hold(pot, amina) -> None:
    with pytest.raises(errors.PotTooSmall):
        services.move_pot(pot=pot, cents=-85_94, day=TODAY, label="Trop", key="x", now=NOW)
    with pytest.raises(errors.PotTooSmall):
        spend(pot, amina.person, 100_00)


def test_a_yes_takes_the_money_out_and_a_no_leaves_it(pot, amina, bilal) -> None:
    refused = decide(spend(pot, amina.person), bilal.person, accepted=False)
    assert (refused.state, pots.balance_of(pot)) == (PotProposalState.REFUSED, 85_93)
    accepted = decide(spend(pot, amina.person), bilal.person)
    assert (accepted.state, pots.balance_of(pot)) == (PotProposalState.ACCEPTED, 35_93)
    with pytest.raises(errors.AlreadyDecided):
        decide(accepted, bilal.person)


def test_the_money_may_be_gone_when_the_second_yes_comes(pot, amina, bilal) -> None:
    first, second = spend(pot, amina.person), spend(pot, amina.person)
    decide(first, bilal.person)
    with pytest.raises(errors.PotTooSmall):
        decide(second, bilal.person)
    second.refresh_from_db()
    assert (second.state, pots.balance_of(pot)) == (PotProposalState.PROPOSED, 35_93)


def test_nobody_says_yes_to_herself(pot, amina) -> None:
    with pytest.raises(errors.OwnProposal):
        decide(spend(pot, amina.person), amina.person)


def test_a_code_is_used_once_in_a_kpa(pot, la_cape, coop_manau) -> None:
    make_pot(coop_manau)
    with pytest.raises(Refused, match="déjà un pot"):
        make_pot(la_cape)


@pytest.mark.parametrize(
    "attack",
    ["UPDATE sharing_potmove SET cents = 1", "DELETE FROM sharing_potmove"],
    ids=["change", "erase"],
)
def test_raw_sql_changes_no_movement(attack, pot) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert PotMove.objects.get().cents == 85_93


def test_names_of_pots_go_into_sentences(pot, la_cape) -> None:
    make_pot(la_cape, "materiel", name="Pot matériel")
    assert pots.pot_names(la_cape.kpa) == {"commun": "le pot commun", "materiel": "le pot matériel"}
