"""Which part of the network a bilan counts."""

from dataclasses import dataclass
from enum import StrEnum


class ScopeKind(StrEnum):
    """`TAG`: a territory or a field of development, by the KPAs that bear it."""

    NETWORK = "network"
    KPA = "kpa"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Scope:
    """`slug` names the KPA or the tag; empty for the whole network."""

    kind: ScopeKind = ScopeKind.NETWORK
    slug: str = ""


WHOLE_NETWORK = Scope()
