"""What a bilan is asked for: the days it covers, and the choices that are printed with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import completed_months

FRANCE_TRAVAIL_SINCE = date(2024, 1, 1)
QPV_2024_SINCE = date(2024, 1, 1)
SMALL_BASE = 80
FIRST_MONTH_OF_THE_LONG = 13


class PeriodUpsideDown(DomainError):
    """The last day would come before the first."""

    code = "bilan.period"
    sentence = "Le dernier jour du bilan vient après le premier, ou le même jour."
    field = "last"


class AgeOn(StrEnum):
    """The documents do not say which (question Q11): it is a choice, and it is printed."""

    ENTRY = "entry"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Frame:
    """`first` and `last` both belong to the period. `small_base`: under it, a percentage bears a mark."""

    first: date
    last: date
    age_on: AgeOn = AgeOn.ENTRY
    small_base: int = SMALL_BASE

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodUpsideDown

    @property
    def most_months(self) -> int:
        """The most completed months that a path begun within the period can last: 21 in the model."""
        return completed_months(self.first, self.last)

    @property
    def long_bound(self) -> int | None:
        """Last month of the class « 13 à 21 mois »; None when the period is too short to close it."""
        return self.most_months if self.most_months > FIRST_MONTH_OF_THE_LONG else None

    @property
    def employment_service(self) -> str:
        """The name that the public employment service bears on the last day (contradiction X37)."""
        return "Pôle emploi" if self.last < FRANCE_TRAVAIL_SINCE else "France Travail"
