"""Run a rule over facts: every step in its order, until not a cent is left.

A run is a pure function of the rule and the facts. Both are frozen with the sharing, so that it can be done
again years later, to the cent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpacite.kernel.hours import format_minutes

from .facts import OF_A_PERSON, Account, Facts, Participant, Status
from .refusal import Refusal, SharingRefused
from .situation import Kind, Line, Outcome, Situation, Step, note_about, totals
from .wording import COLON, euros

LANGUAGE_VERSION = 1
"""Version of the meaning of the steps. A rule written today must give the same cents for ever."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a group adopted: steps, in the order in which the money meets them."""

    steps: tuple[Step, ...]
    version: int = LANGUAGE_VERSION

    def __post_init__(self) -> None:
        if self.version != LANGUAGE_VERSION:
            raise SharingRefused(Refusal.UNKNOWN_VERSION, field="version")
        if len({step.id for step in self.steps}) != len(self.steps):
            raise SharingRefused(Refusal.DUPLICATE_STEP, field="steps")


@dataclass(frozen=True, slots=True)
class Done:
    """A step once run: what it took, what remained after it, and its lines."""

    step_id: str
    taken_cents: int
    remaining_cents: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A sharing worked out, from the money received to the last cent."""

    base_cents: int
    opening: tuple[Line, ...]
    steps: tuple[Done, ...]
    closing: tuple[Line, ...]

    @property
    def allocations(self) -> Mapping[Account, int]:
        """Cents per account. They add up to the base."""
        return totals(self._step_lines(), Kind.SHARE)

    @property
    def carried(self) -> Mapping[Account, int]:
        """Cents still owed, per account."""
        return totals(self._step_lines(), Kind.CARRIED)

    def explanation(self) -> Iterator[tuple[str | None, Line]]:
        """Every line from top to bottom, with the id of its step."""
        yield from ((None, line) for line in self.opening)
        for done in self.steps:
            yield from ((done.step_id, line) for line in done.lines)
        yield from ((None, line) for line in self.closing)

    def _step_lines(self) -> Iterator[Line]:
        return (line for done in self.steps for line in done.lines)


def run(rule: Rule, facts: Facts) -> Waterfall:
    """Share `facts.base_cents` by `rule`.

    Raises `SharingRefused`: a step refuses, or money is left that the rule sends nowhere.
    """
    if facts.base_cents < 0:
        raise SharingRefused(Refusal.NEGATIVE_BASE, field="base_cents")
    now, done = Situation(facts, facts.base_cents), []
    for step in rule.steps:
        outcome = _applied(step, now)
        now = now.after(outcome)
        done.append(_done(step, outcome, now))
    if now.remaining_cents:
        raise SharingRefused(Refusal.UNALLOCATED_REST, field="steps")
    received = Line(
        Kind.RECEIVED, f"{euros(facts.base_cents)} d’argent reçu, sans la TVA.", None, facts.base_cents
    )
    return Waterfall(facts.base_cents, (received,), tuple(done), tuple(_closing(now)))


def _applied(step: Step, now: Situation) -> Outcome:
    try:
        return step.apply(now)
    except SharingRefused as refused:
        refused.field = refused.field or f"steps.{step.id}"
        raise


def _done(step: Step, outcome: Outcome, now: Situation) -> Done:
    taken = outcome.total(Kind.SHARE)
    summary = Line(Kind.STEP, f"{outcome.summary} Il reste {euros(now.remaining_cents)}.", None, taken)
    return Done(step.id, taken, now.remaining_cents, (summary, *outcome.lines))


def _closing(now: Situation) -> Iterator[Line]:
    for person in now.facts.people.values():
        if person.excluded:
            yield note_about(person, _recognised(person))
        elif person.status is not Status.MEMBER and now.allocations.get(person.account):
            yield note_about(person, f"{person.name}{COLON} {_WAITING[person.status]}", private=True)
    if any(account.kind in OF_A_PERSON for account, cents in now.allocations.items() if cents):
        yield Line(Kind.NOTE, "Les parts des personnes sont des sommes avant cotisations.")


def _recognised(person: Participant) -> str:
    hours = f"{format_minutes(person.minutes)} reconnues" if person.minutes else "présence reconnue"
    return f"{person.name}{COLON} {hours}, sans part d’argent."


_WAITING = {
    Status.LEFT: "la part reste due, elle va au solde de départ.",
    Status.NO_CONTRACT: "la part est gardée en attente du contrat.",
}
