"""What a line asks, what a document asks: to the cent, whatever is written on it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sales.rules import lines as rules
from kpacite.domain.sales.rules.lines import GlobalDiscount, PricedLine, totals
from kpacite.kernel.money import ZERO, Euro

RATES = [0, 550, 1000, 2000]
quantities = st.decimals(Decimal("0.001"), Decimal(5000), places=3)
priced = st.builds(
    PricedLine,
    label=st.just("Buffet"),
    quantity=quantities,
    unit=st.just("piece"),
    unit_price_cents=st.integers(0, 500_000),
    vat_bp=st.sampled_from(RATES),
    discount_bp=st.integers(0, 10_000),
)


def line(quantity: str, cents: int, vat_bp: int = 1000, discount_bp: int = 0) -> PricedLine:
    return PricedLine(
        label="Buffet",
        quantity=Decimal(quantity),
        unit="piece",
        unit_price_cents=cents,
        vat_bp=vat_bp,
        discount_bp=discount_bp,
    )


def mirrored(row: PricedLine) -> PricedLine:
    return line(str(-row.quantity), row.unit_price_cents, row.vat_bp, row.discount_bp)


def test_the_invoice_of_the_mock_up_adds_up_with_a_pencil():
    rows = [line("30", 1400), line("60", 150), line("6", 2200), line("30", 60, vat_bp=2000)]
    foot = totals(rows)
    assert [row.net.cents for row in rows] == [42000, 9000, 13200, 1800]
    assert [(row.rate_bp, row.taxed.net.cents, row.taxed.tax.cents) for row in foot.by_rate] == [
        (1000, 64200, 6420),
        (2000, 1800, 360),
    ]
    assert (foot.net.cents, foot.tax.cents, foot.gross.cents) == (66000, 6780, 72780)


def test_a_line_is_rounded_once_half_a_cent_up():
    assert line("0.5", 5).net == Euro(3)
    assert line("1.5", 333, discount_bp=1000).net == Euro(450)
    assert line("-0.5", 5).net == Euro(-3)


def test_a_discount_falls_on_each_rate_in_proportion():
    foot = totals([line("1", 10000), line("1", 5000, vat_bp=2000)], GlobalDiscount(bp=1000))
    assert [row.discount.cents for row in foot.by_rate] == [1000, 500]
    assert foot.net == Euro(13500)
    assert totals([line("1", 10000), line("1", 5000, vat_bp=2000)], GlobalDiscount(cents=1500)) == foot


def test_a_discount_larger_than_the_document_is_refused():
    for discount in (GlobalDiscount(cents=101), GlobalDiscount(bp=10_000, cents=1)):
        with pytest.raises(rules.DiscountTooLarge):
            totals([line("1", 100)], discount)
    with pytest.raises(rules.DiscountTooLarge):
        totals([], GlobalDiscount(cents=1))
    assert totals([line("1", 100)], GlobalDiscount(bp=10_000)).gross == ZERO


@given(st.lists(priced, max_size=12), st.integers(0, 10_000))
def test_rates_lines_and_discount_always_agree_to_the_cent(rows, bp):
    foot = totals(rows, GlobalDiscount(bp=bp))
    assert foot.lines == sum((row.net for row in rows), ZERO)
    assert foot.net == foot.lines - foot.discount
    assert foot.net + foot.tax == foot.gross
    assert foot.discount == foot.lines.percent_of(bp)
    assert all(row.discount <= row.lines for row in foot.by_rate)
    assert [row.rate_bp for row in foot.by_rate] == sorted({row.vat_bp for row in rows})


@given(st.lists(priced, max_size=8), st.integers(0, 10_000))
def test_what_gives_everything_back_mirrors_what_asked(rows, bp):
    foot = totals(rows, GlobalDiscount(bp=bp))
    back = totals([mirrored(row) for row in rows], GlobalDiscount(bp=bp))
    assert (back.net, back.tax, back.gross) == (-foot.net, -foot.tax, -foot.gross)


@given(st.lists(priced, min_size=1, max_size=8), st.data())
def test_a_deposit_is_cut_by_rate_without_losing_a_cent(rows, data):
    foot = totals(rows)
    cents = data.draw(st.integers(0, foot.gross.cents))
    parts = rules.deposit_by_rate(foot, cents)
    assert sum(part.gross.cents for part in parts) == cents
    assert {part.rate_bp for part in parts} <= {row.rate_bp for row in foot.by_rate}


def test_a_deposit_is_a_share_or_a_sum_and_never_more_than_the_whole():
    assert rules.deposit_cents(Euro(72780), bp=3000) == 21834
    assert rules.deposit_cents(Euro(72780), cents=20000) == 20000
    for asked in ({"cents": 72781}, {"bp": 10_001}):
        with pytest.raises(rules.DepositTooLarge):
            rules.deposit_cents(Euro(72780), **asked)
    with pytest.raises(rules.DepositTooLarge):
        rules.deposit_by_rate(totals([line("1", 100)]), 200)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [("30", "30"), (" 2,5 ", "2.5"), ("2.125", "2.125"), ("1 200", "1200"), ("1\u202f200,5", "1200.5")],
)
def test_a_quantity_is_read_as_people_type_it(typed, quantity):
    assert rules.parse_quantity(typed) == Decimal(quantity)


@pytest.mark.parametrize("typed", ["", "0", "-1", "2,1234", "deux", "1e3", "٣", "NaN", "10000000", "1 2"])
def test_what_is_no_quantity_is_refused_rather_than_guessed(typed):
    with pytest.raises(rules.InvalidQuantity):
        rules.parse_quantity(typed)


@given(quantities)
def test_a_quantity_written_is_read_back(quantity):
    assert rules.parse_quantity(rules.format_quantity(quantity)) == quantity
