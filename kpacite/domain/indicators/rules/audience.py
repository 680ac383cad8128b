"""For whom a bilan is made, and how small a group they may see."""

from enum import StrEnum

K = 5
K_SENSITIVE = 11
SMALLEST_BASE = 30


class Audience(StrEnum):
    """`INTERNAL`: the coordination, exact numbers. `FUNDER`: under an agreement. `PUBLIC`: anybody."""

    INTERNAL = "internal"
    FUNDER = "funder"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return {
            Audience.INTERNAL: "Coordination, chiffres exacts",
            Audience.FUNDER: "Financeurs, par convention",
            Audience.PUBLIC: "Tout le monde",
        }[self]

    @property
    def tells_all(self) -> bool:
        return self is Audience.INTERNAL

    @property
    def fewest(self) -> int:
        """A smaller group is not shown."""
        return 1 if self.tells_all else K

    @property
    def smallest_base(self) -> int:
        """Fewer people than this are not told apart by anything."""
        return 0 if self.tells_all else SMALLEST_BASE

    def fewest_of(self, *, sensitive: bool) -> int:
        return K_SENSITIVE if sensitive and self is Audience.PUBLIC else self.fewest
