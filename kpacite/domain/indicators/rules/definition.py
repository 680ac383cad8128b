"""What an indicator is: readable before it is computed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from kpacite.domain.indicators.rules.facts import Contract, Situation
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import Known

UNKNOWN = "?"
"""The class of those of whom it is not known: it stays in the denominator."""
REST = "-"
"""The class of those of whom it is known that they belong to no printed class."""
EVERYONE = ""

DOCUMENT = "Bilan et chiffres clés du réseau, janvier 2024 (document 003)"
OURS = "Calcul de la plateforme : ce chiffre n’est pas dans les documents du réseau"
REACHED = "* Ne signifie pas nécessairement obtention d’un diplôme"


class Among(Enum):
    """Who is counted: the denominator, and the class of another table that it equals."""

    EVERYONE = ("coopérant·es de la période", EVERYONE)
    REGISTERED = ("coopérant·es inscrit·es avant l’entrée", "I08")
    PRESENT = ("coopérant·es présent·es le dernier jour", "I13")
    EXITED = ("coopérant·es sorti·es", "I14")
    EMPLOYED = ("coopérant·es sorti·es en emploi", "I15a")
    TRAINED = ("coopérant·es sorti·es en formation", "I15b")
    FIXED_LONG = ("coopérant·es sorti·es en CDD de 6 mois et plus", "I16b")

    @property
    def words(self) -> str:
        return self.value[0]

    @property
    def base(self) -> str:
        return self.value[1]

    @property
    def holds(self) -> Callable[[Known], bool]:
        """Whether a person belongs to it."""
        return _HOLDS[self]


def _situation(one: Known) -> Situation | None:
    return one.last_exit.situation if one.last_exit else None


def _contract(one: Known) -> Contract | None:
    return one.last_exit.contract if one.last_exit else None


WITHIN = {
    Among.EMPLOYED: Among.EXITED,
    Among.TRAINED: Among.EXITED,
    Among.FIXED_LONG: Among.EMPLOYED,
}
"""The larger group where these people are looked for."""
_HOLDS: Mapping[Among, Callable[[Known], bool]] = {
    Among.EVERYONE: lambda _one: True,
    Among.REGISTERED: attrgetter("path.registered_at_entry"),
    Among.PRESENT: attrgetter("present"),
    Among.EXITED: lambda one: not one.present,
    Among.EMPLOYED: lambda one: _situation(one) is Situation.EMPLOYMENT,
    Among.TRAINED: lambda one: _situation(one) is Situation.TRAINING,
    Among.FIXED_LONG: lambda one: (
        _situation(one) is Situation.EMPLOYMENT and _contract(one) is Contract.FIXED_LONG
    ),
}


@dataclass(frozen=True, slots=True)
class Class:
    """One printed line. In `label`, {service}, {months} and {after} are filled from the period.

    `merged_into`: outside the network's coordination, its people are counted in that other class.
    `rare`: drawn and printed only when somebody is in it; files always hold it.
    """

    code: str
    label: str
    merged_into: str = ""
    merged_label: str = ""
    rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One question with exclusive answers: `sort` gives a class's code, REST, or UNKNOWN.

    `unknown`: the code of the printed line « on ne sait pas ». `is_sensitive`: the law protects it, and
    small numbers are hidden sooner. `by_rank`: the classes are not known before counting (départements).
    `by`: what alone decides the answer within one period, when it has few values: people who share it are
    counted together, and asked once.
    """

    code: str
    label: str
    among: Among
    sort: Callable[[Known], str]
    classes: tuple[Class, ...] = ()
    unknown: str = ""
    note: str = ""
    source: str = DOCUMENT
    version: int = 1
    is_sensitive: bool = False
    by_rank: bool = False
    by: Callable[[Known], Hashable] | None = None


def words_for(frame: Frame) -> dict[str, str]:
    """What the labels of a period say."""
    bound = frame.long_bound
    return {
        "service": frame.employment_service,
        "months": f"13 à {bound} mois" if bound else "13 mois et plus",
        "after": f"plus de {bound} mois" if bound else "au-delà",
    }


def flag(code: str, *, answer: bool | None) -> str:
    """Yes, no, or nobody knows."""
    if answer is None:
        return UNKNOWN
    return code if answer else REST
