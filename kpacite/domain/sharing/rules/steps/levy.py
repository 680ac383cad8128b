"""What a rule takes before people share: the carrier's fee, the common pots, a bonus in percent."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

from kpacite.domain.sharing.rules.facts import Account
from kpacite.domain.sharing.rules.refusal import Refusal, SharingRefused
from kpacite.domain.sharing.rules.situation import Outcome, Situation
from kpacite.domain.sharing.rules.wording import COLON, capitalised, euros, percent
from kpacite.kernel.rounding import round_half_up


class Basis(StrEnum):
    """What a rate applies to."""

    BASE = "base"
    MARGIN = "margin"
    REMAINING = "remaining"

    def cents(self, now: Situation) -> int:
        if self is Basis.MARGIN:
            return now.margin_cents
        return now.facts.base_cents if self is Basis.BASE else now.remaining_cents


BASIS_WORDS = {
    Basis.BASE: "de l’argent reçu",
    Basis.MARGIN: "de l’argent reçu moins les achats",
    Basis.REMAINING: "de ce qui reste",
}


class Scale(Protocol):
    """How an amount due follows from an amount earned."""

    def due(self, cents: int) -> int:
        """Cents due on `cents`, rounded once, half a cent away from zero."""
        ...

    def words(self, cents: int, of: Basis) -> str: ...


@dataclass(frozen=True, slots=True)
class FlatRate:
    """The same rate on every cent (R03)."""

    rate: Fraction

    def due(self, cents: int) -> int:
        return round_half_up(self.rate * cents)

    def words(self, cents: int, of: Basis) -> str:
        return f"{percent(self.rate)} {BASIS_WORDS[of]} ({euros(cents)})"


class Bracket(NamedTuple):
    """A rate up to an annual amount; the last one may be open (`None`)."""

    up_to_cents: int | None
    rate: Fraction


@dataclass(frozen=True, slots=True)
class AnnualBrackets:
    """Marginal brackets over the year (R04): due(a) then due(b) make exactly due(a + b)."""

    brackets: tuple[Bracket, ...]
    ytd_cents: int
    """Amount of the year before this sharing."""

    def due(self, cents: int) -> int:
        return round_half_up(self._on_year(self.ytd_cents + cents)) - round_half_up(
            self._on_year(self.ytd_cents)
        )

    def words(self, cents: int, of: Basis) -> str:  # noqa: ARG002 - the year's total says it
        year = f"{euros(self.ytd_cents)} à {euros(self.ytd_cents + cents)}"
        return f"barème par tranches, l’année passe de {year}"

    def _on_year(self, year_cents: int) -> Fraction:
        """The exact fee on a whole year."""
        fee, low = Fraction(0), 0
        for bracket in self.brackets:
            high = year_cents if bracket.up_to_cents is None else min(bracket.up_to_cents, year_cents)
            fee += bracket.rate * max(high - low, 0)
            low = max(low, high)
        if low < year_cents:
            raise SharingRefused(Refusal.BRACKETS_EXCEEDED)
        return fee


class Target(NamedTuple):
    """A pot that is filled up to a balance, then takes no more (R06)."""

    balance_cents: int
    target_cents: int

    @property
    def room_cents(self) -> int:
        return max(self.target_cents - self.balance_cents, 0)

    def words(self) -> str:
        return f"l’objectif est de {euros(self.target_cents)}, il y a déjà {euros(self.balance_cents)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Levy:
    """Take a rate for an account, never more than what remains."""

    id: str
    to: Account
    of: Basis
    scale: Scale
    min_cents: int = 0
    max_cents: int | None = None
    target: Target | None = None
    exempt: bool = False
    """The dated rule exempts this sharing: its reason is nobody else's business."""

    def apply(self, now: Situation) -> Outcome:
        name = now.label(self.to)
        if self.exempt:
            return Outcome(f"La règle ne prend rien cette fois pour {name}.")
        basis = self.of.cents(now)
        taken, why = self.scale.due(basis), self.scale.words(basis, self.of)
        taken, why = self._limited(taken, why, now.remaining_cents)
        line = now.share(self.to, taken, f" pour {name}{COLON} {why}.")
        return Outcome(f"{capitalised(name)} prend {euros(taken)}.", (line,))

    def _limited(self, due: int, why: str, remaining: int) -> tuple[int, str]:
        """The amount within the limits of the rule, and the reason of the last one that changed it."""
        if due < self.min_cents:
            due, why = self.min_cents, "le minimum prévu par la règle"
        if self.max_cents is not None and due > self.max_cents:
            due, why = self.max_cents, "le maximum prévu par la règle"
        if self.target is not None and due > self.target.room_cents:
            due, why = self.target.room_cents, self.target.words()
        if due > remaining:
            due, why = remaining, "il ne reste que cette somme"
        return due, why
