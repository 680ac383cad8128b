"""Minimum and maximum: the level of the water is what the conventions' iterative freezing ends at."""

from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from kpacite.domain.sharing.rules.bounds import Bounded, Held, fill
from tests.domain.sharing.questions import for_any, lines, person, run, shares, split

cents = st.integers(0, 10**6)
weights = st.integers(0, 1000) | st.fractions(0, 100, max_denominator=20)
bounded = st.builds(
    lambda weight, one, other: Bounded(weight, min(one, other), max(one, other)), weights, cents, cents
)
crowds = st.lists(bounded, min_size=1, max_size=8)


def frozen_one_round_at_a_time(amount, people):
    """The conventions, word for word: exact shares of those who end free, bounds of the others."""
    shares, free = {}, dict(enumerate(people))
    while free:
        total = sum(one.weight for one in free.values())
        left = amount - sum(shares.values())
        exact = {
            rank: Fraction(left * one.weight) / total if total else Fraction(0) for rank, one in free.items()
        }
        clamped = {rank: min(max(exact[rank], one.minimum), one.maximum) for rank, one in free.items()}
        correction = sum(clamped.values()) - sum(exact.values())
        low = {rank for rank in free if clamped[rank] > exact[rank]}
        high = {rank for rank in free if clamped[rank] < exact[rank]}
        frozen = (low if correction >= 0 else set()) | (high if correction <= 0 else set())
        if not frozen:
            return {**shares, **exact}
        for rank in frozen:
            shares[rank] = clamped[rank]
            del free[rank]
    return shares


@for_any(crowds, cents)
def test_the_level_is_where_freezing_ends(people, amount):
    assume(sum(one.minimum for one in people) <= amount <= sum(one.maximum for one in people if one.weight))
    expected = frozen_one_round_at_a_time(amount, people)
    filled = fill(amount, people, tie_start=0)
    assert all(abs(share - expected[rank]) < 1 for rank, share in enumerate(filled.cents))


@for_any(crowds, cents, st.integers(0, 8))
def test_everybody_stays_within_her_bounds_and_no_cent_is_lost(people, amount, tie_start):
    assume(sum(one.minimum for one in people) <= amount)
    filled = fill(amount, people, tie_start=tie_start)
    assert sum(filled.cents) + filled.rest_cents == amount
    assert all(one.minimum <= share <= one.maximum for one, share in zip(people, filled.cents, strict=True))


@for_any(crowds, cents)
def test_something_is_left_only_when_all_who_weigh_are_at_their_maximum(people, amount):
    assume(sum(one.minimum for one in people) <= amount)
    filled = fill(amount, people, tie_start=0)
    if filled.rest_cents:
        for one, share in zip(people, filled.cents, strict=True):
            assert share == (one.maximum if one.weight else one.minimum)


@for_any(st.lists(weights.filter(bool), min_size=1, max_size=8), cents)
def test_bounds_that_nobody_meets_change_nothing(all_weights, amount):
    free = fill(amount, [Bounded(weight, 0, amount) for weight in all_weights], tie_start=3)
    wide = fill(amount, [Bounded(weight, 0, 10 * amount + 1) for weight in all_weights], tie_start=3)
    assert free.cents == wide.cents
    assert set(wide.held) <= {Held.FREE, Held.MINIMUM}


def test_a_chain_of_a_thousand_bounds_is_no_trap():
    people = [Bounded(rank, 2 * rank, 3 * rank + 5) for rank in range(1, 2_001)]
    filled = fill(5_000_000, people, tie_start=0)
    assert sum(filled.cents) == 5_000_000


def test_a_maximum_of_her_own_comes_before_that_of_everybody():
    people = [person("amina", minutes=60), person("bilal", minutes=60), person("chloe", minutes=60)]
    step = split("minutes", maxima={"*": 3_000, "bilal": 5_000})
    assert shares(11_000, people, {**step, "rest_to": "pot:report"}) == {
        "member:amina": 3_000,
        "member:bilal": 5_000,
        "member:chloe": 3_000,
    }


def test_a_request_is_a_maximum_that_the_person_sets_herself():
    people = [person("amina", declared_cents=5_000), person("bilal", declared_cents=1_000)]
    step = split("declared", maxima={"*": 3_000}, rest_to="pot:report")
    assert shares(10_000, people, step) == {"member:amina": 3_000, "member:bilal": 1_000, "pot:report": 6_000}


def test_the_envelopes_of_a_mix_stand_when_they_respect_the_bounds():
    people = [person("amina", minutes=60), person("bilal", minutes=120)]
    keys = [{"type": "equal", "weight": "50"}, {"type": "minutes", "weight": "50"}]
    assert shares(10_001, people, split(*keys, maxima={"*": 9_000})) == shares(10_001, people, split(*keys))


def test_a_mix_that_crosses_a_bound_is_shared_as_one_key():
    people = [person("amina", minutes=60), person("bilal", minutes=120), person("chloe", minutes=0)]
    keys = [{"type": "equal", "weight": "50"}, {"type": "minutes", "weight": "50"}]
    result = run(60_000, people, split(*keys, maxima={"bilal": 20_000}))
    assert result["allocations"] == {"member:amina": 26_667, "member:bilal": 20_000, "member:chloe": 13_333}
    assert lines(result, "share")[0]["sentence"] == (
        "266,67\u00a0€ = environ 66,7\u00a0% selon plusieurs clés, appliqués aux 400,00\u00a0€ qui restent."
    )
