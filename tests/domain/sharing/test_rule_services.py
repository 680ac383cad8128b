"""A group writes its rule, adopts it together, and never changes what it adopted."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import RuleState
from kpacite.domain.sharing.models import RuleVersion
from kpacite.domain.sharing.rules.recipe import PotLevy, Purchases, Recipe, RoleBonus, sentences
from kpacite.domain.sharing.rules.steps.levy import Basis
from kpacite.domain.sharing.selectors.rules import rule_in_force
from kpacite.domain.sharing.services import errors
from kpacite.platform.audit.models import AuditEvent
from tests.factories.activities import make_activity
from tests.factories.sharing import BY, TODAY, adopt, example, make_draft, make_pot

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(la_cape, amina):
    make_pot(la_cape)
    return make_draft(la_cape, amina.person)


def test_a_rule_is_written_sentence_by_sentence_the_sharing_between_people_staying_last(draft) -> None:
    bonus = RoleBonus("referent", 20_00)
    draft = services.add_sentence(version=draft, clause=bonus, revision=draft.revision, **BY)

    kinds = [clause.kind for clause in draft.read.clauses]
    assert kinds == ["purchases", "carrier", "pot", "role", "split"]
    draft = services.move_sentence_up(version=draft, index=3, revision=draft.revision, **BY)
    draft = services.remove_sentence(version=draft, index=0, revision=draft.revision, **BY)
    assert [clause.kind for clause in draft.read.clauses] == ["carrier", "role", "pot", "split"]
    changed = services.change_sentence(
        version=draft, index=1, clause=RoleBonus("finder", 5_00), revision=draft.revision, **BY
    )
    assert "trouvé la commande" in sentences(changed.read)[1]
    assert changed.revision == draft.revision + 1


def test_two_people_who_write_at_once_never_wipe_each_others_words(draft) -> None:
    services.remove_sentence(version=draft, index=0, revision=draft.revision, **BY)
    with pytest.raises(errors.ChangedMeanwhile):
        services.remove_sentence(version=draft, index=0, revision=draft.revision, **BY)


def test_a_sentence_that_is_gone_is_not_guessed_and_the_last_one_stays(la_cape, amina, draft) -> None:
    by = BY | {"version": draft, "revision": draft.revision}
    for index in (-1, 4):
        with pytest.raises(errors.NoSuchSentence):
            services.remove_sentence(index=index, **by)
    with pytest.raises(errors.NoSuchSentence):
        services.move_sentence_up(index=0, **by)
    alone = services.write_rule(
        kpa=la_cape.kpa, name="Seule", recipe=Recipe((Purchases(),)), author=amina.person, **BY
    )
    with pytest.raises(errors.LastSentence):
        services.remove_sentence(version=alone, index=0, revision=1, **BY)


def test_a_rule_is_adopted_by_several_people_for_a_reason(draft, amina, bilal) -> None:
    with pytest.raises(errors.NobodyAgreed):
        adopt(draft, amina.person)
    with pytest.raises(errors.NobodyAgreed):
        adopt(draft, amina.person, amina.person)
    with pytest.raises(errors.MotiveMissing):
        adopt(draft, amina.person, bilal.person, motive="  ")

    adopted = adopt(draft, amina.person, bilal.person)

    assert (adopted.state, adopted.adopted_on) == (RuleState.ADOPTED, TODAY)
    assert adopted.agreements.count() == 2
    event = AuditEvent.objects.get(action="sharing.rule.adopted")
    assert (event.reason, event.data) == ("Une heure vaut une heure.", {"version": 1, "agreed": 2})


def test_a_rule_that_names_a_pot_that_nobody_opened_waits(la_cape, amina, bilal) -> None:
    with pytest.raises(errors.UnknownPot):
        adopt(make_draft(la_cape, amina.person), amina.person, bilal.person)


def test_a_rule_that_could_refuse_one_day_waits(la_cape, amina, bilal) -> None:
    half = services.write_rule(
        kpa=la_cape.kpa, name="À moitié", recipe=Recipe((Purchases(),)), author=amina.person, **BY
    )
    with pytest.raises(errors.RuleNotReady, match="comment partager"):
        adopt(half, amina.person, bilal.person)


def test_a_new_version_starts_from_the_adopted_words_and_replaces_them(draft, amina, bilal) -> None:
    first = adopt(draft, amina.person, bilal.person)
    second = services.write_next_version(rule=first.rule, author=bilal.person, **BY)
    with pytest.raises(errors.DraftExists):
        services.write_next_version(rule=first.rule, author=amina.person, **BY)
    assert (second.number, second.recipe) == (2, first.recipe)

    adopt(second, amina.person, bilal.person)

    first.refresh_from_db()
    assert (first.state, first.superseded_on) == (RuleState.SUPERSEDED, TODAY)
    assert rule_in_force(first.rule.kpa, None) == second


def test_a_draft_that_is_given_up_stays_readable_and_lets_another_one_start(draft, amina) -> None:
    services.drop_draft(version=draft, **BY)
    with pytest.raises(errors.NotADraft):
        services.drop_draft(version=draft, **BY)
    again = services.write_next_version(rule=draft.rule, author=amina.person, **BY)
    assert (again.number, again.recipe) == (2, draft.recipe)


def test_the_rule_of_an_activity_comes_before_that_of_the_kpa(la_cape, draft, amina, bilal) -> None:
    kitchen, garden = make_activity(la_cape, "Cuisine"), make_activity(la_cape, "Jardin")
    whole = adopt(draft, amina.person, bilal.person)
    own = services.write_rule(
        kpa=la_cape.kpa,
        name="Cuisine",
        activity=kitchen,
        recipe=example("equal"),
        author=amina.person,
        **BY,
    )
    assert rule_in_force(la_cape.kpa, kitchen) == whole
    adopt(own, amina.person, bilal.person)
    assert rule_in_force(la_cape.kpa, kitchen) == own
    assert rule_in_force(la_cape.kpa, garden) == whole


def test_a_name_is_used_once_in_a_kpa(draft, la_cape, amina) -> None:
    with pytest.raises(Refused, match="déjà une règle"):
        make_draft(la_cape, amina.person)


ATTACKS = {
    "its words": "UPDATE sharing_ruleversion SET recipe = '{}' WHERE id = %s",
    "its reason": "UPDATE sharing_ruleversion SET motive = 'Autre' WHERE id = %s",
    "its number": "UPDATE sharing_ruleversion SET number = 9 WHERE id = %s",
    "back to a draft": "UPDATE sharing_ruleversion SET state = 'draft', adopted_on = NULL WHERE id = %s",
    "itself": "DELETE FROM sharing_ruleversion WHERE id = %s",
    "who agreed": "DELETE FROM sharing_ruleagreement WHERE version_id = %s",
    "when they agreed": "UPDATE sharing_ruleagreement SET agreed_on = '2020-01-01' WHERE version_id = %s",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_raw_sql_changes_nothing_of_an_adopted_rule(attack, draft, amina, bilal) -> None:
    adopted = adopt(draft, amina.person, bilal.person)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack, [adopted.pk])
    kept = RuleVersion.objects.get(pk=adopted.pk)
    assert (kept.recipe, kept.state, kept.number) == (adopted.recipe, RuleState.ADOPTED, 1)


def test_changing_a_rate_never_touches_what_was_adopted(draft, amina, bilal) -> None:
    adopted = adopt(draft, amina.person, bilal.person)
    with pytest.raises(errors.NotADraft):
        services.add_sentence(
            version=adopted,
            clause=PotLevy("commun", Basis.BASE, adopted.read.clauses[1].rate),
            revision=adopted.revision,
            **BY,
        )
