"""Sums known beforehand: purchases to reimburse, earlier work, fixed sums, activities' own money."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kpacite.domain.sharing.rules.apportion import Portions, apportion
from kpacite.domain.sharing.rules.facts import Account
from kpacite.domain.sharing.rules.refusal import Refusal, SharingRefused
from kpacite.domain.sharing.rules.situation import Kind, Line, Outcome, Situation, totals
from kpacite.domain.sharing.rules.wording import COLON, euros
from kpacite.kernel.rounding import round_half_up


class Claim(NamedTuple):
    """A sum wanted by an account."""

    to: Account
    amount_cents: int


class Shortfall(StrEnum):
    """What to do when there is less money than claims."""

    PRORATA = "prorata"
    """Each gets the same proportion; the rest is carried."""
    FIFO = "fifo"
    """In the order of the list, oldest first; the rest is carried."""
    REFUSE = "refuse"
    """The group must decide."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a family of claims is told."""

    paid: str
    """Why a claim is paid in full."""
    partly: str
    """What comes before the sum claimed, when there is not enough."""


@dataclass(frozen=True, slots=True)
class Reimburse:
    """Give purchases back to those who paid them (R02). They count as costs in the margin."""

    id: str
    claims: tuple[Claim, ...]
    on_shortfall: Shortfall = Shortfall.PRORATA

    def apply(self, now: Situation) -> Outcome:
        lines = pay(self.claims, now.remaining_cents, self.on_shortfall, now, _PURCHASES)
        cents = paid_in(lines)
        return Outcome(f"On rembourse {euros(cents)} d’achats.", lines, costs_cents=cents)


@dataclass(frozen=True, slots=True)
class Debt:
    """Pay earlier unpaid work until nothing is owed (R17), within `max_rate` of what remains."""

    id: str
    claims: tuple[Claim, ...]
    max_rate: Fraction = Fraction(1)
    on_shortfall: Shortfall = Shortfall.PRORATA

    def apply(self, now: Situation) -> Outcome:
        ceiling = round_half_up(now.remaining_cents * self.max_rate)
        lines = pay(self.claims, ceiling, self.on_shortfall, now, _EARLIER_WORK)
        return Outcome(f"On paie {euros(paid_in(lines))} pour du travail d’avant.", lines)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Give each account the sum that its own activity earned, before sharing anything."""

    id: str
    amounts: tuple[Claim, ...]
    on_shortfall: Shortfall = Shortfall.REFUSE

    def apply(self, now: Situation) -> Outcome:
        lines = pay(self.amounts, now.remaining_cents, self.on_shortfall, now, _OWN_ACTIVITY)
        return Outcome(f"On compte {euros(paid_in(lines))} pour l’activité de chaque personne.", lines)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A sum written in the rule: insurance of the month, bonus of the referent (R05, R08)."""

    id: str
    claim: Claim
    on_shortfall: Shortfall = Shortfall.PRORATA

    def apply(self, now: Situation) -> Outcome:
        lines = pay([self.claim], now.remaining_cents, self.on_shortfall, now, _FIXED_SUM)
        return Outcome(f"On garde {euros(paid_in(lines))} pour {now.label(self.claim.to)}.", lines)


_PURCHASES = Words(paid="achats remboursés", partly="une partie de ses achats,")
_EARLIER_WORK = Words(paid="travail d’avant, tout est payé", partly="une partie du travail d’avant,")
_OWN_ACTIVITY = Words(paid="l’argent de son activité", partly="au lieu de")
_FIXED_SUM = Words(paid="somme fixe de la règle", partly="il ne reste pas assez pour")


def pay(
    claims: Sequence[Claim], available: int, policy: Shortfall, now: Situation, words: Words
) -> tuple[Line, ...]:
    """Pay claims within `available` cents: for each, what it gets and what is carried, then the odd cents."""
    portions = _portions([claim.amount_cents for claim in claims], available, policy, now)
    lines: list[Line] = []
    for claim, cents in zip(claims, portions.cents, strict=True):
        missing = claim.amount_cents - cents
        why = f"{words.partly} {euros(claim.amount_cents)}" if missing else words.paid
        if cents:
            lines.append(now.share(claim.to, cents, f" pour {now.label(claim.to)}{COLON} {why}."))
        if missing:
            lines.append(now.carry(claim.to, missing))
    return (*lines, *now.odd_cents([claim.to for claim in claims], portions.odd_cents))


def paid_in(lines: Sequence[Line]) -> int:
    return sum(totals(lines, Kind.SHARE).values())


def _portions(wanted: Sequence[int], available: int, policy: Shortfall, now: Situation) -> Portions:
    if sum(wanted) <= available:
        return Portions(wanted)
    # A base of zero moves nothing: it never is a reason to refuse, so that a cancelled job can be undone.
    if policy is Shortfall.REFUSE and now.facts.base_cents:
        raise SharingRefused(Refusal.NOT_ENOUGH_MONEY)
    if policy is Shortfall.FIFO:
        return Portions(_oldest_first(wanted, available))
    return apportion(available, wanted, tie_start=now.facts.tie_start)


def _oldest_first(wanted: Sequence[int], available: int) -> list[int]:
    paid = []
    for cents in wanted:
        paid.append(min(cents, available))
        available -= paid[-1]
    return paid
