"""A colour is read, or it is refused with one that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpacite.kernel.colour import (
    BLACK,
    READABLE,
    WHITE,
    Colour,
    InvalidColour,
    TooPale,
    ground_of,
    is_readable,
    nearest_darker,
    readable,
)

INK = Colour.parse("#17262B")
BODY = 7
"""The contrast of a body text (brief 4.3)."""
channels = st.integers(0, 255)
colours = st.builds(Colour, channels, channels, channels)


def test_contrasts_are_those_of_the_standard():
    assert round(BLACK.contrast(WHITE), 2) == 21
    assert WHITE.contrast(WHITE) == 1
    # The two greys on each side of the limit, as every tool tells them.
    assert round(Colour.parse("#767676").contrast(WHITE), 2) == 4.54
    assert round(Colour.parse("777777").contrast(WHITE), 2) == 4.48


@given(colours)
def test_for_every_accepted_colour_white_is_read_on_it(colour):
    if is_readable(colour):
        assert readable(str(colour)).contrast(WHITE) >= READABLE
        return
    with pytest.raises(TooPale) as refused:
        readable(str(colour))
    nearest = refused.value.nearest
    assert nearest.contrast(WHITE) >= READABLE
    assert str(nearest) in str(refused.value)


@given(colours)
def test_the_nearest_darker_is_itself_when_it_is_read_and_never_lighter(colour):
    nearest = nearest_darker(colour)
    assert nearest == colour if is_readable(colour) else nearest.luminance < colour.luminance


@given(colours)
def test_ink_is_read_on_the_ground_of_every_colour(colour):
    assert ground_of(colour).contrast(INK) >= BODY


@given(colours)
def test_a_colour_is_read_as_it_is_written(colour):
    assert Colour.parse(str(colour)) == colour


@pytest.mark.parametrize(
    "text", ["", "bleu", "#12345", "#1234567", "#GGGGGG", "#٠٠٠٠٠٠", "#0B5A63;", "rgb(1,2,3)"]
)
def test_what_is_no_colour_is_refused_in_words(text):
    with pytest.raises(InvalidColour, match="par exemple #0B5A63"):
        readable(text)
