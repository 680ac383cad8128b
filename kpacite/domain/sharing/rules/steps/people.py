"""Steps that move money already shared: solidarity between people, the limit a person sets to her payment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpacite.domain.sharing.rules.apportion import apportion
from kpacite.domain.sharing.rules.facts import Account, AccountKind, Participant
from kpacite.domain.sharing.rules.situation import Line, Outcome, Situation
from kpacite.domain.sharing.rules.wording import COLON, euros, percent
from kpacite.kernel.rounding import round_half_up


@dataclass(frozen=True, slots=True)
class Solidarity:
    """Put a part of each person's share together, then give the same to each (R16)."""

    id: str
    rate: Fraction

    def apply(self, now: Situation) -> Outcome:
        people = list(now.facts.people.values())
        given = [0 if one.excluded else self._given_by(one, now) for one in people]
        pool = sum(given)
        if not pool:
            return Outcome("Il n’y a rien à mettre en commun.")
        receivers = [0 if person.excluded else 1 for person in people]
        portions = apportion(pool, receivers, tie_start=now.facts.tie_start)
        part = f"1 part sur {sum(receivers)} des {euros(pool)}"
        lines: list[Line] = []
        for person, gives, gets in zip(people, given, portions.cents, strict=True):
            if not person.excluded:
                lines += self._both_ways(person, gives, gets, part, now)
        lines += now.odd_cents([person.account for person in people], portions.odd_cents)
        return Outcome(f"On met {euros(pool)} en commun, puis on partage à parts égales.", tuple(lines))

    def _given_by(self, person: Participant, now: Situation) -> int:
        return round_half_up(now.allocations.get(person.account, 0) * self.rate)

    def _both_ways(
        self, person: Participant, gives: int, gets: int, part: str, now: Situation
    ) -> Iterator[Line]:
        if gives:
            why = f" pour {person.name}{COLON} {percent(self.rate)} de sa part pour tout le groupe."
            yield now.share(person.account, -gives, why)
        yield now.share(person.account, gets, f" pour {person.name}{COLON} {part} mis en commun.")


@dataclass(frozen=True, slots=True)
class PayoutLimit:
    """Keep on her personal account what a person does not want to be paid now (R20): hers all the same."""

    id: str
    limits: Mapping[str, int]

    def apply(self, now: Situation) -> Outcome:
        return Outcome("Chaque personne peut limiter son versement.", tuple(self._kept(now)))

    def _kept(self, now: Situation) -> Iterator[Line]:
        for person_id, limit in self.limits.items():
            member = Account(AccountKind.MEMBER, person_id)
            kept = now.allocations.get(member, 0) - limit
            if kept <= 0:
                continue
            asked = f"{COLON} versement limité à {euros(limit)}, à sa demande."
            name = now.label(member)
            yield now.share(member, -kept, f" pour {name}{asked}", private_to=person_id)
            account = Account(AccountKind.DEFERRED, person_id)
            why = f" pour {name}{COLON} à garder sur son compte personnel."
            yield now.share(account, kept, why, private_to=person_id)
