"""From money received to balances: asked of everyone, validated by two, exact and frozen."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Entry
from kpacite.domain.sharing import promises, services
from kpacite.domain.sharing.enums import Answer, BalanceKind, Recovery, SharingState
from kpacite.domain.sharing.models import BalanceMove, Sharing, SharingLine
from kpacite.domain.sharing.rules import Status, answer
from kpacite.domain.sharing.rules.recipe import (
    CarrierFee,
    Job,
    Purchase,
    Purchases,
    Recipe,
    Split,
    SplitKey,
)
from kpacite.domain.sharing.rules.steps.levy import Basis, Bracket
from kpacite.domain.sharing.selectors import balances, pots
from kpacite.domain.sharing.services import errors
from kpacite.domain.sharing.services.validation import hash_of
from kpacite.kernel.money import Euro
from tests.factories.people import NOW
from tests.factories.sharing import (
    BY,
    TODAY,
    adopt,
    agreed,
    example,
    make_draft,
    make_pot,
    start,
    validated,
    with_facts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(la_cape, amina, bilal):
    make_pot(la_cape)
    return adopt(make_draft(la_cape, amina.person), amina.person, bilal.person)


@pytest.fixture
def people(amina, bilal):
    return amina.person, bilal.person


@pytest.fixture
def buffet(rule, la_cape, people):
    """660 € by 8 h and 4 h, 152,40 € of purchases that Amina paid."""
    return start(la_cape, *people, purchases=(Purchase(people[0].public_id, "Amina", 152_40),))


def owed(person, la_cape):
    return balances.owed_to(person, la_cape.kpa)


def test_a_simulation_owes_nothing_to_anybody(buffet, la_cape, people) -> None:
    assert (buffet.state, buffet.base_cents, buffet.number) == (SharingState.SIMULATED, 660_00, 1)
    assert sum(buffet.result["allocations"].values()) == 660_00
    assert [seat.cents for seat in buffet.people.order_by("rank")] == [274_11, 137_05]
    assert (owed(people[0], la_cape), BalanceMove.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_the_same_money_is_never_shared_twice(buffet, la_cape, people) -> None:
    with pytest.raises(errors.CashAlreadyShared):
        start(la_cape, *people, title="Encore")
    services.drop_sharing(sharing=buffet, reason="Erreur", **BY)
    assert start(la_cape, *people, title="Encore").state == SharingState.SIMULATED


def test_a_sharing_wants_money_people_and_a_rule(la_cape, people) -> None:
    with pytest.raises(errors.NoRule):
        start(la_cape, *people)
    job = Job(base_cents=0, people=())
    for cash, error in (
        ([], errors.NothingToShare),
        ([services.Cash("x", "x", 1, TODAY)], errors.NobodyWorked),
    ):
        with pytest.raises(error):
            services.start_sharing(
                kpa=la_cape.kpa,
                new=services.NewSharing(title="Vide", cash=cash, job=job, people={}),
                starter=people[0],
                **BY,
            )


def test_another_adopted_rule_may_be_tried_before_anyone_is_asked(buffet, la_cape, people) -> None:
    other = adopt(make_draft(la_cape, people[0], "Pareil", "equal"), *people)
    changed = services.change_rule(sharing=buffet, rule=other, **BY)
    assert sorted(seat.cents for seat in changed.people.all()) == [205_58, 205_58]
    agreed(changed)
    with pytest.raises(errors.StepNotOpen):
        services.change_rule(sharing=changed, rule=other, **BY)


def test_a_question_makes_the_sharing_wait_until_it_is_answered(buffet, people) -> None:
    sharing = agreed(buffet, people[0])
    with pytest.raises(errors.QuestionMissing):
        services.answer_sharing(sharing=sharing, person=people[1], question=" ", **BY)
    services.answer_sharing(sharing=sharing, person=people[1], question="Et mes courses ?", **BY)
    sharing.refresh_from_db()
    assert sharing.state == SharingState.CONTESTED
    with pytest.raises(errors.StepNotOpen):
        services.validate_sharing(sharing=sharing, person=people[0], today=TODAY, **BY)
    with pytest.raises(errors.ReplyMissing):
        services.reply_to_question(sharing=sharing, person=people[1], reply="", **BY)

    seat = services.reply_to_question(sharing=sharing, person=people[1], reply="Elles sont dedans.", **BY)

    sharing.refresh_from_db()
    assert (sharing.state, seat.answer, seat.question) == ("proposed", Answer.WAITING, "Et mes courses ?")


def test_a_stranger_does_not_answer(buffet, fanny) -> None:
    with pytest.raises(errors.NotInTheSharing):
        services.answer_sharing(sharing=agreed(buffet), person=fanny.person, question=None, **BY)


def test_taking_it_back_asks_everyone_again(buffet, people) -> None:
    back = services.take_back(sharing=agreed(buffet, *people), **BY)
    assert back.state == SharingState.SIMULATED
    assert not back.people.exclude(answer=Answer.WAITING).exists()


def test_two_different_people_validate_and_only_once_everyone_answered(buffet, people, la_cape) -> None:
    sharing = agreed(buffet, people[0])
    with pytest.raises(errors.AnswersMissing):
        services.validate_sharing(sharing=sharing, person=people[0], today=TODAY, **BY)
    services.answer_sharing(sharing=sharing, person=people[1], question=None, **BY)
    services.validate_sharing(sharing=sharing, person=people[0], today=TODAY, **BY)
    with pytest.raises(errors.SamePersonTwice):
        services.validate_sharing(sharing=sharing, person=people[0], today=TODAY, **BY)
    assert owed(people[0], la_cape) == 0

    done = services.validate_sharing(sharing=sharing, person=people[1], today=TODAY, **BY)

    assert (done.state, done.content_hash) == (SharingState.VALIDATED, hash_of(done))


def test_silence_counts_once_the_last_day_is_over(buffet, people) -> None:
    sharing = agreed(buffet, people[0])
    assert sharing.answer_by == TODAY + timedelta(days=7)
    assert not services.answers_allow(sharing, sharing.answer_by)
    assert services.answers_allow(sharing, sharing.answer_by + timedelta(days=1))


def test_balances_pots_and_lines_are_the_shares_to_the_cent(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    lines = {f"{line.account_kind}:{line.owner}": line.cents for line in SharingLine.objects.all()}
    assert lines == done.result["allocations"]
    assert sum(lines.values()) == 660_00
    assert owed(people[0], la_cape) == 274_11 + 152_40
    assert owed(people[1], la_cape) == 137_05
    kinds = BalanceMove.objects.filter(person=people[0]).values_list("kind", "cents")
    assert set(kinds) == {(BalanceKind.SHARE, 274_11), (BalanceKind.REIMBURSEMENT, 152_40)}
    assert pots.pots_of(la_cape.kpa).get().balance_cents == lines["pot:commun"]


def test_the_odd_cent_passes_from_one_sharing_to_the_next(rule, la_cape, people) -> None:
    equal = adopt(make_draft(la_cape, people[0], "Pareil", "equal"), *people)
    first, second = (
        services.change_rule(
            sharing=start(la_cape, *people, cents=1_25, source=f"payment:{n}"), rule=equal, **BY
        )
        for n in (1, 2)
    )
    parts = [[seat.cents for seat in one.people.order_by("rank")] for one in (first, second)]
    assert parts[0] == parts[1][::-1]
    assert parts[0][0] != parts[0][1]


def test_a_share_without_contract_is_held_then_let_go_for_a_reason(buffet, la_cape, people) -> None:
    with_facts(buffet, people[1], status=Status.NO_CONTRACT)
    done = validated(Sharing.objects.get(pk=buffet.pk), *people)
    assert (owed(people[1], la_cape), balances.balance_of(people[1], la_cape.kpa).held) == (0, 137_05)
    by = BY | {"sharing": done, "person": people[1], "today": TODAY}
    with pytest.raises(errors.ReasonMissing):
        services.release_held(reason="", **by)
    services.release_held(reason="Contrat signé.", **by)
    assert (owed(people[1], la_cape), balances.balance_of(people[1], la_cape.kpa).held) == (137_05, 0)
    with pytest.raises(errors.StepNotOpen):
        services.release_held(reason="Encore.", **by)


def test_a_credit_note_is_repaired_by_a_second_sharing_and_the_first_stays(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    before = dict(done.result["allocations"])
    by = BY | {"sharing": done, "person": people[0], "recovery": Recovery.NEXT}
    with pytest.raises(errors.ReasonMissing):
        services.correct_sharing(base=Euro(600_00), reason="", **by)
    with pytest.raises(errors.SameBase):
        services.correct_sharing(base=Euro(660_00), reason="Avoir", **by)

    with pytest.raises(errors.MoreThanReceived):
        services.correct_sharing(base=Euro(660_01), reason="Un don", **by)

    waiting = services.correct_sharing(base=Euro(600_00), reason="Avoir de 60 €", **by)
    repair = second_says_yes(waiting, people[1])

    assert (repair.state, repair.base_cents) == (SharingState.VALIDATED, -60_00)
    assert sum(repair.result["delta"].values()) == -60_00
    after = before["member:" + people[1].public_id] + repair.result["delta"]["member:" + people[1].public_id]
    assert owed(people[1], la_cape) == after
    done.refresh_from_db()
    assert done.result["allocations"] == before


def second_says_yes(repair, person):
    return services.validate_sharing(sharing=repair, person=person, today=TODAY, **BY)


def test_nobody_repairs_a_sharing_alone(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    before = owed(people[1], la_cape)
    by = BY | {"sharing": done, "person": people[0], "recovery": Recovery.NEXT}
    repair = services.correct_sharing(base=Euro(600_00), reason="Avoir", **by)
    assert (repair.state, owed(people[1], la_cape), repair.lines.count()) == ("proposed", before, 0)
    with pytest.raises(errors.SamePersonTwice):
        second_says_yes(repair, people[0])
    with pytest.raises(errors.CorrectionWaits):
        services.correct_sharing(base=Euro(500_00), reason="Encore", **by)
    with pytest.raises(errors.StepNotOpen):
        services.take_back(sharing=repair, **BY)
    with pytest.raises(errors.StepNotOpen):
        services.answer_sharing(sharing=repair, person=people[1], question="Pourquoi ?", **BY)

    services.drop_sharing(sharing=repair, reason="Erreur", **BY)
    again = services.correct_sharing(base=Euro(630_00), reason="Avoir de 30 €", **by)
    assert second_says_yes(again, people[1]).state == SharingState.VALIDATED


def test_two_credit_notes_make_two_rectifications_and_the_sum_is_the_rule_on_what_is_left(
    buffet, la_cape, people
) -> None:
    done = validated(buffet, *people)
    by = BY | {"sharing": done, "person": people[0], "recovery": Recovery.NEXT}
    for cents in (600_00, 540_01, 570_00):
        second_says_yes(services.correct_sharing(base=Euro(cents), reason="Avoir", **by), people[1])
    expected = answer("run", done.order | {"base_cents": 570_00})["allocations"]
    lines = SharingLine.objects.values_list("account_kind", "owner").annotate(cents=Sum("cents"))
    assert {f"{kind}:{owner}": cents for kind, owner, cents in lines} == expected
    assert [problem for check in (promises.frozen, promises.lines) for problem in check()] == []


def test_the_database_keeps_one_rectification_waiting(buffet, people) -> None:
    done = validated(buffet, *people)
    by = BY | {"sharing": done, "person": people[0], "recovery": Recovery.NEXT}
    repair = services.correct_sharing(base=Euro(600_00), reason="Avoir", **by)
    repair.pk, repair.number = None, repair.number + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        repair.save(force_insert=True)


def test_a_validation_given_before_the_sum_was_changed_counts_no_more(buffet, la_cape, people) -> None:
    sharing = agreed(buffet, *people)
    services.validate_sharing(sharing=sharing, person=people[0], today=TODAY, **BY)
    services.take_back(sharing=sharing, **BY)
    again = agreed(sharing, *people)
    second = services.validate_sharing(sharing=again, person=people[1], today=TODAY, **BY)
    assert (second.state, owed(people[1], la_cape)) == (SharingState.PROPOSED, 0)
    assert services.validate_sharing(sharing=again, person=people[0], today=TODAY, **BY).state == "validated"


def test_a_pot_may_bear_what_people_received_in_excess(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    services.move_pot(
        pot=pots.pots_of(la_cape.kpa).get(), cents=500_00, day=TODAY, label="Don", key="gift", now=NOW
    )
    before = owed(people[1], la_cape)
    repair = services.correct_sharing(
        sharing=done,
        person=people[0],
        recovery=Recovery.POT,
        base=Euro(600_00),
        reason="Avoir",
        **BY,
    )
    second_says_yes(repair, people[1])
    assert owed(people[1], la_cape) == before


def test_a_pot_emptied_meanwhile_says_what_to_do(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    pot = pots.pots_of(la_cape.kpa).get()
    by = {"pot": pot, "day": TODAY, "now": NOW}
    services.move_pot(cents=500_00, label="Don", key="gift", **by)
    repair = services.correct_sharing(
        sharing=done,
        person=people[0],
        recovery=Recovery.POT,
        base=Euro(600_00),
        reason="Avoir",
        **BY,
    )
    services.move_pot(cents=-pots.balance_of(pot), label="Machine", key="machine", **by)
    with pytest.raises(errors.PotChanged):
        second_says_yes(repair, people[1])
    assert repair.lines.count() == 0


def test_a_pot_that_was_spent_owes_what_a_credit_note_takes_back(buffet, la_cape, people) -> None:
    done = validated(buffet, *people)
    pot = pots.pots_of(la_cape.kpa).get()
    services.move_pot(
        pot=pot, cents=-pots.balance_of(pot), day=TODAY, label="Machine", key="machine", now=NOW
    )
    by = BY | {"sharing": done, "person": people[0], "recovery": Recovery.NEXT}
    repair = services.correct_sharing(base=Euro(600_00), reason="Avoir", **by)
    second_says_yes(repair, people[1])
    assert pots.balance_of(pot) == repair.result["delta"]["pot:commun"] < 0
    assert pots.pots_for_rules(la_cape.kpa)["commun"].balance_cents == 0


def test_the_carriers_book_balances_and_its_balances_are_the_shares(carrier_book, buffet, people) -> None:
    done = validated(buffet, *people)
    entry = Entry.objects.posted().get()
    assert (entry.source_id, entry.lines.count()) == (str(done.pk), 8)
    roles = {mapping.role: mapping.account_id for mapping in carrier_book.mappings.all()}
    owed_by_role = {
        role: sum(entry.lines.filter(account=roles[role]).values_list("credit_cents", flat=True))
        for role in (AccountRole.SHARES_OWED, AccountRole.POTS_OWED, AccountRole.CARRIER_FEES)
    }
    assert owed_by_role == {
        AccountRole.SHARES_OWED: 274_11 + 137_05,
        AccountRole.POTS_OWED: done.result["allocations"]["pot:commun"],
        AccountRole.CARRIER_FEES: done.result["allocations"]["account:cae"],
    }


def test_annual_brackets_go_on_from_one_sharing_to_the_next(buffet, la_cape, people) -> None:
    brackets = CarrierFee(
        Basis.MARGIN, brackets=(Bracket(600_00, Fraction(1, 10)), Bracket(None, Fraction(5, 100)))
    )
    recipe = Recipe((Purchases(), brackets, Split(keys=(SplitKey("minutes"),))))
    draft = services.write_rule(kpa=la_cape.kpa, name="Tranches", recipe=recipe, author=people[0], **BY)
    rule = adopt(draft, *people)
    first = validated(services.change_rule(sharing=buffet, rule=rule, **BY), *people)
    second = services.change_rule(sharing=start(la_cape, *people, source="payment:2"), rule=rule, **BY)
    assert first.result["allocations"]["account:cae"] == 50_76
    # 92,40 € are left in the first bracket of 600 €, the rest is in the second.
    assert second.result["allocations"]["account:cae"] == 9_24 + 28_38


ATTACKS = {
    "its answer": "UPDATE sharing_sharing SET result = '{}' WHERE id = %s",
    "its base": "UPDATE sharing_sharing SET base_cents = 1 WHERE id = %s",
    "its state": (
        "UPDATE sharing_sharing SET state = 'simulated', validated_at = NULL, content_hash = '' WHERE id = %s"
    ),
    "itself": "DELETE FROM sharing_sharing WHERE id = %s",
    "a line": "UPDATE sharing_sharingline SET cents = 1 WHERE sharing_id = %s",
    "a part": "UPDATE sharing_sharingperson SET cents = 1 WHERE sharing_id = %s",
    "its money": "DELETE FROM sharing_cashpart WHERE sharing_id = %s",
    "who validated": "DELETE FROM sharing_sharingvalidation WHERE sharing_id = %s",
    "a balance": "UPDATE sharing_balancemove SET cents = 1 WHERE sharing_id = %s",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_raw_sql_changes_nothing_of_a_validated_sharing(attack, buffet, people) -> None:
    done = validated(buffet, *people)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack, [done.pk])


def test_rule_and_facts_give_the_same_cents_years_later(buffet, people) -> None:
    done = validated(buffet, *people)
    assert answer("run", done.order) == done.result
    assert done.rule.read == example("hours")
    assert date.fromisoformat(str(done.cash.get().received_on)) == TODAY


def test_verify_is_content_and_sees_what_was_tampered_with(buffet, people) -> None:
    done = validated(buffet, *people)
    assert [
        problem for check in (promises.frozen, promises.lines, promises.cash) for problem in check()
    ] == []
    done.result["total_cents"] += 1
    assert hash_of(done) != done.content_hash
