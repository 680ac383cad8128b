"""Repair a sharing after a credit note: run the same rule on the corrected base, book the differences (R21).

The first sharing is never touched. What people already received in excess is taken back on their next
sharings, or paid by a common pot as far as it can.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .apportion import apportion
from .facts import OF_A_PERSON, Account, Facts
from .situation import Kind, Line, totals
from .waterfall import Rule, run
from .wording import COLON, capitalised, euros, label


@dataclass(frozen=True, slots=True)
class Pot:
    """The pot that absorbs, and its balance before the correction."""

    account: Account
    balance_cents: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A sharing to repair. Without `absorbed_by`, people give everything back on their next sharings."""

    rule: Rule
    facts: Facts
    corrected_base_cents: int
    absorbed_by: Pot | None = None


@dataclass(frozen=True, slots=True)
class Rectification:
    """The difference for each account, and who bears what people received in excess."""

    lines: tuple[Line, ...]

    @property
    def delta(self) -> Mapping[Account, int]:
        """Cents to add to each account: they make the corrected base minus the first one."""
        return totals(self.lines, Kind.CHANGE)

    @property
    def to_recover(self) -> Mapping[Account, int]:
        """Cents each person gives back on her next sharings."""
        return totals(self.lines, Kind.RECOVERED)

    @property
    def pot_absorbs(self) -> Mapping[Account, int]:
        """Cents the pot pays in a person's stead."""
        return totals(self.lines, Kind.ABSORBED)


def correct(correction: Correction) -> Rectification:
    """Work out a rectifying sharing; refused when either of the two sharings is."""
    corrected = replace(correction.facts, base_cents=correction.corrected_base_cents)
    before = run(correction.rule, correction.facts).allocations
    after = run(correction.rule, corrected).allocations
    delta = {account: after.get(account, 0) - before.get(account, 0) for account in {**before, **after}}
    excess = {
        account: -cents for account, cents in delta.items() if cents < 0 and account.kind in OF_A_PERSON
    }
    absorbed = _absorbed(excess, delta, correction)
    facts = correction.facts
    return Rectification(
        (
            *_changes(delta, before, facts),
            *_borne(absorbed, correction.absorbed_by, facts),
            *_recovered(excess, absorbed, facts),
        )
    )


def _absorbed(
    excess: Mapping[Account, int], delta: Mapping[Account, int], what: Correction
) -> dict[Account, int]:
    """A pot bears its own difference first, then people's in proportion, within its balance."""
    pot = what.absorbed_by
    if pot is None or not excess:
        return {}
    available = max(pot.balance_cents + delta.get(pot.account, 0), 0)
    borne = min(available, sum(excess.values()))
    portions = apportion(borne, list(excess.values()), tie_start=what.facts.tie_start)
    return dict(zip(excess, portions.cents, strict=True))


def _changes(delta: Mapping[Account, int], before: Mapping[Account, int], facts: Facts) -> Iterator[Line]:
    for account, cents in delta.items():
        if cents:
            was = before.get(account, 0)
            how = f"{euros(was)} deviennent {euros(was + cents)}"
            sentence = f"{euros(cents)} pour {label(account, facts)}{COLON} {how}."
            yield Line(Kind.CHANGE, sentence, account, cents)


def _borne(absorbed: Mapping[Account, int], pot: Pot | None, facts: Facts) -> Iterator[Line]:
    for account, cents in absorbed.items():
        if cents and pot is not None:
            payer = capitalised(label(pot.account, facts))
            sentence = f"{payer} prend {euros(cents)} à sa charge pour {label(account, facts)}."
            yield Line(Kind.ABSORBED, sentence, account, cents)


def _recovered(
    excess: Mapping[Account, int], absorbed: Mapping[Account, int], facts: Facts
) -> Iterator[Line]:
    for account, cents in excess.items():
        left = cents - absorbed.get(account, 0)
        if left:
            sentence = f"{euros(left)} à reprendre pour {label(account, facts)}, sur ses prochains partages."
            yield Line(Kind.RECOVERED, sentence, account, left)
