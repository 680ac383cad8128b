"""A share that waits for a contract: why, who sees it, and how it is let go."""

from datetime import UTC, datetime

import pytest

from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import BalanceKind, Recovery
from kpacite.domain.sharing.models import BalanceMove, Sharing
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors import gathering, held
from kpacite.domain.sharing.selectors.balances import balance_of
from kpacite.kernel.money import Euro
from tests.factories.activities import make_activity
from tests.factories.activities import make_job as make_planned
from tests.factories.sharing import BY, TODAY, adopt, make_draft, make_pot, start, validated, with_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(amina, bilal):
    return amina.person, bilal.person


@pytest.fixture
def share(la_cape, people) -> BalanceMove:
    """Bilal's part, held."""
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    sharing = with_facts(start(la_cape, *people), people[1], status=Status.NO_CONTRACT)
    validated(sharing, *people)
    return BalanceMove.objects.get(kind=BalanceKind.HELD)


def test_what_is_held_says_why_to_her_and_to_the_carrier(share, la_cape, people) -> None:
    assert "pas de contrat en cours le jour du travail" in share.sentence
    assert list(held.held_shares([la_cape])) == [share]
    assert list(held.held_of(people[1], la_cape)) == [share]
    assert list(held.held_of(people[0], la_cape)) == []


def test_let_go_it_is_in_the_list_no_more_and_another_one_stays(share, la_cape, people) -> None:
    other = with_facts(start(la_cape, *people, source="x:2"), people[0], status=Status.NO_CONTRACT)
    validated(other, *people)
    services.release_held(sharing=share.sharing, person=share.person, reason="Signé.", today=TODAY, **BY)
    assert [one.person for one in held.held_shares([la_cape])] == [people[0]]


def correct(share: BalanceMove, by, cents: int) -> Sharing:
    """By this person, and by a second one: Bilal."""
    repair = services.correct_sharing(
        sharing=share.sharing,
        base=Euro(cents),
        recovery=Recovery.NEXT,
        reason="Avoir",
        person=by,
        **BY,
    )
    return services.validate_sharing(sharing=repair, person=share.person, today=TODAY, **BY)


def test_a_rectification_lowers_what_is_held_and_only_the_rest_is_let_go(share, la_cape, people) -> None:
    """660 € were shared, 220 € of them held for her; 600 € stay after the credit note."""
    before = balance_of(people[1], la_cape.kpa)
    correct(share, people[0], 600_00)
    after = balance_of(people[1], la_cape.kpa)
    (rest,) = held.held_shares([la_cape])
    assert after.owed == before.owed == 0
    assert rest.held_cents == after.held < before.held == share.cents
    services.release_held(sharing=share.sharing, person=people[1], reason="Signé.", today=TODAY, **BY)
    free = balance_of(people[1], la_cape.kpa)
    assert (free.owed, free.held) == (rest.held_cents, 0)
    assert not held.held_shares([la_cape]).exists()


def test_a_rectification_after_the_release_takes_from_the_free_balance(share, la_cape, people) -> None:
    services.release_held(sharing=share.sharing, person=people[1], reason="Signé.", today=TODAY, **BY)
    correct(share, people[0], 600_00)
    found = balance_of(people[1], la_cape.kpa)
    assert found.held == 0
    assert 0 < found.owed < share.cents


def test_a_rectification_to_nothing_leaves_nothing_to_let_go(share, la_cape, people) -> None:
    correct(share, people[0], 0)
    assert not held.held_shares([la_cape]).exists()
    with pytest.raises(services.errors.StepNotOpen):
        services.release_held(sharing=share.sharing, person=people[1], reason="Signé.", today=TODAY, **BY)


def test_the_obstacle_of_the_day_is_written_with_the_facts_and_with_the_sum(la_cape, people) -> None:
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    why = "06/03/2026 : L’assurance ne couvre pas cette activité ce jour-là."
    sharing = with_facts(start(la_cape, *people), people[1], status=Status.NO_CONTRACT)
    facts = Job.read(sharing.facts).json() | {"obstacles": {people[1].public_id: why}}
    Sharing.objects.filter(pk=sharing.pk).update(facts=facts)
    validated(Sharing.objects.get(pk=sharing.pk), *people)
    assert why in BalanceMove.objects.get(kind=BalanceKind.HELD).sentence


def test_without_contract_each_day_of_paid_work_has_its_obstacle(la_cape, people) -> None:
    """The day is that of here, whatever the clock of the server: half past midnight in Paris."""
    night = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)
    job = make_planned(make_activity(la_cape), starts_at=night)
    found = gathering.obstacles_to_pay(people, [job])
    assert set(found) == {person.pk for person in people}
    assert found[people[0].pk].startswith("07/03/2026 : Il n’y a pas de contrat")
    job.is_paid = False
    assert gathering.obstacles_to_pay(people, [job]) == {}
