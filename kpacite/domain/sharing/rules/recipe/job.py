"""The facts of a job, as its records give them: what a recipe does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from kpacite.domain.sharing.rules.facts import Status

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody of the job. `tasks`: minutes, and the coefficient voted for that task as it is written.

    `gives`: tokens by id of the others; None when she has not said, which is not « nothing for anybody ».
    """

    id: str
    name: str
    status: Status = Status.MEMBER
    is_volunteer: bool = False
    minutes: int | None = None
    tasks: tuple[tuple[int, str], ...] = ()
    percent: str | None = None
    declared_cents: int | None = None
    gives: Mapping[str, str] | None = None

    @property
    def time(self) -> int | None:
        """Minutes in all; None when nobody noted any."""
        return sum(minutes for minutes, _coef in self.tasks) if self.tasks else self.minutes

    def json(self) -> Json:
        """As the engine reads a participant; what nobody said is left out, since it is not zero."""
        said: Json = {"id": self.id, "name": self.name}
        if self.status is not Status.MEMBER:
            said["status"] = self.status.value
        if self.is_volunteer:
            said["excluded"] = True
        if self.tasks:
            said["tasks"] = [{"minutes": minutes, "coef": coef} for minutes, coef in self.tasks]
        elif self.minutes is not None:
            said["minutes"] = self.minutes
        if self.percent is not None:
            said["percent"] = self.percent
        if self.declared_cents is not None:
            said["declared_cents"] = self.declared_cents
        if self.gives is not None:
            said["gives"] = dict(self.gives)
        return said

    @classmethod
    def read(cls, kept: Json) -> Self:
        """From what `json` keeps: our own facts, never somebody's input."""
        return cls(
            id=kept["id"],
            name=kept["name"],
            status=Status(kept.get("status", Status.MEMBER.value)),
            is_volunteer=kept.get("excluded", False),
            minutes=kept.get("minutes"),
            tasks=tuple((task["minutes"], task["coef"]) for task in kept.get("tasks", ())),
            percent=kept.get("percent"),
            declared_cents=kept.get("declared_cents"),
            gives=kept.get("gives"),
        )


@dataclass(frozen=True, slots=True)
class Purchase:
    """Money that somebody advanced for the job: a person's id, or `kpa` for the group's own purse."""

    paid_by: str
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Pot:
    """A common pot, as it is before this sharing."""

    name: str
    balance_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that one sharing needs to know. Cents without VAT; `people` in the order that breaks ties.

    `holders`: who wears which hat on this job, by role; nobody when it is empty.
    `carrier_year_cents`: what the carrier's fee was already taken on this year.
    `turn`: the number of the sharing, so that the odd cent passes on.
    `hours`: the entries of the hours ledger that were counted, by job.
    `coefficients`: the sentence of each task that counts otherwise than an ordinary hour, by task (R11).
    `obstacles`: why a person could not be paid that day, in words, by id: her share is held (R23).
    """

    base_cents: int
    people: tuple[Worker, ...]
    purchases: tuple[Purchase, ...] = ()
    holders: Mapping[str, str] = field(default_factory=dict)
    pots: Mapping[str, Pot] = field(default_factory=dict)
    earlier_work: tuple[Purchase, ...] = ()
    carrier_year_cents: int = 0
    carrier_is_exempt: bool = False
    turn: int = 0
    hours: Mapping[str, Sequence[int]] = field(default_factory=dict)
    coefficients: Mapping[str, str] = field(default_factory=dict)
    obstacles: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Json:
        """Kept with the sharing, so that another rule can be tried on the same job years later."""
        return {
            "base_cents": self.base_cents,
            "people": [worker.json() for worker in self.people],
            "purchases": [asdict(one) for one in self.purchases],
            "holders": dict(self.holders),
            "pots": {code: asdict(pot) for code, pot in self.pots.items()},
            "earlier_work": [asdict(one) for one in self.earlier_work],
            "carrier_year_cents": self.carrier_year_cents,
            "carrier_is_exempt": self.carrier_is_exempt,
            "turn": self.turn,
            "hours": {job: list(entries) for job, entries in self.hours.items()},
            "coefficients": dict(self.coefficients),
            "obstacles": dict(self.obstacles),
        }

    @classmethod
    def read(cls, kept: Json) -> Self:
        return cls(
            base_cents=kept["base_cents"],
            people=tuple(Worker.read(one) for one in kept["people"]),
            purchases=tuple(Purchase(**one) for one in kept["purchases"]),
            holders=kept["holders"],
            pots={code: Pot(**pot) for code, pot in kept["pots"].items()},
            earlier_work=tuple(Purchase(**one) for one in kept["earlier_work"]),
            carrier_year_cents=kept["carrier_year_cents"],
            carrier_is_exempt=kept["carrier_is_exempt"],
            turn=kept["turn"],
            hours=kept["hours"],
            coefficients=kept.get("coefficients", {}),
            obstacles=kept.get("obstacles", {}),
        )
