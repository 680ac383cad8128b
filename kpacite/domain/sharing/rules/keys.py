"""The keys of a split: what makes one person's part larger than another's.

To add one: a frozen dataclass here, its line in `parse_steps.KEYS`. A key answers three questions: how much
each person weighs, how to say « so much out of so much », and how this way of sharing is called.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from kpacite.kernel.hours import MINUTES_IN_AN_HOUR, format_minutes
from kpacite.kernel.rounding import round_half_up
from kpacite.kernel.typography import NO_BREAK

from . import wording
from .apportion import Weight
from .facts import Facts, Participant
from .refusal import Refusal, SharingRefused

ALL = 100
"""Percent of a whole."""


@dataclass(frozen=True, slots=True)
class Key(ABC):
    """A way of sharing, and its part when a rule mixes several."""

    part: Fraction = Fraction(1)
    title: ClassVar[str]
    applied: ClassVar[str] = "appliqué"
    """The participle in the gender of the measure."""

    @abstractmethod
    def weights(self, facts: Facts, sharers: Collection[str]) -> list[Weight]:
        """Weights in the order of the people; those who are not `sharers` weigh nothing.

        Raises `SharingRefused` when a weight is missing or goes beyond what the key allows.
        """

    @abstractmethod
    def measure(self, weight: Weight) -> str:
        """The weight with its unit."""

    def is_plural(self, weight: Weight) -> bool:
        """In French the plural begins at 2."""
        return weight >= 2

    def of_total(self, weight: Weight, total: Weight) -> str:
        """« 8 h sur 24 h 15, appliquées aux »: what stands between a share and the sum it is a part of."""
        plural = "s" if self.is_plural(weight) else ""
        return f"{self.measure(weight)} sur {self.whole(total)}, {self.applied}{plural} aux"

    def whole(self, total: Weight) -> str:
        """The sum of the weights: its unit was said once already."""
        return wording.number(total)


@dataclass(frozen=True, slots=True)
class PersonalKey(Key):
    """A key whose weights are written beside each person."""

    def weights(self, facts: Facts, sharers: Collection[str]) -> list[Weight]:
        return [self._known(person) if person.id in sharers else 0 for person in facts.people.values()]

    @abstractmethod
    def weigh(self, person: Participant) -> Weight | None:
        """The person's weight; `None` if nobody said."""

    def _known(self, person: Participant) -> Weight:
        weight = self.weigh(person)
        if weight is None:
            raise SharingRefused(Refusal.MISSING_WEIGHT, field=f"participants.{person.id}")
        return weight


@dataclass(frozen=True, slots=True)
class Equal(PersonalKey):
    """The same for each (R09)."""

    title = "à parts égales"
    applied = "appliquée"

    def weigh(self, person: Participant) -> Weight:  # noqa: ARG002 - all weigh the same
        return 1

    def measure(self, weight: Weight) -> str:
        return f"{wording.number(weight)} part{'s' if self.is_plural(weight) else ''}"


@dataclass(frozen=True, slots=True)
class Minutes(PersonalKey):
    """Time worked (R10)."""

    title = "au temps passé"
    applied = "appliquée"

    def weigh(self, person: Participant) -> Weight | None:
        return person.minutes

    def measure(self, weight: Weight) -> str:
        return format_minutes(int(weight))

    def whole(self, total: Weight) -> str:
        return self.measure(total)

    def is_plural(self, weight: Weight) -> bool:
        return weight >= 2 and weight // MINUTES_IN_AN_HOUR != 1


@dataclass(frozen=True, slots=True)
class Points(PersonalKey):
    """Minutes times the coefficient of each task (R11)."""

    title = "au temps passé, selon les tâches"

    def weigh(self, person: Participant) -> Weight | None:
        if person.tasks is None:
            return None
        return sum((task.minutes * task.coefficient for task in person.tasks), Fraction(0))

    def measure(self, weight: Weight) -> str:
        return f"{wording.number(weight)} point{'s' if self.is_plural(weight) else ''}"


@dataclass(frozen=True, slots=True)
class Percent(PersonalKey):
    """Percentages agreed beforehand (R12); when they make less than 100, their proportions count."""

    title = "selon les pourcentages convenus"

    def weights(self, facts: Facts, sharers: Collection[str]) -> list[Weight]:
        if sum(person.percent or 0 for person in facts.people.values()) > ALL:
            raise SharingRefused(Refusal.PERCENT_OVER_100, field="participants")
        return PersonalKey.weights(self, facts, sharers)

    def weigh(self, person: Participant) -> Weight | None:
        return person.percent

    def measure(self, weight: Weight) -> str:
        return f"{wording.number(weight)}{NO_BREAK}%"

    def of_total(self, weight: Weight, total: Weight) -> str:
        if total == ALL:
            return f"{self.measure(weight)} des"
        return f"{self.measure(weight)} sur {self.measure(total)}, {self.applied}s aux"


@dataclass(frozen=True, slots=True)
class Declared(PersonalKey):
    """What each asks for, out of an envelope all can see (R14): nobody gets more than she asked."""

    title = "selon les demandes"

    def weigh(self, person: Participant) -> Weight | None:
        return person.declared_cents

    def measure(self, weight: Weight) -> str:
        return wording.euros(int(weight))

    def of_total(self, weight: Weight, total: Weight) -> str:
        return f"sa demande de {self.measure(weight)} sur {self.measure(total)}, ramenée aux"


@dataclass(frozen=True, slots=True)
class Give(Key):
    """Tokens received from the others (R15). Those given to oneself, or kept, are lost."""

    tokens: Fraction | None = None
    """How many each may give, when the rule sets it."""
    title = "selon les jetons reçus"

    def weights(self, facts: Facts, sharers: Collection[str]) -> list[Weight]:
        received: dict[str, Weight] = dict.fromkeys(facts.people, 0)
        for giver in facts.people.values():
            self._check_tokens(giver)
            for receiver, tokens in giver.gives.items():
                if receiver != giver.id and receiver in sharers:
                    received[receiver] += tokens
        return list(received.values())

    def measure(self, weight: Weight) -> str:
        return f"{wording.number(weight)} jeton{'s' if self.is_plural(weight) else ''}"

    def _check_tokens(self, giver: Participant) -> None:
        given = sum(tokens for receiver, tokens in giver.gives.items() if receiver != giver.id)
        if self.tokens is not None and given > self.tokens:
            raise SharingRefused(Refusal.TOO_MANY_TOKENS, field=f"participants.{giver.id}.gives")


@dataclass(frozen=True, slots=True)
class Mix(Key):
    """Several keys as one, when a minimum or a maximum looks at the whole share (R13 with R19)."""

    keys: tuple[Key, ...] = ()
    title = "selon plusieurs clés"

    def weights(self, facts: Facts, sharers: Collection[str]) -> list[Weight]:
        """For each person her part of each key, times the part of that key."""
        columns = [(key.part, key.weights(facts, sharers)) for key in self.keys]
        scaled = [[part * weight / sum(column) for weight in column] for part, column in columns]
        return [sum(row, Fraction(0)) for row in zip(*scaled, strict=True)]

    def measure(self, weight: Weight) -> str:
        return wording.number(weight)

    def of_total(self, weight: Weight, total: Weight) -> str:
        rounded = Fraction(round_half_up(Fraction(weight) / total * 1000), 10)
        return f"environ {wording.number(rounded)}{NO_BREAK}% {self.title}, appliqués aux"
