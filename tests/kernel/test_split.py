from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.split import NegativeWeight, NothingToShareBy, split

amounts = st.integers(-(10**9), 10**9)
whole_weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)
fair_weights = st.lists(
    st.fractions(0, 100, max_denominator=1_000) | st.integers(0, 100), min_size=1, max_size=12
).filter(any)
tie_starts = st.integers(-50, 50)


def test_100_euros_for_three_gives_the_odd_cent_to_the_first():
    assert split(10000, [1, 1, 1]) == [3334, 3333, 3333]


def test_the_odd_cent_moves_to_the_second_at_the_next_sharing():
    assert split(10000, [1, 1, 1], tie_start=1) == [3333, 3334, 3333]


def test_hours_are_shared_to_the_largest_remainders():
    assert split(45783, [615, 480, 95, 330]) == [18524, 14458, 2861, 9940]


def test_a_tie_that_starts_at_the_end_goes_on_with_the_first():
    assert split(2, [1, 1, 1], tie_start=2) == [1, 0, 1]


def test_a_tie_never_passes_before_a_larger_remainder():
    assert split(1, [1, 2, 1], tie_start=2) == [0, 1, 0]


@given(amounts, fair_weights, tie_starts)
def test_no_cent_is_lost_nor_invented(amount, weights, tie_start):
    assert sum(split(amount, weights, tie_start=tie_start)) == amount


@given(amounts, fair_weights, tie_starts)
def test_each_share_is_within_one_cent_of_the_exact_one(amount, weights, tie_start):
    total = sum(weights)
    for share, weight in zip(split(amount, weights, tie_start=tie_start), weights, strict=True):
        assert abs(share - Fraction(amount * weight) / total) < 1


@given(amounts, fair_weights, tie_starts)
def test_who_weighs_nothing_gets_nothing(amount, weights, tie_start):
    shares = split(amount, [*weights, 0], tie_start=tie_start)
    assert shares[-1] == 0
    assert all(share == 0 for share, weight in zip(shares, [*weights, 0], strict=True) if weight == 0)


@given(st.integers(0, 10**9), fair_weights, tie_starts)
def test_who_weighs_more_never_gets_less(amount, weights, tie_start):
    ranked = sorted(zip(weights, split(amount, weights, tie_start=tie_start), strict=True))
    for (light, less), (heavy, more) in pairwise(ranked):
        assert less <= more or light == heavy


@given(amounts, fair_weights, tie_starts)
def test_a_negative_amount_mirrors_the_positive_one(amount, weights, tie_start):
    mirrored = [-share for share in split(amount, weights, tie_start=tie_start)]
    assert split(-amount, weights, tie_start=tie_start) == mirrored


@given(amounts, whole_weights, tie_starts, st.fractions(Fraction(1, 50), 50))
def test_only_the_proportions_of_the_weights_matter(amount, weights, tie_start, scale):
    scaled = [weight * scale for weight in weights]
    assert split(amount, scaled, tie_start=tie_start) == split(amount, weights, tie_start=tie_start)


@given(amounts, whole_weights, tie_starts, st.integers(0, 11))
def test_turning_the_list_and_the_tie_together_turns_the_shares(amount, weights, tie_start, turn):
    turn %= len(weights)
    turned = split(amount, weights[turn:] + weights[:turn], tie_start=tie_start - turn)
    shares = split(amount, weights, tie_start=tie_start)
    assert turned == shares[turn:] + shares[:turn]


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_over_a_full_turn_equal_people_get_equal_sums(amount, people):
    rounds = [split(amount, [1] * people, tie_start=turn) for turn in range(people)]
    assert {sum(shares) for shares in zip(*rounds, strict=True)} == {amount}


@given(st.integers(0, 30), st.lists(st.integers(0, 9), min_size=1, max_size=3).filter(any))
def test_no_other_sharing_is_closer_to_the_exact_shares(amount, weights):
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]

    def distance(shares):
        return sum(abs(share - ideal) for share, ideal in zip(shares, exact, strict=True))

    rivals = (shares for shares in product(range(amount + 1), repeat=len(weights)) if sum(shares) == amount)
    assert distance(split(amount, weights)) == min(map(distance, rivals))


def test_a_hundred_thousand_people_are_served_quickly():
    weights = [Fraction(1 + i % 997, 1 + i % 4) for i in range(100_000)]
    started = perf_counter()
    shares = split(123_456_789, weights, tie_start=7)
    assert perf_counter() - started < 5
    assert sum(shares) == 123_456_789


@pytest.mark.parametrize("weights", [[], [0], [0, 0, Fraction(0)]])
def test_without_any_weight_nothing_is_shared(weights):
    with pytest.raises(NothingToShareBy, match="Toutes les parts sont à zéro"):
        split(100, weights)


@pytest.mark.parametrize("weights", [[-1], [3, -1], [Fraction(-1, 2), 1]])
def test_a_negative_weight_is_refused(weights):
    with pytest.raises(NegativeWeight, match="ne peut pas être négative"):
        split(100, weights)


@pytest.mark.parametrize(("amount", "weights"), [(100.0, [1]), (100, [0.5]), (Decimal(100), [1])])
def test_neither_amount_nor_weights_may_be_inexact(amount, weights):
    with pytest.raises((TypeError, AttributeError)):
        split(amount, weights)
