"""Read the steps of a rule: one function per step, one line in `STEPS`."""

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from fractions import Fraction

from . import keys
from .envelopes import EVERYBODY, Bounds
from .facts import OF_A_PERSON, Account, AccountKind
from .keys import Key
from .reading import Fields, Reader, cents, choice, count, decimal, flag, items, rate, record, table, text
from .refusal import Refusal, SharingRefused
from .situation import Step
from .steps.claims import Attribute, Claim, Debt, Fixed, Reimburse, Shortfall
from .steps.levy import AnnualBrackets, Basis, Bracket, FlatRate, Levy, Scale, Target
from .steps.people import PayoutLimit, Solidarity
from .steps.split import Split

MOST_KEYS = 10
People = Collection[str]
"""Ids of the participants: a rule may only name those."""


class Excess(StrEnum):
    """What to do when requests go beyond the envelope."""

    DISCUSS = "discuss"
    PRORATA = "prorata"


def step(people: People) -> Reader[Step]:
    """A step, by its `op`."""

    def build(fields: Fields) -> Step:
        op = fields.required("op", text)
        if op not in STEPS:
            raise SharingRefused(Refusal.UNKNOWN_STEP, field=fields.at("op"))
        return STEPS[op](fields, people)

    return record(build)


def account(people: People) -> Reader[Account]:
    """`pot:commun`; the share of a person only if she takes part, since her status says where it goes."""

    def read(value: object, place: str) -> Account:
        kind, _, owner = text(value, place).partition(":")
        if kind not in AccountKind.__members__.values() or not owner.strip():
            raise SharingRefused(Refusal.UNKNOWN_ACCOUNT, field=place)
        if kind in OF_A_PERSON and owner not in people:
            raise SharingRefused(Refusal.UNKNOWN_PARTICIPANT, field=place)
        return Account(AccountKind(kind), owner)

    return read


def by_person(reader: Reader[int], people: People) -> Reader[dict[str, int]]:
    """A table with a line per person; a name that takes no part is refused."""
    whole_table = table(reader)

    def read(value: object, place: str) -> dict[str, int]:
        lines = whole_table(value, place)
        for name in lines:
            if name not in people:
                raise SharingRefused(Refusal.UNKNOWN_PARTICIPANT, field=f"{place}.{name}")
        return lines

    return read


def _claims(people: People, amount: str) -> Reader[tuple[Claim, ...]]:
    return items(record(lambda claim: _claim(claim, people, amount)))


def _claim(fields: Fields, people: People, amount: str) -> Claim:
    return Claim(fields.required("to", account(people)), fields.required(amount, cents))


def _shortfall(fields: Fields, default: Shortfall) -> Shortfall:
    return fields.optional("on_shortfall", choice(Shortfall), default)


def _reimburse(fields: Fields, people: People) -> Reimburse:
    claims = fields.required("claims", _claims(people, "amount_cents"))
    for claim in claims:
        if claim.to.kind in OF_A_PERSON:  # a reimbursement is not income: it has lines of its own
            raise SharingRefused(Refusal.UNKNOWN_ACCOUNT, field=fields.at("claims"))
    return Reimburse(fields.required("id", text), claims, _shortfall(fields, Shortfall.PRORATA))


def _debt(fields: Fields, people: People) -> Debt:
    return Debt(
        fields.required("id", text),
        fields.required("claims", _claims(people, "outstanding_cents")),
        fields.optional("max_rate", rate, Fraction(1)),
        _shortfall(fields, Shortfall.PRORATA),
    )


def _attribute(fields: Fields, people: People) -> Attribute:
    amounts = fields.required("amounts", _claims(people, "amount_cents"))
    return Attribute(fields.required("id", text), amounts, _shortfall(fields, Shortfall.REFUSE))


def _fixed(fields: Fields, people: People) -> Fixed:
    claim = _claim(fields, people, "amount_cents")
    return Fixed(fields.required("id", text), claim, _shortfall(fields, Shortfall.PRORATA))


def _levy(fields: Fields, people: People) -> Levy:
    minimum, maximum = fields.optional("min_cents", cents, 0), fields.maybe("max_cents", cents)
    if maximum is not None and minimum > maximum:
        raise SharingRefused(Refusal.CONFLICTING_BOUNDS, field=fields.at("min_cents"))
    return Levy(
        id=fields.required("id", text),
        to=fields.required("to", account(people)),
        of=fields.required("of", choice(Basis)),
        scale=_scale(fields),
        min_cents=minimum,
        max_cents=maximum,
        target=_target(fields),
        exempt=fields.optional("exempt", flag, default=False),
    )


def _scale(fields: Fields) -> Scale:
    if fields.has("rate") == fields.has("brackets") or fields.has("brackets") != fields.has("ytd_cents"):
        raise SharingRefused(Refusal.RATE_OR_BRACKETS, field=fields.place)
    if fields.has("rate"):
        return FlatRate(fields.required("rate", rate))
    brackets = fields.required("brackets", items(record(_bracket)))
    _check_order(brackets, fields.at("brackets"))
    return AnnualBrackets(brackets, fields.required("ytd_cents", cents))


def _bracket(fields: Fields) -> Bracket:
    return Bracket(fields.maybe("up_to_cents", cents), fields.required("rate", rate))


def _check_order(brackets: Sequence[Bracket], place: str) -> None:
    ends = [bracket.up_to_cents for bracket in brackets]
    if ends and ends[-1] is None:
        ends.pop()
    rising = [end for end in ends if end is not None]
    if not brackets or len(rising) < len(ends) or rising != sorted(set(rising)):
        raise SharingRefused(Refusal.INVALID_BRACKETS, field=place)


def _target(fields: Fields) -> Target | None:
    if fields.has("balance_cents") != fields.has("target_balance_cents"):
        raise SharingRefused(Refusal.TARGET_WITHOUT_BALANCE, field=fields.place)
    if not fields.has("target_balance_cents"):
        return None
    return Target(fields.required("balance_cents", cents), fields.required("target_balance_cents", cents))


def _solidarity(fields: Fields, _people: People) -> Solidarity:
    return Solidarity(fields.required("id", text), fields.required("rate", rate))


def _payout_limit(fields: Fields, people: People) -> PayoutLimit:
    return PayoutLimit(fields.required("id", text), fields.required("limits", by_person(cents, people)))


def _split(fields: Fields, people: People) -> Split:
    limits = by_person(cents, {*people, EVERYBODY})
    bounds = Bounds(fields.optional("minima", limits, {}), fields.optional("maxima", limits, {}))
    shared_by = fields.required("keys", _keys)
    if bounds.exist and len(shared_by) > 1 and any(isinstance(key, keys.Declared) for key in shared_by):
        raise SharingRefused(Refusal.BOUNDS_ON_MIXED_REQUESTS, field=fields.place)
    return Split(
        id=fields.required("id", text),
        keys=shared_by,
        min_minutes=fields.optional("min_minutes", count, 0),
        bounds=bounds,
        requests_may_shrink=fields.optional("on_excess", choice(Excess), Excess.DISCUSS) is Excess.PRORATA,
        rest_to=fields.maybe("rest_to", account(people)),
        fallback_to=fields.maybe("fallback_to", account(people)),
    )


def _keys(value: object, place: str) -> tuple[Key, ...]:
    several = isinstance(value, list) and len(value) > 1
    shared_by = items(record(lambda key: _key(key, several=several)), most=MOST_KEYS)(value, place)
    if not any(key.part for key in shared_by):
        raise SharingRefused(Refusal.NO_ELIGIBLE_WEIGHT, field=place)
    return shared_by


def _key(fields: Fields, *, several: bool) -> Key:
    named = fields.required("type", text)
    if named not in KEYS:
        raise SharingRefused(Refusal.UNKNOWN_KEY, field=fields.at("type"))
    if several and not fields.has("weight"):
        raise SharingRefused(Refusal.MISSING_WEIGHT, field=fields.at("weight"))
    part = fields.optional("weight", decimal, Fraction(1))
    if named == "give":
        return keys.Give(part, fields.maybe("tokens", decimal))
    return KEYS[named](part)


KEYS: dict[str, type[Key]] = {
    "equal": keys.Equal,
    "minutes": keys.Minutes,
    "points": keys.Points,
    "percent": keys.Percent,
    "declared": keys.Declared,
    "give": keys.Give,
}
STEPS: dict[str, Callable[[Fields, People], Step]] = {
    "reimburse": _reimburse,
    "levy": _levy,
    "fixed": _fixed,
    "debt": _debt,
    "attribute": _attribute,
    "solidarity": _solidarity,
    "split": _split,
    "payout_limit": _payout_limit,
}
