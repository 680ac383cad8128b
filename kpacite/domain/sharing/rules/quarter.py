"""What CAPE-11 asks of a person's quarter, from the sharings that were validated in it.

A sharing gives each person a share; purchases, the cooperative contribution and the pots are the group's.
They are told of each person in proportion to her share: the sums of all are those of the sharing, to the
cent. The carrier checks that before it declares anything; no contribution is computed here (R5142-3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from kpacite.kernel.split import split

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Figures:
    """Cents. `costs`: purchases given back; `fee`: the carrier's part; `pots`: what stays in common."""

    costs: int = 0
    fee: int = 0
    pots: int = 0
    share: int = 0

    @property
    def receipts(self) -> int:
        """Receipts without VAT: all that was shared."""
        return self.costs + self.fee + self.pots + self.share

    @property
    def base(self) -> int:
        """Receipts less the costs of the activity and of the carrier (R5142-3, L127-3)."""
        return self.receipts - self.costs - self.fee

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.costs + other.costs,
            self.fee + other.fee,
            self.pots + other.pots,
            self.share + other.share,
        )


def told_of_each(
    shares: Mapping[Who, int], whole: Figures, weights: Mapping[Who, int] | None = None
) -> dict[Who | None, Figures]:
    """The group's sums beside each share. `whole.share` is not read.

    `weights`: the shares of the sharing that this one repairs, whose differences may be of any sign. When
    nobody has a share, those sums are told of nobody: `None`.
    """
    counted = {who: max(cents, 0) for who, cents in (weights or shares).items()}
    if not any(counted.values()):
        alone: dict[Who | None, Figures] = {who: Figures(share=cents) for who, cents in shares.items()}
        return alone | {None: whole}
    parts = zip(*(split(cents, list(counted.values())) for cents in _common(whole)), strict=True)
    told: dict[Who | None, Figures] = {
        who: Figures(*three) for who, three in zip(counted, parts, strict=True)
    }
    for who, cents in shares.items():
        told[who] = told.get(who, Figures()) + Figures(share=cents)
    return told


def _common(whole: Figures) -> tuple[int, int, int]:
    return whole.costs, whole.fee, whole.pots
