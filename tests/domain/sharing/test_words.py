"""What a rule asks from people: each says her own part, and nothing is guessed for those who did not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules import SharingRefused, Status
from kpacite.domain.sharing.rules.recipe import (
    Gap,
    Job,
    Recipe,
    RoleBonus,
    Split,
    SplitKey,
    Word,
    Worker,
    asked_by,
    gaps,
    receivers,
    sharers,
)
from kpacite.domain.sharing.selectors import sharings as selectors
from kpacite.domain.sharing.services import Settled, errors
from kpacite.kernel.money import Euro
from kpacite.platform.audit.models import AuditEvent
from tests.factories.people import NOW
from tests.factories.sharing import BY, TODAY, adopt, make_draft, make_pot, start

A, B = Worker(id="a", name="A", minutes=60), Worker(id="b", name="B", minutes=30)


def recipe(*keys: str, role: str | None = None, least: int = 0) -> Recipe:
    split = Split(keys=tuple(SplitKey(key) for key in keys), min_minutes=least)
    return Recipe((*((RoleBonus(role, 10_00),) if role else ()), split))


def job(*people: Worker, **facts: object) -> Job:
    return Job(base_cents=100_00, people=people, **facts)


def test_a_rule_asks_what_its_keys_and_roles_need_and_no_more() -> None:
    assert asked_by(recipe("minutes", "equal", role="referent")) == set()
    assert asked_by(recipe("declared", "give", role="finder")) == {Word.REQUEST, Word.TOKENS, Word.FINDER}
    assert asked_by(Recipe((Split(keys=(SplitKey("minutes"), SplitKey("percent", Fraction(0)))),))) == set()


def test_the_names_of_those_who_did_not_speak_are_known() -> None:
    said = replace(A, declared_cents=0, percent="40")
    assert gaps(recipe("declared"), job(said, B)) == [Gap(Word.REQUEST, ("b",))]
    assert gaps(recipe("percent"), job(said, B)) == [Gap(Word.PERCENT, ("b",))]
    assert gaps(recipe("percent"), job(said, replace(B, is_volunteer=True))) == []
    assert gaps(recipe("declared", least=45), job(said, B)) == []


def test_tokens_wait_for_everyone_but_block_only_while_nobody_gave() -> None:
    rule = recipe("give")
    assert gaps(rule, job(A, B)) == [Gap(Word.TOKENS, ("a", "b"))]
    assert gaps(rule, job(replace(A, gives={"b": "5"}), B)) == [Gap(Word.TOKENS, ("b",), blocks=False)]
    assert gaps(rule, job(replace(A, gives={}), replace(B, gives={}))) == []
    assert gaps(rule, job(A)) == []
    volunteer = replace(B, is_volunteer=True)
    assert gaps(rule, job(A, volunteer)) == [Gap(Word.TOKENS, ("b",))]
    assert receivers(job(A, volunteer), A) == []


def test_nobody_found_the_order_is_an_answer() -> None:
    rule = recipe("equal", role="finder")
    assert gaps(rule, job(A)) == [Gap(Word.FINDER)]
    assert gaps(rule, job(A, holders={"finder": ""})) == []
    assert rule.clauses[0].steps("1-role", job(A, holders={"finder": ""})) == []


@given(st.lists(st.sampled_from(sorted(Word)), unique=True), st.integers(0, 90))
def test_a_job_where_all_was_said_has_no_gap(words: list[Word], least: int) -> None:
    keys = [word.value for word in words if word is not Word.FINDER] or ["equal"]
    rule = recipe(*keys, role="finder" if Word.FINDER in words else None, least=least)
    full = [replace(one, percent="50", declared_cents=1, gives={}) for one in (A, B)]
    assert gaps(rule, job(*full, holders={"finder": "a"})) == []
    assert {one.id for one in sharers(rule, job(*full))} == {
        one.id for one in full if (one.minutes or 0) >= least
    }


def test_what_was_said_is_kept_and_read_again() -> None:
    for worker in (A, replace(A, gives={}), replace(A, gives={"b": "3"}, percent="12.5", declared_cents=0)):
        assert Worker.read(worker.json()) == worker


@pytest.fixture
def people(amina, bilal):
    return amina.person, bilal.person


@pytest.fixture
def by_rule(db, la_cape, people):
    """A simulation by a rule of the library."""
    make_pot(la_cape)

    def started(code: str, *, role: str | None = None, **facts: object) -> Sharing:
        draft = make_draft(la_cape, people[0], code, code)
        if role:
            draft = services.add_sentence(
                version=draft, clause=RoleBonus(role, 20_00), revision=draft.revision, **BY
            )
        adopt(draft, *people)
        return start(la_cape, *people, **facts)

    return started


def say(sharing: Sharing, person, request=None, gives=None) -> Sharing:
    return services.say_mine(
        sharing=sharing, person=person, request=request, gives=gives, actor=None, now=NOW
    )


def test_a_sharing_starts_and_waits_for_the_requests(by_rule, people, la_cape) -> None:
    sharing = by_rule("requests")
    assert sharing.result["refused"]["code"] == "MISSING_WEIGHT"
    assert [seat.cents for seat in sharing.people.all()] == [0, 0]
    with pytest.raises(errors.WordsMissing):
        services.propose_sharing(sharing=sharing, today=TODAY, **BY)
    assert selectors.words_for(people[1], la_cape) == [sharing]

    say(sharing, people[0], Euro(100_00))
    stale = sharing  # Read before Amina spoke: her word stays all the same.
    done = say(stale, people[1], Euro(50_00))

    assert done.refusal == ""
    assert [seat.cents for seat in done.people.order_by("rank")] == [100_00, 50_00]
    assert selectors.words_for(people[1], la_cape) == []
    assert services.propose_sharing(sharing=done, today=TODAY, **BY).state == SharingState.PROPOSED
    event = AuditEvent.objects.filter(action="sharing.words.said").first()
    assert event.data == {"words": ["request"]}
    with pytest.raises(errors.StepNotOpen):
        say(done, people[0], Euro(1))


def test_requests_beyond_the_money_are_talked_about(by_rule, people) -> None:
    sharing = by_rule("requests")
    for person in people:
        sharing = say(sharing, person, Euro(900_00))
    assert "dépassent l’argent" in sharing.refusal
    with pytest.raises(errors.WordsMissing, match="dépassent"):
        services.propose_sharing(sharing=sharing, today=TODAY, **BY)


def test_tokens_go_to_the_others_and_never_beyond_a_hundred(by_rule, people) -> None:
    sharing = by_rule("tokens")
    mine, other = (person.public_id for person in people)
    assert sum(sharing.result["allocations"].values()) == 660_00
    with pytest.raises(errors.WordsMissing):
        services.propose_sharing(sharing=sharing, today=TODAY, **BY)
    with pytest.raises(errors.TooManyTokens, match="101 jetons"):
        say(sharing, people[0], gives={other: 101})
    with pytest.raises(errors.NotInTheSharing):
        say(sharing, people[0], gives={"nobody": 1})
    sharing = say(sharing, people[0], gives={other: 30, mine: 70})
    assert Job.read(sharing.facts).people[0].gives == {other: "30"}
    say(sharing, people[1], gives={mine: 10})
    sharing = Sharing.objects.get(pk=sharing.pk)
    assert [seat.cents for seat in sharing.people.order_by("rank")] == [133_65, 400_95]
    services.propose_sharing(sharing=sharing, today=TODAY, **BY)


def test_a_stranger_to_the_job_says_nothing(by_rule, chloe) -> None:
    with pytest.raises(errors.NotInTheSharing):
        say(by_rule("requests"), chloe.person, Euro(1))


def test_the_group_settles_percents_and_who_found_the_order(by_rule, people) -> None:
    sharing = by_rule("equal", role="finder")
    mine = people[0].public_id
    with pytest.raises(errors.WordsMissing):
        services.propose_sharing(sharing=sharing, today=TODAY, **BY)
    with pytest.raises(errors.NotInTheSharing):
        services.settle(sharing=sharing, said=Settled(finder="nobody"), **BY)
    half = {person.public_id: Fraction(1, 2) for person in people}
    with pytest.raises(SharingRefused, match="100"):
        services.settle(sharing=sharing, said=Settled(percents=half | {mine: Fraction(3, 4)}), **BY)
    done = services.settle(sharing=sharing, said=Settled(percents=half, finder=mine), **BY)
    assert [one.percent for one in Job.read(done.facts).people] == ["50", "50"]
    assert Job.read(done.facts).holders["finder"] == mine
    services.settle(sharing=done, said=Settled(finder=""), **BY)
    services.propose_sharing(sharing=done, today=TODAY, **BY)


def test_only_somebody_who_left_has_her_request_noted_by_another(by_rule, people) -> None:
    sharing = by_rule("requests")
    gone = people[1].public_id
    with pytest.raises(errors.NotHerWord):
        services.settle(sharing=sharing, said=Settled(requests={gone: Euro(10)}), **BY)
    facts = Job.read(sharing.facts)
    left = tuple(replace(one, status=Status.LEFT) if one.id == gone else one for one in facts.people)
    Sharing.objects.filter(pk=sharing.pk).update(facts=replace(facts, people=left).json())
    done = services.settle(sharing=sharing, said=Settled(requests={gone: Euro(10_00)}), **BY)
    assert Job.read(done.facts).people[1].declared_cents == 10_00


def test_another_rule_may_ask_more_and_wait(by_rule, people, la_cape) -> None:
    sharing = by_rule("hours")
    asked = adopt(make_draft(la_cape, people[0], "Demandes", "requests"), *people)
    assert services.change_rule(sharing=sharing, rule=asked, **BY).refusal


def test_the_database_refuses_to_ask_for_agreement_on_an_unfinished_calculation(by_rule) -> None:
    sharing = by_rule("requests")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_sharing SET state = 'proposed' WHERE id = %s", [sharing.pk])
