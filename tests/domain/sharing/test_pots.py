"""A common pot: every cent in and out is written once, and nobody says yes to herself."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import PotProposalState, RuleState
from kpacite.domain.sharing.models import PotMove, RuleVersion
from kpacite.domain.sharing.selectors import pots
from kpacite.domain.sharing.services import errors
from kpacite.kernel.money import Euro
from kpacite.platform.audit.models import AuditEvent
from tests.factories.people import NOW
from tests.factories.sharing import BY, TODAY, adopt, make_draft, make_pot, start

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
    make_pot(la_cape, "epargne", name="Épargne")
    assert pots.pot_names(la_cape.kpa) == {
        "commun": "le pot commun",
        "materiel": "le pot matériel",
        "epargne": "le pot «\u00a0Épargne\u00a0»",
    }


def close(pot):
    return services.close_pot(pot=pot, today=TODAY, **BY)


def test_a_pot_says_otherwise_what_it_is_for_and_the_register_remembers(pot) -> None:
    changed = services.describe_pot(pot=pot, name=" Pot cuisine ", purpose="Un four", **BY)
    assert (changed.name, changed.purpose, changed.code) == ("Pot cuisine", "Un four", "commun")
    event = AuditEvent.objects.get(action="sharing.pot.described")
    assert event.data["before"] == {"name": "Pot commun", "purpose": "Acheter ensemble."}
    with pytest.raises(Refused):
        services.describe_pot(pot=pot, name="", purpose="Un four", **BY)


def test_a_pot_closes_when_it_is_empty_and_nobody_waits_for_an_answer(pot, amina, bilal) -> None:
    with pytest.raises(errors.PotNotEmpty):
        close(pot)
    rest = spend(pot, amina.person, 85_93)
    services.move_pot(pot=pot, cents=-85_93, day=TODAY, label="Un four", key="out", now=NOW)
    with pytest.raises(errors.ProposalWaiting):
        close(pot)
    decide(rest, bilal.person, accepted=False)
    assert close(pot).closed_on == TODAY
    assert list(pots.closed_pots(pot.kpa)) == [pot]
    for forbidden in (lambda: close(pot), lambda: spend(pot, amina.person)):
        with pytest.raises(errors.PotClosed):
            forbidden()
    assert services.reopen_pot(pot=pot, **BY).closed_on is None


def test_a_pot_that_a_rule_or_a_sharing_under_way_fills_stays_open(la_cape, amina, bilal) -> None:
    pot = make_pot(la_cape)
    first = adopt(make_draft(la_cape, amina.person), amina.person, bilal.person)
    with pytest.raises(errors.PotInUse):
        close(pot)
    sharing = start(la_cape, amina.person, bilal.person)
    RuleVersion.objects.filter(pk=first.pk).update(state=RuleState.SUPERSEDED, superseded_on=TODAY)
    with pytest.raises(errors.PotInUse):
        close(pot)
    services.drop_sharing(sharing=sharing, reason="Erreur", **BY)
    close(pot)
