"""What is still missing of a person, and for what: the yearly figures, or her contract.

What she does not wish to say is an answer. Sensitive questions are not here: a list must not tell who
answered.
"""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    FIGURES = "chiffres"
    CONTRACT = "contrat"


NEEDED_BY = {
    "birth_date": Need.FIGURES,
    "gender": Need.FIGURES,
    "postcode": Need.FIGURES,
    "qpv": Need.FIGURES,
    "education": Need.FIGURES,
    "planned_end": Need.FIGURES,
    "exit": Need.FIGURES,
    "contract": Need.CONTRACT,
}
"""In the order of the screens that fill them."""


@dataclass(frozen=True, slots=True)
class Known:
    """Which answers are there. `left`: the path is over; `file_waits`: a contract was begun, not sent."""

    birth_date: bool
    gender: bool
    postcode: bool
    qpv: bool
    education: bool
    planned_end: bool
    exit: bool
    left: bool
    file_waits: bool


def missing(known: Known) -> tuple[str, ...]:
    """A planned end is asked while she is there, the situation of the exit once she has left."""
    there = {
        "birth_date": known.birth_date,
        "gender": known.gender,
        "postcode": known.postcode,
        "qpv": known.qpv,
        "education": known.education,
        "planned_end": known.planned_end or known.left,
        "exit": known.exit or not known.left,
        "contract": not known.file_waits,
    }
    return tuple(code for code in NEEDED_BY if not there[code])
