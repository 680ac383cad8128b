"""Share an amount without losing or inventing a cent: the largest remainder (Hamilton's method).

Told for everyone in docs/algorithms/repartition-au-plus-fort-reste.md.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from operator import index

from .errors import DomainError


class NegativeWeight(DomainError):
    """Somebody would weigh less than nothing."""

    code = "split.negative_weight"
    sentence = "Une part ne peut pas être négative. Corrigez-la."


class NothingToShareBy(DomainError):
    """Every weight is zero, or there is nobody: no rule says who gets what."""

    code = "split.no_weight"
    sentence = "Toutes les parts sont à zéro. Donnez une part à une personne au moins."


def split(amount_cents: int, weights: Sequence[int | Fraction], *, tie_start: int = 0) -> list[int]:
    """Cut `amount_cents` in proportion to `weights`: shares in cents, same order, same exact sum.

    Each share is within one cent of its exact value, and a weight of zero gets nothing. The cents left over
    go to the largest remainders; equal remainders are served in list order, starting at `tie_start`, which
    a series of sharings turns so that the odd cent does not always fall to the same person. A negative
    amount mirrors the positive one.

    Cost: n log n, on integers as long as the common denominator of the weights.
    Raises `NegativeWeight`, `NothingToShareBy`.
    """
    cents = index(amount_cents)
    shares = _split_positive(abs(cents), _whole(weights), index(tie_start))
    return shares if cents >= 0 else [-share for share in shares]


def _whole(weights: Sequence[int | Fraction]) -> list[int]:
    """Bring the weights to whole numbers in the same proportions."""
    if any(weight < 0 for weight in weights):
        raise NegativeWeight
    if not any(weights):
        raise NothingToShareBy
    common = lcm(*{weight.denominator for weight in weights})
    return [weight.numerator * (common // weight.denominator) for weight in weights]


def _split_positive(cents: int, weights: list[int], tie_start: int) -> list[int]:
    count, total = len(weights), sum(weights)
    exact = [divmod(cents * weight, total) for weight in weights]
    shares = [floor for floor, _ in exact]
    missing = cents - sum(shares)
    served = sorted(range(count), key=lambda i: (-exact[i][1], (i - tie_start) % count))
    for i in served[:missing]:
        shares[i] += 1
    return shares
