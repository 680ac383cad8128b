"""Shares between a minimum and a maximum: what a bound gives or takes is spread over the others.

The conventions describe it as iterative freezing: share, freeze those who break a bound, share the rest
again. That always ends at one *water level*: a rate per unit of weight such that everybody's share is her
weight times the level, brought back between her bounds, and nothing is left over. What all get together never
falls when the level rises, so the level is found by bisection, in n log n however the bounds are chosen.
docs/algorithms/partage.md tells why both ways agree; a property test checks it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from .apportion import OddCent, Weight, apportion
from .refusal import Refusal, SharingRefused


class Held(Enum):
    """What decided a share: its weight, or one of its bounds."""

    FREE = auto()
    MINIMUM = auto()
    MAXIMUM = auto()


@dataclass(frozen=True, slots=True)
class Bounded:
    """One person's weight and the cents she gets at least and at most."""

    weight: Weight
    minimum: int
    maximum: int

    def held_between(self, low: Fraction, high: Fraction | None) -> Held:
        """What decides her share at every level strictly between two neighbouring thresholds."""
        if self.weight == 0 or (high is not None and self.minimum >= self.weight * high):
            return Held.MINIMUM
        return Held.MAXIMUM if self.maximum <= self.weight * low else Held.FREE


@dataclass(frozen=True, slots=True)
class Filled:
    """Cents in the order given, what decided each of them, and the cents nobody could take."""

    cents: Sequence[int]
    held: Sequence[Held]
    free_cents: int
    """What those whom no bound decides had to share among themselves."""
    rest_cents: int
    odd_cents: tuple[OddCent, ...] = ()


def fill(amount_cents: int, people: Sequence[Bounded], *, tie_start: int) -> Filled:
    """Share `amount_cents` within the bounds.

    Raises `SharingRefused`: minima that cost more than there is, or a minimum above a maximum.
    """
    if sum(person.minimum for person in people) > amount_cents:
        raise SharingRefused(Refusal.MINIMA_EXCEED_AMOUNT)
    if any(person.minimum > person.maximum for person in people):
        raise SharingRefused(Refusal.CONFLICTING_BOUNDS)
    held = _held(amount_cents, people)
    cents = [_bound(person, how) for person, how in zip(people, held, strict=True)]
    left = amount_cents - sum(cents)
    if Held.FREE not in held:
        return Filled(cents, held, 0, left)
    free = [person.weight if how is Held.FREE else 0 for person, how in zip(people, held, strict=True)]
    portions = apportion(left, free, tie_start=tie_start)
    shared = [bound + share for bound, share in zip(cents, portions.cents, strict=True)]
    return Filled(shared, held, left, 0, portions.odd_cents)


def _held(amount_cents: int, people: Sequence[Bounded]) -> list[Held]:
    levels = sorted(
        {
            Fraction(bound) / person.weight
            for person in people
            if person.weight
            for bound in (person.minimum, person.maximum)
        }
    )
    # The water reaches the amount between two neighbouring thresholds: there, who is held does not change.
    above = bisect_left(levels, Fraction(amount_cents), key=lambda level: _poured(people, level))
    low = levels[above - 1] if above else Fraction(0)
    high = levels[above] if above < len(levels) else None
    return [person.held_between(low, high) for person in people]


def _poured(people: Sequence[Bounded], level: Fraction) -> Fraction:
    """What all get at this level, exactly: whole numbers first, a single division."""
    up, down = level.numerator, level.denominator
    scaled = sum(min(max(one.weight * up, one.minimum * down), one.maximum * down) for one in people)
    return Fraction(scaled) / down


def _bound(person: Bounded, how: Held) -> int:
    if how is Held.FREE:
        return 0
    return person.minimum if how is Held.MINIMUM else person.maximum
