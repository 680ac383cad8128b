"""Which part of the network a bilan counts."""

from dataclasses import dataclass
from enum import StrEnum


class ScopeKind(StrEnum):
    """`TAG`: a territory or a field of development, `GRANT`: an agreement with a funder; by their KPAs."""

    NETWORK = "network"
    KPA = "kpa"
    TAG = "tag"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class Scope:
    """`slug` names the KPA, the tag or the agreement; empty for the whole network."""

    kind: ScopeKind = ScopeKind.NETWORK
    slug: str = ""

    @property
    def may_change(self) -> bool:
        """Whether other KPAs may be in it tomorrow, while a person's KPA never moves."""
        return self.kind in (ScopeKind.TAG, ScopeKind.GRANT)


WHOLE_NETWORK = Scope()
