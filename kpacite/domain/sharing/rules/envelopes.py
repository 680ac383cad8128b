"""How an envelope of money becomes shares, each with its sentence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpacite.kernel.french import que

from .apportion import Weight, apportion
from .bounds import Bounded, Filled, Held, fill
from .facts import Participant
from .keys import Declared, Key
from .refusal import Refusal, SharingRefused
from .situation import Line, Situation
from .wording import COLON, euros

EVERYBODY = "*"
"""In a table of bounds, those who have no line of their own."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most a person gets, in cents, by id of participant or for `EVERYBODY`."""

    minima: Mapping[str, int] = field(default_factory=dict)
    maxima: Mapping[str, int] = field(default_factory=dict)

    @property
    def exist(self) -> bool:
        return bool(self.minima or self.maxima)

    def of(self, person_id: str, ceiling: int) -> tuple[int, int]:
        """Her minimum and her maximum, which is `ceiling` when the rule sets none."""
        minimum = self.minima.get(person_id, self.minima.get(EVERYBODY, 0))
        return minimum, self.maxima.get(person_id, self.maxima.get(EVERYBODY, ceiling))


@dataclass(frozen=True, slots=True)
class Envelope:
    """The part of an amount that one key shares, what each person weighs in it, its name in a sentence."""

    key: Key
    cents: int
    weights: Sequence[Weight]
    place: str = "à partager"


@dataclass(frozen=True, slots=True)
class Division:
    """An envelope being divided between the `sharers` of a situation."""

    envelope: Envelope
    now: Situation
    sharers: Collection[str]
    bounds: Bounds
    requests_may_shrink: bool = False

    def lines(self) -> Iterator[Line]:
        """A share for each, then where the odd cents went. What nobody can take is left out."""
        filled = self._fill()
        free_weight = sum(
            weight
            for weight, held in zip(self.envelope.weights, filled.held, strict=True)
            if held is Held.FREE
        )
        for index, person in enumerate(self.now.facts.people.values()):
            if person.id in self.sharers:
                why = self._why(person, filled, index, free_weight)
                yield self.now.share(person.account, filled.cents[index], why)
        accounts = [person.account for person in self.now.facts.people.values()]
        yield from self.now.odd_cents(accounts, filled.odd_cents)

    def _fill(self) -> Filled:
        tie_start = self.now.facts.tie_start
        if not self.bounds.exist and not self._asks:
            portions = apportion(self.envelope.cents, self.envelope.weights, tie_start=tie_start)
            held = [Held.FREE] * len(portions.cents)
            return Filled(portions.cents, held, self.envelope.cents, 0, portions.odd_cents)
        people = list(self._bounded())
        asked = sum(person.maximum for person in people)
        if self._asks and asked > self.envelope.cents and not self.requests_may_shrink:
            raise SharingRefused(Refusal.EXCESS_REQUIRES_DISCUSSION)
        return fill(self.envelope.cents, people, tie_start=tie_start)

    @property
    def _asks(self) -> bool:
        return isinstance(self.envelope.key, Declared)

    def _bounded(self) -> Iterator[Bounded]:
        for person, weight in zip(self.now.facts.people.values(), self.envelope.weights, strict=True):
            if person.id not in self.sharers:
                yield Bounded(0, 0, 0)
            elif self._asks:
                yield self._bounded_by_request(person, int(weight))
            else:
                yield Bounded(weight, *self.bounds.of(person.id, ceiling=self.envelope.cents))

    def _bounded_by_request(self, person: Participant, asked: int) -> Bounded:
        minimum, maximum = self.bounds.of(person.id, ceiling=asked)
        return Bounded(asked, min(minimum, asked), min(maximum, asked))

    def _why(self, person: Participant, filled: Filled, index: int, free_weight: Weight) -> str:
        weight, held = self.envelope.weights[index], filled.held[index]
        if self._asks and filled.cents[index] == weight:
            return f"{COLON} c’est ce {que(person.name)} a demandé."
        if held is Held.MAXIMUM:
            return f"{COLON} c’est le maximum par personne."
        if held is Held.MINIMUM and filled.cents[index]:
            return f"{COLON} c’est le minimum par personne."
        if not weight:
            return f"{COLON} rien n’est noté pour {person.name}."
        place = self.envelope.place if filled.free_cents == self.envelope.cents else "qui restent"
        return f" = {self.envelope.key.of_total(weight, free_weight)} {euros(filled.free_cents)} {place}."
