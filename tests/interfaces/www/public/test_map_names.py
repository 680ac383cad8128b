"""On the close map each pin bears its name, and names keep out of each other's way."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given

from kpacite.integrations.france_map import ViewBox
from kpacite.interfaces.www.public.maps import Pin, _with_room_for_names

BOX = ViewBox(0, 0, 36 * 7, 36 * 7)
PIN = Pin(number=1, name="La Cape", city="Roubaix", url="/kpa/la-cape/", x=100, y=100, dashed=False)


def test_a_name_goes_under_its_pin() -> None:
    assert [pin.label_above for pin in _with_room_for_names([PIN], BOX)] == [False]


def test_a_name_goes_over_its_pin_when_another_stands_just_below() -> None:
    below = replace(PIN, number=2, y=PIN.y + 15)
    assert [pin.label_above for pin in _with_room_for_names([PIN, below], BOX)] == [True, False]


@given(st.lists(st.tuples(st.integers(0, 250), st.integers(0, 250)), max_size=12))
def test_naming_moves_and_drops_no_pin(places: list[tuple[int, int]]) -> None:
    pins = [replace(PIN, number=n, x=x, y=y) for n, (x, y) in enumerate(places)]
    named = _with_room_for_names(pins, BOX)
    assert [replace(pin, label_above=False) for pin in named] == pins
