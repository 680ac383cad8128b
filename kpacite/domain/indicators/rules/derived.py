"""Sums of printed lines that the field of insertion uses: exits « durables », « de transition »…

They are not in the network's documents: each says so, and says out of how many people it counts.
"""

from dataclasses import dataclass

from kpacite.domain.indicators.rules.definition import OURS, UNKNOWN

LONG_SIX = "CDI, CDD de 6 mois et plus, création ou reprise d’entreprise"
LONG_OVER_SIX = "CDI, CDD de plus de 6 mois, création ou reprise d’entreprise"
INSERTION = "Définition publique de l’insertion par l’activité économique (forum de l’inclusion)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """`plus`, `minus`: codes of printed lines. `among`: the line that is the denominator, less `without`."""

    code: str
    label: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    among: str = "I14"
    without: tuple[str, ...] = ()
    note: str
    source: str = OURS
    version: int = 1


DURABLE = ("I16a", "I16b", "I15c")
TRANSITION = ("I16c", "I16d")
ANY_TRAINING = ("I15a", "I15b", "I15c")

DERIVED = (
    Derived(code="D01", label="Emploi durable, 6 mois et plus", plus=DURABLE, note=LONG_SIX),
    Derived(
        code="D01b",
        label="Emploi durable, plus de 6 mois",
        plus=DURABLE,
        minus=("E06",),
        note=f"{LONG_OVER_SIX}. Un CDD dont la durée exacte n’est pas connue compte ici. {INSERTION}",
    ),
    Derived(
        code="D02",
        label="Emploi de transition, moins de 6 mois",
        plus=TRANSITION,
        note="CDD de moins de 6 mois, et intérim quelle que soit sa durée",
    ),
    Derived(
        code="D02b",
        label="Emploi de transition, 6 mois et moins",
        plus=(*TRANSITION, "E06"),
        note=f"CDD de 6 mois et moins, et intérim quelle que soit sa durée. {INSERTION}",
    ),
    Derived(code="D03", label="Sortie positive", plus=("I17a",), note="Formation qualifiante ou certifiante"),
    Derived(
        code="D04",
        label="Sorties dynamiques",
        plus=(*DURABLE, *TRANSITION, "I17a"),
        note="Emploi durable, emploi de transition, sortie positive",
    ),
    Derived(
        code="D05",
        label="Sorties vers un travail, une formation ou une entreprise",
        plus=ANY_TRAINING,
        note="Toutes les formations comptent",
    ),
    Derived(
        code="D06",
        label="Les mêmes, parmi les situations connues",
        plus=ANY_TRAINING,
        without=(UNKNOWN,),
        note="Les personnes dont on ne sait rien ne comptent pas au dénominateur",
    ),
)
