"""Colours that can be read: the contrast of WCAG 2.2, and the nearest darker colour that has enough of it."""

import re
from dataclasses import dataclass
from typing import Self

from kpacite.kernel.errors import DomainError

READABLE = 4.5
"""WCAG 1.4.3: text of any size against its ground."""
FULL = 255
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


class InvalidColour(DomainError):
    code = "colour_invalid"
    sentence = "Écrivez une couleur avec six chiffres ou lettres, par exemple #0B5A63."
    field = "colour"


class TooPale(DomainError):
    """`nearest`: the closest darker colour on which white is read."""

    code = "colour_too_pale"
    field = "colour"

    def __init__(self, nearest: "Colour") -> None:
        super().__init__(
            f"Cette couleur est trop pâle : on n’y lit pas du texte blanc. La plus proche qui va : {nearest}."
        )
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read « #0B5A63 », with or without its sign. Raises InvalidColour."""
        found = _HEX.fullmatch(text.strip())
        if found is None:
            raise InvalidColour
        digits = found[1]
        return cls(int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))

    def __str__(self) -> str:
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def luminance(self) -> float:
        """WCAG 2.2, relative luminance: 0 for black, 1 for white."""
        return 0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)

    def contrast(self, other: "Colour") -> float:
        """From 1, the same, to 21, black on white."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with this share of another one in it."""
        return Colour(
            *(
                round(mine * (1 - share) + theirs * share)
                for mine, theirs in (
                    (self.red, other.red),
                    (self.green, other.green),
                    (self.blue, other.blue),
                )
            )
        )


WHITE, BLACK = Colour(FULL, FULL, FULL), Colour(0, 0, 0)
HOUSE = Colour(0x0B, 0x5A, 0x63)
"""That of whoever chose none."""
PALE = 0.78
"""How much white there is in the ground of a colour: ink is read on it, whatever the colour."""


def _linear(channel: int) -> float:
    share = channel / FULL
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def is_readable(colour: Colour) -> bool:
    """Whether white is read on it, and it on white."""
    return colour.contrast(WHITE) >= READABLE


def readable(text: str) -> Colour:
    """The colour typed. Raises InvalidColour, or TooPale with the nearest darker one."""
    colour = Colour.parse(text)
    if not is_readable(colour):
        raise TooPale(nearest_darker(colour))
    return colour


def nearest_darker(colour: Colour) -> Colour:
    """The same hue with as little black as is needed."""
    steps = (colour.mixed(BLACK, step / FULL) for step in range(FULL + 1))
    return next(darker for darker in steps if is_readable(darker))


def ground_of(colour: Colour) -> Colour:
    """The pale ground that goes with it."""
    return colour.mixed(WHITE, PALE)
