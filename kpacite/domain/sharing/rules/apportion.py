"""Cut an amount at the largest remainder, and remember who got the odd cents and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpacite.kernel.split import split

Weight = int | Fraction


@dataclass(frozen=True, slots=True)
class OddCent:
    """A cent the `index`-th got above her exact share: by turn among equals, or for the largest remainder."""

    index: int
    exact_cents: Fraction
    by_turn: bool


@dataclass(frozen=True, slots=True)
class Portions:
    """Cents in the order of the weights, and where the odd ones went."""

    cents: Sequence[int]
    odd_cents: tuple[OddCent, ...] = ()


def apportion(amount_cents: int, weights: Sequence[Weight], *, tie_start: int) -> Portions:
    """Split `amount_cents` (0 or more) by weights that are not all zero."""
    cents = split(amount_cents, weights, tie_start=tie_start)
    return Portions(cents, tuple(_odd_cents(amount_cents, weights, cents)))


def _odd_cents(amount: int, weights: Sequence[Weight], cents: Sequence[int]) -> Iterator[OddCent]:
    total = sum(weights)
    # Scaled by the total: positive when rounded down, negative when an odd cent was received.
    missing = [amount * weight - share * total for weight, share in zip(weights, cents, strict=True)]
    lucky = [index for index, gap in enumerate(missing) if gap < 0]
    if not lucky:
        return
    last_served = min(missing[index] for index in lucky) + total
    contested = last_served in missing
    for index in lucky:
        by_turn = contested and missing[index] + total == last_served
        yield OddCent(index, Fraction(amount * weights[index], total), by_turn)
