"""Who must say yes before a sharing is validated: everyone, or what the rule says once the delay is over.

Codes are those of `enums.Quorum`.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

PARTS: Mapping[str, Fraction] = {
    "none": Fraction(0),
    "half": Fraction(1, 2),
    "two_thirds": Fraction(2, 3),
    "everyone": Fraction(1),
}
"""The part of the people whose yes is needed after the last day to answer."""
_AFTERWARDS = {
    "none": "le silence vaut accord",
    "half": "il suffit que la moitié ait dit oui",
    "two_thirds": "il suffit que deux personnes sur trois aient dit oui",
    "everyone": "on attend encore",
}


def yes_needed(quorum: str, people: int) -> int:
    """How many yes are enough once the delay is over, out of `people` of the sharing."""
    return ceil(PARTS[quorum] * people)


def after_the_delay(quorum: str) -> str:
    """What happens once the last day to answer is over, in one sentence."""
    return f"Ensuite, {_AFTERWARDS[quorum]}."


def consent_sentences(quorum: str, days: int | None) -> list[str]:
    """What a rule says of it. `days`: its own delay; None for that of the KPA."""
    delay = "le délai du KPA" if days is None else f"{days} jour{'s' if days > 1 else ''}"
    return ["Un partage se valide quand tout le monde a dit oui.", f"Après {delay}, {_AFTERWARDS[quorum]}."]
