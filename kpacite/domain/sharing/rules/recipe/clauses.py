"""The sentences a rule is made of. Each says itself in French, keeps itself in JSON, and knows its steps.

To add one: a frozen dataclass here, its line in `written.CLAUSES`. Rates are exact fractions; in JSON,
decimal strings of a proportion (`"0.1"` is ten percent), as in the engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol

from kpacite.domain.sharing.rules.keys import Key
from kpacite.domain.sharing.rules.parse_steps import KEYS, Excess
from kpacite.domain.sharing.rules.steps.claims import Shortfall
from kpacite.domain.sharing.rules.steps.levy import BASIS_WORDS, Basis, Bracket
from kpacite.domain.sharing.rules.wording import euros, number, percent
from kpacite.kernel.hours import format_minutes

from .job import Job, Json, Purchase

ROLE_WORDS = {
    "referent": "la personne référente de la commande",
    "finder": "la personne qui a trouvé la commande",
}


class Clause(Protocol):
    """One sentence of a rule."""

    kind: ClassVar[str]

    def sentence(self, pots: "PotNames", /) -> str:
        """In the infinitive, without capital nor final point: « rembourser les achats »."""
        ...

    def json(self) -> Json: ...

    def steps(self, step_id: str, job: Job, /) -> list[Json]:
        """The engine's steps for this job: none when the job gives the clause nothing to do."""
        ...


PotNames = dict[str, str]
"""How pots are called in a sentence, by code."""


def decimal_text(value: Fraction) -> str:
    """`0.115`: exact, since every rate was read from a decimal."""
    return number(value).replace(",", ".").replace("\u202f", "")


def pot_name(code: str, pots: PotNames) -> str:
    return pots.get(code, f"le pot {code}")


def _to_pot(code: str, pots: PotNames) -> str:
    name = pot_name(code, pots)
    return f"au{name.removeprefix('le')}" if name.startswith("le ") else f"à {name}"


@dataclass(frozen=True, slots=True)
class Purchases:
    """What was advanced comes first, to whoever advanced it (R02)."""

    on_shortfall: Shortfall = Shortfall.PRORATA
    kind: ClassVar[str] = "purchases"

    def sentence(self, _pots: PotNames) -> str:
        if self.on_shortfall is Shortfall.FIFO:
            return "rembourser les achats, le plus ancien d’abord s’il n’y a pas assez"
        return "rembourser les achats"

    def json(self) -> Json:
        return {"kind": self.kind, "on_shortfall": self.on_shortfall.value}

    def steps(self, step_id: str, job: Job) -> list[Json]:
        if not job.purchases:
            return []
        claims = _claims(job.purchases, "expense", "amount_cents")
        return [{"op": "reimburse", "id": step_id, "claims": claims, "on_shortfall": self.on_shortfall.value}]


@dataclass(frozen=True, slots=True)
class CarrierFee:
    """The contribution to the carrier, flat (R03) or by annual brackets (R04)."""

    of: Basis
    rate: Fraction | None = None
    brackets: tuple[Bracket, ...] = ()
    kind: ClassVar[str] = "carrier"

    def sentence(self, _pots: PotNames) -> str:
        if self.rate is not None:
            return f"verser {percent(self.rate)} {BASIS_WORDS[self.of]} à la CAE"
        return f"verser à la CAE une part {BASIS_WORDS[self.of]}, par tranches de l’année : {self._scale()}"

    def _scale(self) -> str:
        said = [
            f"{percent(one.rate)} jusqu’à {euros(one.up_to_cents)}"
            if one.up_to_cents is not None
            else f"{percent(one.rate)} au-delà"
            for one in self.brackets
        ]
        return ", ".join(said)

    def json(self) -> Json:
        kept: Json = {"kind": self.kind, "of": self.of.value}
        if self.rate is not None:
            return kept | {"rate": decimal_text(self.rate)}
        return kept | {"brackets": [_bracket(one) for one in self.brackets]}

    def steps(self, step_id: str, job: Job) -> list[Json]:
        step: Json = {"op": "levy", "id": step_id, "to": "account:cae", "of": self.of.value}
        if job.carrier_is_exempt:
            step["exempt"] = True
        if self.rate is not None:
            return [step | {"rate": decimal_text(self.rate)}]
        brackets = [_bracket(one) for one in self.brackets]
        return [step | {"brackets": brackets, "ytd_cents": job.carrier_year_cents}]


@dataclass(frozen=True, slots=True)
class PotLevy:
    """A part for a common pot (R06, R07), within a maximum, until the pot holds what was wished for."""

    pot: str
    of: Basis
    rate: Fraction
    max_cents: int | None = None
    target_cents: int | None = None
    kind: ClassVar[str] = "pot"

    def sentence(self, pots: PotNames) -> str:
        said = f"mettre {percent(self.rate)} {BASIS_WORDS[self.of]} {_to_pot(self.pot, pots)}"
        if self.max_cents is not None:
            said += f", {euros(self.max_cents)} au plus"
        if self.target_cents is not None:
            said += f", tant qu’il a moins de {euros(self.target_cents)}"
        return said

    def json(self) -> Json:
        kept: Json = {
            "kind": self.kind,
            "pot": self.pot,
            "of": self.of.value,
            "rate": decimal_text(self.rate),
        }
        return kept | _given(max_cents=self.max_cents, target_cents=self.target_cents)

    def steps(self, step_id: str, job: Job) -> list[Json]:
        step: Json = {"op": "levy", "id": step_id, "to": f"pot:{self.pot}", "of": self.of.value}
        step |= {"rate": decimal_text(self.rate)} | _given(max_cents=self.max_cents)
        if self.target_cents is not None:
            known = job.pots.get(self.pot)
            balance = max(known.balance_cents, 0) if known else 0
            step |= {"balance_cents": balance, "target_balance_cents": self.target_cents}
        return [step]


@dataclass(frozen=True, slots=True)
class RoleBonus:
    """A fixed sum for whoever wore a hat on this job (R08); nothing when nobody did."""

    role: str
    amount_cents: int
    kind: ClassVar[str] = "role"

    def sentence(self, _pots: PotNames) -> str:
        return f"donner {euros(self.amount_cents)} à {ROLE_WORDS[self.role]}"

    def json(self) -> Json:
        return {"kind": self.kind, "role": self.role, "amount_cents": self.amount_cents}

    def steps(self, step_id: str, job: Job) -> list[Json]:
        holder = job.holders.get(self.role)
        if not holder:
            return []
        return [{"op": "fixed", "id": step_id, "to": f"member:{holder}", "amount_cents": self.amount_cents}]


@dataclass(frozen=True, slots=True)
class Cost:
    """A fixed cost of the job, such as the month's insurance (R05)."""

    label: str
    amount_cents: int
    kind: ClassVar[str] = "cost"

    def sentence(self, _pots: PotNames) -> str:
        return f"garder {euros(self.amount_cents)} pour {self.label}"

    def json(self) -> Json:
        return {"kind": self.kind, "label": self.label, "amount_cents": self.amount_cents}

    def steps(self, step_id: str, _job: Job) -> list[Json]:
        return [
            {"op": "fixed", "id": step_id, "to": f"account:{self.label}", "amount_cents": self.amount_cents}
        ]


@dataclass(frozen=True, slots=True)
class EarlierWork:
    """Unpaid work of before, paid off little by little (R17)."""

    max_rate: Fraction
    kind: ClassVar[str] = "earlier_work"

    def sentence(self, _pots: PotNames) -> str:
        return f"payer le travail d’avant, avec {percent(self.max_rate)} de ce qui reste au plus"

    def json(self) -> Json:
        return {"kind": self.kind, "max_rate": decimal_text(self.max_rate)}

    def steps(self, step_id: str, job: Job) -> list[Json]:
        if not job.earlier_work:
            return []
        claims = _claims(job.earlier_work, "debt", "outstanding_cents")
        return [{"op": "debt", "id": step_id, "claims": claims, "max_rate": decimal_text(self.max_rate)}]


@dataclass(frozen=True, slots=True)
class Solidarity:
    """A part of each share put together, then shared equally (R16)."""

    rate: Fraction
    kind: ClassVar[str] = "solidarity"

    def sentence(self, _pots: PotNames) -> str:
        return f"mettre en commun {percent(self.rate)} de chaque part, puis partager cela à parts égales"

    def json(self) -> Json:
        return {"kind": self.kind, "rate": decimal_text(self.rate)}

    def steps(self, step_id: str, _job: Job) -> list[Json]:
        return [{"op": "solidarity", "id": step_id, "rate": decimal_text(self.rate)}]


@dataclass(frozen=True, slots=True)
class SplitKey:
    """A way of sharing and its part of the money: `weight` out of the sum of the weights."""

    type: str
    weight: Fraction = Fraction(1)

    @property
    def title(self) -> str:
        return key_class(self.type).title


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What remains goes to people (R09 to R15, R18, R19, R26)."""

    keys: tuple[SplitKey, ...]
    min_minutes: int = 0
    minimum_cents: int | None = None
    maximum_cents: int | None = None
    on_excess: Excess = Excess.DISCUSS
    rest_to: str | None = None
    fallback_to: str | None = None
    kind: ClassVar[str] = "split"

    def sentence(self, pots: PotNames) -> str:
        said = [f"partager ce qui reste {self._ways()}"]
        if self.min_minutes:
            said.append(f"à partir de {format_minutes(self.min_minutes)} de travail")
        if self.minimum_cents is not None:
            said.append(f"{euros(self.minimum_cents)} au moins par personne")
        if self.maximum_cents is not None:
            said.append(f"{euros(self.maximum_cents)} au plus par personne")
        ends = [", ".join(said)]
        if self.rest_to is not None:
            ends.append(f"Ce que personne ne prend va {_to_pot(self.rest_to, pots)}")
        if self.fallback_to is not None:
            ends.append(f"Si personne n’a de part, tout va {_to_pot(self.fallback_to, pots)}")
        return ". ".join(ends)

    def _ways(self) -> str:
        if len(self.keys) == 1:
            return self.keys[0].title
        whole = sum(key.weight for key in self.keys)
        return " et ".join(f"{percent(key.weight / whole)} {key.title}" for key in self.keys)

    def json(self) -> Json:
        kept: Json = {"kind": self.kind, "keys": [_key(key) for key in self.keys]}
        if self.min_minutes:
            kept["min_minutes"] = self.min_minutes
        if self.on_excess is not Excess.DISCUSS:
            kept["on_excess"] = self.on_excess.value
        return kept | _given(
            minimum_cents=self.minimum_cents,
            maximum_cents=self.maximum_cents,
            rest_to=self.rest_to,
            fallback_to=self.fallback_to,
        )

    def steps(self, step_id: str, _job: Job) -> list[Json]:
        step: Json = {"op": "split", "id": step_id, "keys": [_key(key) for key in self.keys]}
        if self.min_minutes:
            step["min_minutes"] = self.min_minutes
        if self.minimum_cents is not None:
            step["minima"] = {"*": self.minimum_cents}
        if self.maximum_cents is not None:
            step["maxima"] = {"*": self.maximum_cents}
        if self.on_excess is not Excess.DISCUSS:
            step["on_excess"] = self.on_excess.value
        if self.rest_to is not None:
            step["rest_to"] = f"pot:{self.rest_to}"
        if self.fallback_to is not None:
            step["fallback_to"] = f"pot:{self.fallback_to}"
        return [step]


def key_class(name: str) -> type[Key]:
    """The engine's key of this type."""
    return KEYS[name]


def _key(key: SplitKey) -> Json:
    return {"type": key.type, "weight": decimal_text(key.weight)}


def _bracket(bracket: Bracket) -> Json:
    return _given(up_to_cents=bracket.up_to_cents) | {"rate": decimal_text(bracket.rate)}


def _claims(purchases: Sequence[Purchase], kind: str, amount: str) -> list[Json]:
    return [{"to": f"{kind}:{one.paid_by}", amount: one.cents} for one in purchases]


def _given(**values: int | str | None) -> Json:
    """Those that were said: the absence of a limit is not a limit."""
    return {name: value for name, value in values.items() if value is not None}
