"""Money that a client took back is not shared, and what was shared of it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.sharing.rules.given_back import Arrival, still_there

CENTS = st.integers(-10_000, 10_000)


@given(st.lists(st.tuples(CENTS, st.booleans()), max_size=12))
def test_what_stays_is_never_negative_nor_more_than_came(rows: list[tuple[int, bool]]) -> None:
    arrivals = [Arrival(key, cents, shared) for key, (cents, shared) in enumerate(rows)]
    left = still_there(arrivals)
    came = {one.key: one.cents for one in arrivals if one.cents >= 0}
    assert left.keys() == came.keys()
    assert all(0 <= left[key] <= cents for key, cents in came.items())
    assert sum(left.values()) >= sum(one.cents for one in arrivals)


@pytest.mark.parametrize(
    ("arrivals", "left"),
    [
        ([Arrival(1, 100), Arrival(2, 50), Arrival(3, -70)], {1: 80, 2: 0}),
        ([Arrival(1, 100, shared=True), Arrival(2, 50), Arrival(3, -20)], {1: 100, 2: 30}),
        ([Arrival(1, 50), Arrival(2, 100, shared=True), Arrival(3, -70)], {1: 0, 2: 80}),
        ([Arrival(1, 100), Arrival(2, -100), Arrival(3, 40)], {1: 0, 3: 40}),
    ],
)
def test_what_nobody_shared_is_given_back_first_and_what_comes_later_stays(arrivals, left) -> None:
    assert still_there(arrivals) == left
