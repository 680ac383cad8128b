"""A recipe in its kept form: read from untrusted JSON, told in sentences, and judged before it is adopted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpacite.domain.sharing.rules.parse_steps import KEYS, MOST_KEYS, Excess
from kpacite.domain.sharing.rules.reading import (
    Fields,
    Reader,
    cents,
    choice,
    count,
    decimal,
    items,
    rate,
    record,
    text,
)
from kpacite.domain.sharing.rules.refusal import Refusal, SharingRefused
from kpacite.domain.sharing.rules.steps.claims import Shortfall
from kpacite.domain.sharing.rules.steps.levy import Basis, Bracket

from .clauses import (
    ROLE_WORDS,
    CarrierFee,
    Clause,
    Cost,
    EarlierWork,
    PotLevy,
    PotNames,
    Purchases,
    RoleBonus,
    Solidarity,
    Split,
    SplitKey,
)
from .job import Json

LANGUAGE = 1
"""Version of what the clauses mean. A recipe kept today must give the same cents for ever."""
MOST_CLAUSES = 20


@dataclass(frozen=True, slots=True)
class Recipe:
    """The clauses of a rule, in the order in which the money meets them."""

    clauses: tuple[Clause, ...]

    def json(self) -> Json:
        return {"language": LANGUAGE, "clauses": [clause.json() for clause in self.clauses]}

    @property
    def pots(self) -> set[str]:
        """The codes of the pots that the rule names."""
        named = {clause.pot for clause in self.clauses if isinstance(clause, PotLevy)}
        for clause in self.clauses:
            if isinstance(clause, Split):
                named |= {code for code in (clause.rest_to, clause.fallback_to) if code}
        return named


def read_recipe(value: object, place: str = "") -> Recipe:
    """A recipe from its JSON. Raises `SharingRefused` with the place to correct, whatever the value."""
    return record(_recipe)(value, place)


def sentences(recipe: Recipe, pots: Mapping[str, str] | None = None) -> list[str]:
    """The rule read aloud: « D’abord rembourser les achats. », « Puis… », « Enfin… »."""
    names: PotNames = dict(pots or {})
    last = len(recipe.clauses) - 1
    return [
        f"{_opening(index, last)} {clause.sentence(names)}." for index, clause in enumerate(recipe.clauses)
    ]


def problems(recipe: Recipe) -> Iterator[str]:
    """What would make the rule refuse one day, said on the day it is written."""
    splits = [clause for clause in recipe.clauses if isinstance(clause, Split)]
    if not splits:
        yield "La règle ne dit pas comment partager entre les personnes. Ajoutez cette phrase."
    if splits:
        after = recipe.clauses[recipe.clauses.index(splits[0]) + 1 :]
        if not all(isinstance(clause, Split | Solidarity) for clause in after):
            yield "Une phrase vient après le partage : elle n’aurait rien. Changez l’ordre."
    if splits and _may_leave_money(splits[-1]):
        yield "Il peut rester de l’argent après les parts. Dites dans quel pot il va."
    kinds = [clause.kind for clause in recipe.clauses]
    for kind, sentence in _ONCE.items():
        if kinds.count(kind) > 1:
            yield sentence


_ONCE = {
    "purchases": "Les achats sont remboursés deux fois. Gardez une seule phrase.",
    "carrier": "La part de la CAE est comptée deux fois. Gardez une seule phrase.",
    "earlier_work": "Le travail d’avant est payé deux fois. Gardez une seule phrase.",
}


def _may_leave_money(split: Split) -> bool:
    asked = any(key.type == "declared" for key in split.keys)
    return split.rest_to is None and (asked or split.maximum_cents is not None)


def _opening(index: int, last: int) -> str:
    if index == 0:
        return "D’abord"
    return "Enfin" if index == last else "Puis"


def _recipe(fields: Fields) -> Recipe:
    if fields.required("language", count) != LANGUAGE:
        raise SharingRefused(Refusal.UNKNOWN_VERSION, field=fields.at("language"))
    clauses = fields.required("clauses", items(record(_clause), most=MOST_CLAUSES))
    if not clauses:
        raise SharingRefused(Refusal.MISSING_FIELD, field=fields.at("clauses"))
    return Recipe(clauses)


def _clause(fields: Fields) -> Clause:
    kind = fields.required("kind", text)
    if kind not in CLAUSES:
        raise SharingRefused(Refusal.UNKNOWN_STEP, field=fields.at("kind"))
    return CLAUSES[kind](fields)


def _purchases(fields: Fields) -> Clause:
    return Purchases(fields.optional("on_shortfall", choice(Shortfall), Shortfall.PRORATA))


def _carrier(fields: Fields) -> Clause:
    if fields.has("rate") == fields.has("brackets"):
        raise SharingRefused(Refusal.RATE_OR_BRACKETS, field=fields.place)
    of = fields.required("of", choice(Basis))
    if fields.has("rate"):
        return CarrierFee(of, fields.required("rate", rate))
    brackets = fields.required("brackets", items(record(_bracket)))
    if not brackets:
        raise SharingRefused(Refusal.INVALID_BRACKETS, field=fields.at("brackets"))
    return CarrierFee(of, brackets=brackets)


def _bracket(fields: Fields) -> Bracket:
    return Bracket(fields.maybe("up_to_cents", cents), fields.required("rate", rate))


def _pot(fields: Fields) -> Clause:
    return PotLevy(
        fields.required("pot", text),
        fields.required("of", choice(Basis)),
        fields.required("rate", rate),
        fields.maybe("max_cents", cents),
        fields.maybe("target_cents", cents),
    )


def _role(fields: Fields) -> Clause:
    return RoleBonus(fields.required("role", _one_of(ROLE_WORDS)), fields.required("amount_cents", cents))


def _cost(fields: Fields) -> Clause:
    return Cost(fields.required("label", text), fields.required("amount_cents", cents))


def _earlier_work(fields: Fields) -> Clause:
    return EarlierWork(fields.required("max_rate", rate))


def _solidarity(fields: Fields) -> Clause:
    return Solidarity(fields.required("rate", rate))


def _split(fields: Fields) -> Clause:
    return Split(
        keys=fields.required("keys", _keys),
        min_minutes=fields.optional("min_minutes", count, 0),
        minimum_cents=fields.maybe("minimum_cents", cents),
        maximum_cents=fields.maybe("maximum_cents", cents),
        on_excess=fields.optional("on_excess", choice(Excess), Excess.DISCUSS),
        rest_to=fields.maybe("rest_to", text),
        fallback_to=fields.maybe("fallback_to", text),
    )


def _keys(value: object, place: str) -> tuple[SplitKey, ...]:
    keys = items(record(_key), most=MOST_KEYS)(value, place)
    if not any(key.weight for key in keys):
        raise SharingRefused(Refusal.NO_ELIGIBLE_WEIGHT, field=place)
    if len({key.type for key in keys}) != len(keys):
        raise SharingRefused(Refusal.DUPLICATE_STEP, field=place)
    return keys


def _key(fields: Fields) -> SplitKey:
    named = fields.required("type", _one_of(KEYS, "give"))
    return SplitKey(named, fields.optional("weight", decimal, Fraction(1)))


def _one_of(known: Mapping[str, object], *more: str) -> Reader[str]:
    def read(value: object, place: str) -> str:
        word = text(value, place)
        if word not in known and word not in more:
            raise SharingRefused(Refusal.UNKNOWN_OPTION, field=place)
        return word

    return read


CLAUSES: dict[str, Callable[[Fields], Clause]] = {
    "purchases": _purchases,
    "carrier": _carrier,
    "pot": _pot,
    "role": _role,
    "cost": _cost,
    "earlier_work": _earlier_work,
    "solidarity": _solidarity,
    "split": _split,
}
