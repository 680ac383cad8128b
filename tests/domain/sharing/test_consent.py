"""Who must say yes to a sharing: everyone, or what the rule says once its delay is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import Quorum
from kpacite.domain.sharing.models import RuleVersion
from kpacite.domain.sharing.rules.consent import after_the_delay, consent_sentences, yes_needed
from kpacite.domain.sharing.services.errors import AnswersMissing, ChangedMeanwhile, NotADraft
from tests.factories.sharing import BY, TODAY, adopt, agreed, make_draft, make_pot, start

LATE = TODAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("quorum", "people", "needed"),
    [
        ("none", 5, 0),
        ("half", 5, 3),
        ("half", 4, 2),
        ("two_thirds", 3, 2),
        ("two_thirds", 4, 3),
        ("everyone", 7, 7),
    ],
)
def test_a_quorum_is_counted_in_whole_people(quorum: str, people: int, needed: int) -> None:
    assert yes_needed(quorum, people) == needed


@given(st.sampled_from(Quorum.values), st.integers(1, 500))
def test_a_quorum_never_asks_more_than_everyone_nor_less_for_more_people(quorum: str, people: int) -> None:
    assert 0 <= yes_needed(quorum, people) <= people
    assert yes_needed(quorum, people) <= yes_needed(quorum, people + 1)


def test_a_rule_says_who_agrees_in_short_sentences() -> None:
    assert consent_sentences("half", 3) == [
        "Un partage se valide quand tout le monde a dit oui.",
        "Après 3 jours, il suffit que la moitié ait dit oui.",
    ]
    assert consent_sentences("none", None)[1] == "Après le délai du KPA, le silence vaut accord."
    assert after_the_delay("none") == "Ensuite, le silence vaut accord."
    assert consent_sentences("everyone", 1)[1] == "Après 1 jour, on attend encore."


@pytest.fixture
def people(la_cape, amina, bilal, chloe):
    make_pot(la_cape)
    return amina.person, bilal.person, chloe.person


@pytest.fixture
def by_rule(la_cape, people):
    """A sharing between three people, by a rule with this quorum and three days to answer."""

    def started(quorum):
        draft = choose(make_draft(la_cape, people[0]), quorum)
        adopt(draft, *people)
        return start(la_cape, *people, minutes=(60, 60, 60))

    return started


def choose(draft, quorum, days=3):
    return services.choose_consent(
        version=draft, quorum=quorum, answer_days=days, revision=draft.revision, **BY
    )


def validates(sharing, person, day):
    return services.validate_sharing(sharing=sharing, person=person, today=day, **BY)


@pytest.mark.django_db
def test_after_its_own_delay_a_rule_asks_for_its_quorum(by_rule, people) -> None:
    sharing = agreed(by_rule(Quorum.HALF), people[0])
    assert sharing.answer_by == TODAY + timedelta(days=3)
    with pytest.raises(AnswersMissing):
        validates(sharing, people[0], LATE)
    services.answer_sharing(sharing=sharing, person=people[1], question=None, **BY)
    with pytest.raises(AnswersMissing):
        validates(sharing, people[0], sharing.answer_by)
    assert validates(sharing, people[0], LATE).validations.count() == 1


@pytest.mark.django_db
def test_a_rule_that_waits_for_everyone_waits(by_rule, people) -> None:
    sharing = agreed(by_rule(Quorum.EVERYONE), *people[:2])
    with pytest.raises(AnswersMissing):
        validates(sharing, people[0], LATE + timedelta(days=300))
    services.answer_sharing(sharing=sharing, person=people[2], question=None, **BY)
    assert validates(sharing, people[0], TODAY).validations.count() == 1


@pytest.mark.django_db
def test_a_question_waits_whatever_the_quorum(by_rule, people) -> None:
    sharing = agreed(by_rule(Quorum.HALF), *people[:2])
    services.answer_sharing(sharing=sharing, person=people[2], question="Et mes heures ?", **BY)
    assert not services.answers_allow(sharing, LATE)


@pytest.mark.django_db
def test_who_agrees_is_written_in_a_draft_only_and_passes_to_the_next_version(la_cape, people) -> None:
    draft = make_draft(la_cape, people[0])
    chosen = choose(draft, Quorum.TWO_THIRDS)
    with pytest.raises(ChangedMeanwhile):
        choose(draft, Quorum.NONE)
    adopted = adopt(chosen, *people)
    with pytest.raises(NotADraft):
        choose(adopted, Quorum.NONE)
    following = services.write_next_version(rule=adopted.rule, author=people[0], **BY)
    assert (following.quorum, following.answer_days) == (Quorum.TWO_THIRDS, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    ["UPDATE sharing_ruleversion SET quorum = 'none'", "UPDATE sharing_ruleversion SET answer_days = 60"],
)
def test_raw_sql_changes_nothing_of_what_was_adopted(attack, la_cape, people) -> None:
    adopt(choose(make_draft(la_cape, people[0]), Quorum.HALF), *people)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert RuleVersion.objects.get().consent == consent_sentences("half", 3)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"quorum": "two"}, {"answer_days": 0}, {"answer_days": 61}])
def test_the_database_knows_its_quorums_and_its_delays(fields, la_cape, people) -> None:
    draft = make_draft(la_cape, people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=draft.pk).update(**fields)
