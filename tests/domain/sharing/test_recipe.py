"""A rule as a group says it: told in sentences, kept in JSON, joined to a job."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sharing.rules import SharingRefused, Status, answer
from kpacite.domain.sharing.rules.parse_steps import KEYS
from kpacite.domain.sharing.rules.recipe import (
    EXAMPLES,
    CarrierFee,
    EarlierWork,
    Job,
    Pot,
    PotLevy,
    Purchase,
    Purchases,
    Recipe,
    RoleBonus,
    Split,
    SplitKey,
    Worker,
    changes,
    problems,
    read_recipe,
    sentences,
    share,
    work_order,
)
from kpacite.domain.sharing.rules.steps.levy import Basis, Bracket

POTS = {"commun": "le pot commun"}
by_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
HOURS = EXAMPLES[0].recipe


def buffet(**facts):
    """The buffet of docs/algorithms/partage.md: 850 €, 24 h 15 by four people."""
    people = (
        Worker(id="amina", name="Amina", minutes=480),
        Worker(id="bilal", name="Bilal", minutes=480),
        Worker(id="chloe", name="Chloé", minutes=360),
        Worker(id="dina", name="Dina", minutes=135),
    )
    bought = (Purchase("amina", "Amina", 163_47), Purchase("kpa", "le KPA", 50_00))
    return Job(**{"base_cents": 850_00, "people": people, "purchases": bought} | facts)


def test_a_rule_is_read_aloud_as_the_group_says_it() -> None:
    assert sentences(HOURS, POTS) == [
        "D’abord rembourser les achats.",
        "Puis verser 10\u00a0% de l’argent reçu moins les achats à la CAE.",
        "Puis mettre 10\u00a0% de ce qui reste au pot commun.",
        "Enfin partager ce qui reste au temps passé. Si personne n’a de part, tout va au pot commun.",
    ]


@by_example
def test_a_rule_of_the_library_keeps_its_meaning_in_json_and_can_be_adopted_as_it_is(example) -> None:
    assert read_recipe(example.recipe.json()) == example.recipe
    assert list(problems(example.recipe)) == []


def test_the_buffet_gives_the_shares_of_the_handbook() -> None:
    rule = Recipe(
        (
            Purchases(),
            CarrierFee(Basis.MARGIN, Fraction(1, 10)),
            PotLevy("commun", Basis.REMAINING, Fraction(15, 100)),
            RoleBonus("referent", 20_00),
            Split(keys=(SplitKey("minutes"),)),
        )
    )
    allocations = share(work_order(rule, buffet(holders={"referent": "chloe"}))).allocations

    assert {str(account): cents for account, cents in allocations.items()} == {
        "expense:amina": 163_47,
        "expense:kpa": 50_00,
        "account:cae": 63_65,
        "pot:commun": 85_93,
        "member:chloe": 20_00 + 115_53,
        "member:amina": 154_05,
        "member:bilal": 154_05,
        "member:dina": 43_32,
    }


def test_a_work_order_is_a_question_that_the_command_answers_alone() -> None:
    order = work_order(HOURS, buffet(pots={"commun": Pot("le pot commun")}))
    assert answer("run", order)["total_cents"] == 850_00


def test_nobody_wore_the_hat_so_nobody_gets_its_bonus() -> None:
    rule = Recipe((RoleBonus("referent", 20_00), Split(keys=(SplitKey("equal"),))))
    assert sum(share(work_order(rule, buffet(purchases=()))).allocations.values()) == 850_00


def test_a_pot_that_holds_what_was_wished_for_takes_nothing_more() -> None:
    wished = PotLevy("commun", Basis.BASE, Fraction(1, 2), target_cents=100_00)
    rule = Recipe((wished, Split(keys=(SplitKey("equal"),))))
    full = buffet(purchases=(), pots={"commun": Pot("le pot commun", 100_00)})
    nearly = buffet(purchases=(), pots={"commun": Pot("le pot commun", 60_00)})

    assert "pot:commun" not in {str(one) for one in share(work_order(rule, full)).allocations}
    taken = {str(one): cents for one, cents in share(work_order(rule, nearly)).allocations.items()}
    assert taken["pot:commun"] == 40_00


def test_a_leaver_a_person_without_contract_and_a_volunteer_are_treated_as_the_rules_say() -> None:
    people = (
        Worker(id="a", name="Amina", minutes=60, status=Status.LEFT),
        Worker(id="b", name="Bilal", minutes=60, status=Status.NO_CONTRACT),
        Worker(id="c", name="Chloé", minutes=60, is_volunteer=True),
    )
    job = buffet(base_cents=100_00, people=people, purchases=())
    rule = Recipe((Split(keys=(SplitKey("minutes"),)),))
    assert {str(account): cents for account, cents in share(work_order(rule, job)).allocations.items()} == {
        "exit_balance:a": 50_00,
        "held:b": 50_00,
    }


def test_a_coefficient_counts_only_for_a_rule_that_weighs_tasks() -> None:
    people = (
        Worker(id="a", name="Amina", tasks=((60, "2"),)),
        Worker(id="b", name="Bilal", tasks=((60, "1"),)),
    )
    job = buffet(base_cents=90_00, people=people, purchases=())
    by_time = share(work_order(Recipe((Split(keys=(SplitKey("minutes"),)),)), job)).allocations
    by_task = share(work_order(Recipe((Split(keys=(SplitKey("points"),)),)), job)).allocations

    assert sorted(by_time.values()) == [45_00, 45_00]
    assert sorted(by_task.values()) == [30_00, 60_00]


def test_what_nobody_said_is_refused_and_never_counted_as_nothing() -> None:
    job = buffet(people=(Worker(id="a", name="Amina"),), purchases=())
    with pytest.raises(SharingRefused, match="Il manque une donnée"):
        share(work_order(HOURS, job))


def test_a_rule_that_would_refuse_one_day_says_so_on_the_day_it_is_written() -> None:
    asked = Split(keys=(SplitKey("declared"),))
    capped = Split(keys=(SplitKey("equal"),), maximum_cents=100_00)
    too_late = PotLevy("commun", Basis.BASE, Fraction(1, 10))

    assert "comment partager" in next(problems(Recipe((Purchases(),))))
    assert "peut rester de l’argent" in next(problems(Recipe((asked,))))
    assert "peut rester de l’argent" in next(problems(Recipe((capped,))))
    assert "vient après le partage" in next(problems(Recipe((Split(keys=(SplitKey("equal"),)), too_late))))
    assert "deux fois" in list(problems(Recipe((Purchases(), Purchases(), capped))))[-1]


def test_a_new_version_is_compared_sentence_by_sentence() -> None:
    new = Recipe((*HOURS.clauses[:2], PotLevy("commun", Basis.REMAINING, Fraction(5, 100)), HOURS.clauses[3]))
    assert [
        (change.how, change.sentence.replace("\u00a0", " ")[:9]) for change in changes(HOURS, new, POTS)
    ] == [
        ("kept", "Rembourse"),
        ("kept", "Verser 10"),
        ("removed", "Mettre 10"),
        ("added", "Mettre 5 "),
        ("kept", "Partager "),
    ]


rates = st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))
amounts = st.integers(0, 10**9)
bases = st.sampled_from(Basis)
clauses = st.one_of(
    st.just(Purchases()),
    st.builds(CarrierFee, bases, rates),
    st.builds(
        lambda rate: CarrierFee(Basis.MARGIN, brackets=(Bracket(30_000_00, rate), Bracket(None, rate))), rates
    ),
    st.builds(
        PotLevy, st.just("commun"), bases, rates, st.none() | amounts, target_cents=st.none() | amounts
    ),
    st.builds(RoleBonus, st.sampled_from(["referent", "finder"]), amounts),
    st.builds(EarlierWork, rates),
    st.builds(
        Split,
        keys=st.lists(
            st.builds(SplitKey, st.sampled_from(sorted(KEYS)), st.integers(1, 9).map(Fraction)),
            min_size=1,
            max_size=3,
            unique_by=lambda key: key.type,
        ).map(tuple),
        min_minutes=st.integers(0, 600),
        maximum_cents=st.none() | amounts,
        rest_to=st.none() | st.just("commun"),
    ),
)


@given(st.lists(clauses, min_size=1, max_size=8).map(lambda written: Recipe(tuple(written))))
def test_any_rule_survives_its_json_and_can_be_told(rule) -> None:
    assert read_recipe(rule.json()) == rule
    told = sentences(rule, POTS)
    assert len(told) == len(rule.clauses)
    assert all(sentence.endswith(".") and "  " not in sentence for sentence in told)
    assert all(change.how == "kept" for change in changes(rule, rule))


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        ({"language": 2, "clauses": []}, "UNKNOWN_VERSION"),
        ({"language": 1, "clauses": []}, "MISSING_FIELD"),
        ({"language": 1, "clauses": [{"kind": "magic"}]}, "UNKNOWN_STEP"),
        ({"language": 1, "clauses": [{"kind": "solidarity", "rate": 0.1}]}, "INVALID_NUMBER"),
        ({"language": 1, "clauses": [{"kind": "solidarity", "rate": "1.5"}]}, "PERCENT_OVER_100"),
        ({"language": 1, "clauses": [{"kind": "carrier", "of": "margin"}]}, "RATE_OR_BRACKETS"),
        (
            {"language": 1, "clauses": [{"kind": "carrier", "of": "margin", "brackets": []}]},
            "INVALID_BRACKETS",
        ),
        ({"language": 1, "clauses": [{"kind": "role", "role": "boss", "amount_cents": 1}]}, "UNKNOWN_OPTION"),
        ({"language": 1, "clauses": [{"kind": "split", "keys": []}]}, "NO_ELIGIBLE_WEIGHT"),
        ({"language": 1, "clauses": [{"kind": "purchases", "rate": "0.1"}]}, "UNKNOWN_FIELD"),
    ],
)
def test_a_kept_rule_is_never_guessed_at(kept, code) -> None:
    with pytest.raises(SharingRefused) as refused:
        read_recipe(kept)
    assert refused.value.code == code
