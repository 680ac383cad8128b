"""An issued invoice keeps every word, and cannot lie about its sums."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sales.rules.photograph import (
    InconsistentPhotograph,
    InvoicePhotograph,
    PhotoLine,
    process_of,
    vat_totals,
    worth,
)
from tests.integrations import photographs
from tests.integrations.photographs import KINDS, invoice, line, simple


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_photograph_comes_back_from_its_text_as_it_was(kind: object) -> None:
    photo = kind()
    again = InvoicePhotograph.from_json(photo.to_json())
    assert again == photo
    assert again.hash == photo.hash


def test_the_mock_up_asks_what_it_shows() -> None:
    photo = simple()
    assert (photo.net_cents, photo.tax_cents, photo.gross_cents) == (66_000, 6_780, 72_780)
    assert [(row.vat_bp, row.base_cents, row.tax_cents) for row in photo.vat] == [
        (1_000, 64_200, 6_420),
        (2_000, 1_800, 360),
    ]


def test_the_balance_counts_the_tax_of_the_deposit_once() -> None:
    deposit, balance = photographs.deposit(), photographs.balance()
    assert deposit.gross_cents + balance.gross_cents == 72_600
    assert deposit.tax_cents + balance.tax_cents == 6_600


@pytest.mark.parametrize(
    "spoiled",
    [
        {"net_cents": 66_001},
        {"tax_cents": 6_781},
        {"gross_cents": 72_781},
        {"due_cents": 72_779},
        {"paid_cents": 1},
        {"lines": ()},
        {"vat": ()},
    ],
    ids=lambda spoiled: next(iter(spoiled)),
)
def test_a_spoiled_total_cannot_exist(spoiled: dict[str, object]) -> None:
    with pytest.raises(InconsistentPhotograph):
        replace(simple(), **spoiled)


def test_a_line_that_is_not_quantity_times_price_cannot_exist() -> None:
    photo = simple()
    lines = (replace(photo.lines[0], unit_price_cents=1_401), *photo.lines[1:])
    with pytest.raises(InconsistentPhotograph):
        replace(photo, lines=lines)


def test_an_altered_text_has_another_hash_or_does_not_read() -> None:
    text = simple().to_json()
    renamed = InvoicePhotograph.from_json(text.replace("Tilleuls", "Peupliers"))
    assert renamed.hash != simple().hash
    with pytest.raises(InconsistentPhotograph):
        InvoicePhotograph.from_json(text.replace('"gross_cents":72780', '"gross_cents":62780'))
    with pytest.raises(TypeError):
        InvoicePhotograph.from_json(text.replace('"due_cents"', '"owed_cents"'))


@given(
    st.lists(
        st.tuples(
            st.decimals(min_value=Decimal("0.001"), max_value=9_999, places=3),
            st.integers(0, 500_000),
            st.sampled_from([0, 550, 1_000, 2_000]),
            st.integers(0, 50),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_the_rules_add_up_is_always_a_photograph(rows: list[tuple[Decimal, int, int, int]]) -> None:
    lines = [
        line(rank, f"Ligne {rank}", str(quantity), price, vat_bp, discount_cents=discount)
        for rank, (quantity, price, vat_bp, discount) in enumerate(rows, start=1)
    ]
    photo = invoice(lines)
    assert photo.gross_cents == photo.net_cents + photo.tax_cents
    assert sum(row.base_cents for row in vat_totals(lines)) == sum(map(worth, lines))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"services": True, "goods": False}, "S1"),
        ({"services": False, "goods": True}, "B1"),
        ({"services": True, "goods": True}, "M1"),
        ({"services": True, "goods": False, "after_deposit": True}, "S4"),
        ({"services": False, "goods": True, "is_paid": True}, "B2"),
    ],
)
def test_the_process_follows_from_what_is_sold(facts: dict[str, bool], code: str) -> None:
    assert process_of(**facts) == code


def test_a_negative_quantity_mirrors_a_positive_one() -> None:
    def one(quantity: str) -> PhotoLine:
        return line(1, "Heures", quantity, 1_333)

    assert worth(one("-2.5")) == -worth(one("2.5"))
