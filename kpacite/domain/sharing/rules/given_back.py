"""What a client gave and took back: which payments are still there to be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """A payment of an invoice, or what was given back of it: negative cents. `shared`: already."""

    key: int
    cents: int
    shared: bool = False


def still_there(arrivals: Iterable[Arrival]) -> Mapping[int, int]:
    """Cents that stay of each payment of one invoice, in the order in which they came.

    What is given back is taken from what came before it: from what nobody shared, the latest first, then from
    what was shared, which a rectification repairs. More than came is nobody's share: it is left out.
    """
    left: dict[int, int] = {}
    shared: dict[int, bool] = {}
    for one in arrivals:
        if one.cents >= 0:
            left[one.key], shared[one.key] = one.cents, one.shared
            continue
        back = -one.cents
        for key in sorted(left, key=lambda key: (shared[key], -key)):
            taken = min(back, left[key])
            left[key] -= taken
            back -= taken
    return left
