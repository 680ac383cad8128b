"""Share what remains between people, by one key or by several, within bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kpacite.domain.sharing.rules.apportion import apportion
from kpacite.domain.sharing.rules.envelopes import Bounds, Division, Envelope
from kpacite.domain.sharing.rules.facts import Account, Participant
from kpacite.domain.sharing.rules.keys import Declared, Key, Mix
from kpacite.domain.sharing.rules.refusal import Refusal, SharingRefused
from kpacite.domain.sharing.rules.situation import Kind, Line, Outcome, Situation, note_about, totals
from kpacite.domain.sharing.rules.wording import COLON, euros
from kpacite.kernel.hours import format_minutes

TOLD_KEYS = 2
"""Beyond, naming every key makes a sentence nobody reads to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Share all that remains (R09 to R15, R18, R19, R26).

    Several keys first cut the amount into envelopes. What maxima or requests leave goes to `rest_to`, or
    stays for the next steps. An envelope where nobody weighs anything goes to `fallback_to`, or is refused.
    """

    id: str
    keys: tuple[Key, ...]
    min_minutes: int = 0
    bounds: Bounds = field(default_factory=Bounds)
    requests_may_shrink: bool = False
    """Whether the group agreed to reduce requests beyond the envelope in proportion."""
    rest_to: Account | None = None
    fallback_to: Account | None = None

    def apply(self, now: Situation) -> Outcome:
        sharers = {person.id for person in now.facts.people.values() if self._takes_part(person)}
        envelopes = self._envelopes(now, sharers)
        if now.remaining_cents == 0:
            return Outcome("Il n’y a rien à partager.")
        shares = self._divide([envelope for envelope in envelopes if any(envelope.weights)], now, sharers)
        lines = [*self._too_short(now), *shares, *self._fall_back(envelopes, now)]
        lines += self._leave_rest(now, lines)
        return Outcome(self._summary(sum(totals(shares, Kind.SHARE).values())), tuple(lines))

    def _summary(self, shared_cents: int) -> str:
        if shared_cents == 0:
            return "Personne n’a de part cette fois."
        ways = " et ".join(key.title for key in self.keys)
        if len(self.keys) > TOLD_KEYS:
            ways = f"en {len(self.keys)} enveloppes"
        return f"On partage {euros(shared_cents)} {ways}."

    def _takes_part(self, person: Participant) -> bool:
        if person.excluded or not self.min_minutes:
            return not person.excluded
        if person.minutes is None:
            raise SharingRefused(Refusal.MISSING_WEIGHT, field=f"participants.{person.id}")
        return person.minutes >= self.min_minutes

    def _too_short(self, now: Situation) -> Iterator[Line]:
        needs = format_minutes(self.min_minutes)
        for person in now.facts.people.values():
            if not person.excluded and not self._takes_part(person):
                has = format_minutes(person.minutes or 0)
                yield note_about(person, f"{person.name} a {has}{COLON} il faut {needs} pour avoir une part.")

    def _envelopes(self, now: Situation, sharers: set[str]) -> list[Envelope]:
        """Weigh everybody, even when there is nothing to share: a missing weight is said at once."""
        columns = [key.weights(now.facts, sharers) for key in self.keys]
        if len(self.keys) == 1:
            return [Envelope(self.keys[0], now.remaining_cents, columns[0])]
        parts = apportion(now.remaining_cents, [key.part for key in self.keys], tie_start=now.facts.tie_start)
        return [
            Envelope(key, cents, column, place=f"à partager {key.title}")
            for key, cents, column in zip(self.keys, parts.cents, columns, strict=True)
            if cents
        ]

    def _fall_back(self, envelopes: Sequence[Envelope], now: Situation) -> Iterator[Line]:
        for envelope in envelopes:
            if any(envelope.weights):
                continue
            if self.fallback_to is not None:
                why = f" pour {now.label(self.fallback_to)}{COLON} personne n’a de part, la règle l’a prévu."
                yield now.share(self.fallback_to, envelope.cents, why)
            elif not isinstance(envelope.key, Declared):
                raise SharingRefused(Refusal.NO_ELIGIBLE_WEIGHT, field=self.id)

    def _divide(self, envelopes: Sequence[Envelope], now: Situation, sharers: set[str]) -> list[Line]:
        bounds = self.bounds if len(envelopes) == 1 else Bounds()
        divisions = [Division(one, now, sharers, bounds, self.requests_may_shrink) for one in envelopes]
        lines = [line for division in divisions for line in division.lines()]
        if len(envelopes) > 1 and not self._respects_bounds(lines, now, sharers):
            return list(self._mixed(envelopes, now, sharers).lines())
        return lines

    def _respects_bounds(self, lines: Sequence[Line], now: Situation, sharers: set[str]) -> bool:
        if not self.bounds.exist:
            return True
        shares = totals(lines, Kind.SHARE)
        for person_id in sharers:
            minimum, maximum = self.bounds.of(person_id, now.remaining_cents)
            if not minimum <= shares.get(now.facts.people[person_id].account, 0) <= maximum:
                return False
        return True

    def _mixed(self, envelopes: Sequence[Envelope], now: Situation, sharers: set[str]) -> Division:
        """Envelopes know nothing of each other: to respect a bound, their keys become one."""
        key = Mix(keys=tuple(envelope.key for envelope in envelopes))
        cents = sum(envelope.cents for envelope in envelopes)
        return Division(Envelope(key, cents, key.weights(now.facts, sharers)), now, sharers, self.bounds)

    def _leave_rest(self, now: Situation, lines: Sequence[Line]) -> Iterator[Line]:
        rest = now.remaining_cents - sum(totals(lines, Kind.SHARE).values())
        if rest and self.rest_to is not None:
            why = f" pour {now.label(self.rest_to)}{COLON} c’est ce qui reste après les parts."
            yield now.share(self.rest_to, rest, why)
