from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.money import ZERO, Euro
from kpacite.kernel.vat import InconsistentTax, MixedRates, Taxed, totals_by_rate

euros = st.integers(-(10**9), 10**9).map(Euro)
rates = st.sampled_from([0, 210, 550, 1_000, 2_000])
same_rate_lines = st.lists(st.tuples(euros, st.booleans()), min_size=1, max_size=20)


def line(amount, *, rate_bp, with_tax):
    return (Taxed.from_gross if with_tax else Taxed.from_net)(amount, rate_bp=rate_bp)


def test_100_euros_without_tax_make_120_with_it():
    expected = Taxed(net=Euro(10_000), tax=Euro(2_000), gross=Euro(12_000), rate_bp=2_000)
    assert (
        Taxed.from_net(Euro(10_000), rate_bp=2_000)
        == Taxed.from_gross(Euro(12_000), rate_bp=2_000)
        == expected
    )


def test_half_a_cent_of_tax_goes_up():
    assert Taxed.from_net(Euro(10), rate_bp=550).tax == Euro(1)
    assert Taxed.from_net(Euro(9), rate_bp=550).tax == ZERO


def test_a_price_with_tax_stays_the_price_on_the_label():
    meal = Taxed.from_gross(Euro(1_000), rate_bp=1_000)
    assert (meal.net, meal.tax, meal.gross) == (Euro(909), Euro(91), Euro(1_000))


@given(euros, rates, st.booleans())
def test_every_line_adds_up_and_keeps_the_amount_it_came_from(amount, rate_bp, with_tax):
    taxed = line(amount, rate_bp=rate_bp, with_tax=with_tax)
    assert taxed.net + taxed.tax == taxed.gross
    assert (taxed.gross if with_tax else taxed.net) == amount
    assert -taxed == line(-amount, rate_bp=rate_bp, with_tax=with_tax)


@given(euros, rates)
def test_a_net_price_survives_the_way_through_its_gross(net, rate_bp):
    assert Taxed.from_gross(Taxed.from_net(net, rate_bp=rate_bp).gross, rate_bp=rate_bp).net == net


@given(euros, euros, euros, rates)
def test_a_triple_that_does_not_add_up_cannot_exist(net, tax, error, rate_bp):
    gross = net + tax + (Euro(1) if error.is_zero else error)
    with pytest.raises(InconsistentTax):
        Taxed(net=net, tax=tax, gross=gross, rate_bp=rate_bp)


@given(euros, rates, st.sampled_from([-2, 2]))
def test_a_tax_two_cents_off_its_rate_cannot_exist(net, rate_bp, cents):
    tax = net.percent_of(rate_bp) + Euro(cents)
    with pytest.raises(InconsistentTax):
        Taxed(net=net, tax=tax, gross=net + tax, rate_bp=rate_bp)


@pytest.mark.parametrize(("rate_bp", "lines"), [(-1, 1), (2_000, 0)])
def test_a_rate_is_never_negative_and_a_triple_has_a_line(rate_bp, lines):
    with pytest.raises(InconsistentTax, match="hors taxes"):
        Taxed(net=ZERO, tax=ZERO, gross=ZERO, rate_bp=rate_bp, lines=lines)


def test_a_triple_is_spelled_out_by_keyword_and_never_changes():
    with pytest.raises(TypeError):
        Taxed(Euro(10_000), Euro(2_000), Euro(12_000), 2_000)
    with pytest.raises(FrozenInstanceError):
        Taxed.from_net(Euro(10_000), rate_bp=2_000).tax = ZERO


@given(same_rate_lines, rates)
def test_a_sum_of_lines_is_exact_and_always_allowed(amounts, rate_bp):
    lines = [line(amount, rate_bp=rate_bp, with_tax=with_tax) for amount, with_tax in amounts]
    total = totals_by_rate(lines)[rate_bp]
    assert total.net == sum((each.net for each in lines), ZERO)
    assert total.tax == sum((each.tax for each in lines), ZERO)
    assert total.gross == sum((each.gross for each in lines), ZERO)
    assert total.lines == len(lines)


@given(same_rate_lines, rates)
def test_a_sum_strays_from_its_rate_by_its_roundings_only(amounts, rate_bp):
    nets = [Taxed.from_net(amount, rate_bp=rate_bp) for amount, _ in amounts]
    total = totals_by_rate(nets)[rate_bp]
    assert abs(total.tax.cents - total.net.cents * Fraction(rate_bp, 10_000)) <= Fraction(len(nets), 2)


def test_two_rates_do_not_melt_into_one():
    with pytest.raises(MixedRates, match="même taux"):
        Taxed.from_net(Euro(100), rate_bp=550) + Taxed.from_net(Euro(100), rate_bp=2_000)


def test_totals_are_kept_by_rate_lowest_first():
    drink, book, meal = (Taxed.from_net(Euro(1_000), rate_bp=rate) for rate in (2_000, 550, 1_000))
    totals = totals_by_rate([drink, book, meal, drink])
    assert list(totals) == [550, 1_000, 2_000]
    assert totals[2_000] == Taxed(net=Euro(2_000), tax=Euro(400), gross=Euro(2_400), rate_bp=2_000, lines=2)
    assert totals_by_rate([]) == {}
