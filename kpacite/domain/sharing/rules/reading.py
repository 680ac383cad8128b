"""Read untrusted JSON: every value typed and bounded, every name expected, or the whole is refused.

Money and minutes are whole numbers; rates, weights and coefficients are decimal strings, read as exact
fractions. A JSON number with a point is a float: it is refused wherever it stands.

A reader takes a value and its place in the input (`steps[1].rate`, for the error) and returns what it means.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from .refusal import Refusal, SharingRefused
from .wording import DECIMALS

LARGEST_CENTS = 10**14
"""As the amounts people type: twelve digits of euros."""
LARGEST_COUNT = 10**9
LONGEST_TEXT = 80
MOST_ITEMS = 100_000

_DECIMAL = re.compile(rf"-?[0-9]{{1,12}}(?:\.[0-9]{{1,{DECIMALS}}})?")
_ONE_LINE = re.compile(rf"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{{1,{LONGEST_TEXT}}}")
"""No control character, no half of a surrogate pair."""

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
Reader = Callable[[object, str], T]


class Fields:
    """The fields of one JSON object. One that nobody reads is refused: a misspelt limit is no limit."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise SharingRefused(Refusal.INVALID_SHAPE, field=place)
        self._values: dict[object, object] = value
        self._read: set[object] = set()
        self.place = place

    def at(self, name: object) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else str(name)

    def has(self, name: str) -> bool:
        return name in self._values

    def required(self, name: str, reader: Reader[T], *, missing: Refusal = Refusal.MISSING_FIELD) -> T:
        if name not in self._values:
            raise SharingRefused(missing, field=self.at(name))
        self._read.add(name)
        return reader(self._values[name], self.at(name))

    def optional(self, name: str, reader: Reader[T], default: T) -> T:
        return self.required(name, reader) if name in self._values else default

    def maybe(self, name: str, reader: Reader[T]) -> T | None:
        return self.required(name, reader) if name in self._values else None

    def refuse_unread(self) -> None:
        for name in self._values:
            if name not in self._read:
                raise SharingRefused(Refusal.UNKNOWN_FIELD, field=self.at(name)[:LONGEST_TEXT])


def record(build: Callable[[Fields], T]) -> Reader[T]:
    """A JSON object with known fields, made into a value by `build`."""

    def read(value: object, place: str) -> T:
        fields = Fields(value, place)
        built = build(fields)
        fields.refuse_unread()
        return built

    return read


def items(reader: Reader[T], *, most: int = MOST_ITEMS) -> Reader[tuple[T, ...]]:
    """A JSON list."""

    def read(value: object, place: str) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise SharingRefused(Refusal.INVALID_SHAPE, field=place)
        if len(value) > most:
            raise SharingRefused(Refusal.TOO_LARGE, field=place)
        return tuple(reader(item, f"{place}[{index}]") for index, item in enumerate(value))

    return read


def table(reader: Reader[T]) -> Reader[dict[str, T]]:
    """A JSON object with free names, such as limits by person."""

    def read(value: object, place: str) -> dict[str, T]:
        if not isinstance(value, dict):
            raise SharingRefused(Refusal.INVALID_SHAPE, field=place)
        if len(value) > MOST_ITEMS:
            raise SharingRefused(Refusal.TOO_LARGE, field=place)
        return {text(name, place): reader(item, f"{place}.{name}") for name, item in value.items()}

    return read


def choice(options: type[Choice], *, unknown: Refusal = Refusal.UNKNOWN_OPTION) -> Reader[Choice]:
    """One word of a closed list."""

    def read(value: object, place: str) -> Choice:
        if not isinstance(value, str) or value not in options.__members__.values():
            raise SharingRefused(unknown, field=place)
        return options(value)

    return read


def text(value: object, place: str) -> str:
    """A short text that prints on one line."""
    if not isinstance(value, str) or not value.strip() or not _ONE_LINE.fullmatch(value):
        raise SharingRefused(Refusal.INVALID_TEXT, field=place)
    return value


def flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise SharingRefused(Refusal.INVALID_SHAPE, field=place)
    return value


def whole(value: object, place: str) -> int:
    """A whole number of either sign."""
    if type(value) is not int:
        raise SharingRefused(Refusal.INVALID_NUMBER, field=place)
    if abs(value) > LARGEST_CENTS:
        raise SharingRefused(Refusal.TOO_LARGE, field=place)
    return value


def cents(value: object, place: str) -> int:
    """An amount, zero or more."""
    return _not_negative(whole(value, place), place)


def base_cents(value: object, place: str) -> int:
    """An amount to share: a negative one has a reason of its own to be refused."""
    if (amount := whole(value, place)) < 0:
        raise SharingRefused(Refusal.NEGATIVE_BASE, field=place)
    return amount


def count(value: object, place: str) -> int:
    """Minutes: zero or more."""
    if (number := cents(value, place)) > LARGEST_COUNT:
        raise SharingRefused(Refusal.TOO_LARGE, field=place)
    return number


def decimal(value: object, place: str) -> Fraction:
    """A weight or a coefficient, zero or more: `"1.5"`, or a whole number."""
    if type(value) is int:
        return Fraction(cents(value, place))
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise SharingRefused(Refusal.INVALID_NUMBER, field=place)
    return _not_negative(Fraction(value), place)


def rate(value: object, place: str) -> Fraction:
    """A proportion, from `"0"` to `"1"`."""
    if (proportion := decimal(value, place)) > 1:
        raise SharingRefused(Refusal.PERCENT_OVER_100, field=place)
    return proportion


Number = TypeVar("Number", int, Fraction)


def _not_negative(number: Number, place: str) -> Number:
    if number < 0:
        raise SharingRefused(Refusal.NEGATIVE_NUMBER, field=place)
    return number
