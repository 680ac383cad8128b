"""From the JSON of the vectors to the dataclasses of the engine: all the reading, none of the computing."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from .cash import Invoice, Payments
from .correction import Correction, Pot
from .envelopes import EVERYBODY
from .facts import Facts, Participant, Status, Task
from .parse_steps import account, step
from .purchase import Order, Purchase
from .reading import (
    Fields,
    base_cents,
    cents,
    choice,
    count,
    decimal,
    flag,
    items,
    rate,
    record,
    table,
    text,
    whole,
)
from .refusal import Refusal, SharingRefused
from .situation import Step
from .steps.people import PayoutLimit
from .waterfall import LANGUAGE_VERSION, Rule
from .wording import name_of

MOST_STEPS = 100
MOST_LINES = 1_000_000
"""Steps times people: every pair may have to be explained."""
STATUSES = {
    # The conventions say « absent -> member »: the field left out, or the word itself.
    "absent": Status.MEMBER,
    "member": Status.MEMBER,
    "left": Status.LEFT,
    "no_contract": Status.NO_CONTRACT,
}


class Policy(StrEnum):
    """Who bears what people received in excess."""

    RECOVER_NEXT = "recover_next"
    POT_ABSORBS = "pot_absorbs"


def parse_run(value: object, place: str = "") -> tuple[Rule, Facts]:
    """A rule and the facts to apply it to: the input of `run`."""
    return record(_run)(value, place)


def parse_cash(value: object, place: str = "") -> Payments:
    """An invoice and its payments: the input of `cash_to_base`."""
    return record(_cash)(value, place)


def parse_correction(value: object, place: str = "") -> Correction:
    """A sharing and its corrected base: the input of `correct`."""
    return record(_correction)(value, place)


def parse_purchase(value: object, place: str = "") -> Purchase:
    """Orders and their common costs: the input of `group_purchase`."""
    return record(_purchase)(value, place)


def _run(fields: Fields) -> tuple[Rule, Facts]:
    base = fields.required("base_cents", base_cents)
    facts = Facts.of(
        base,
        fields.required("participants", items(record(_participant))),
        tie_start=fields.optional("tie_start", whole, 0),
        labels=fields.maybe("labels", table(text)),
    )
    _refuse_strangers(facts)
    steps = fields.required("steps", items(step(facts.people.keys()), most=MOST_STEPS))
    if len(steps) * len(facts.people) > MOST_LINES:
        raise SharingRefused(Refusal.TOO_LARGE, field=fields.at("participants"))
    _limit_payouts_last(steps, fields.at("steps"))
    return Rule(steps, fields.optional("version", whole, LANGUAGE_VERSION)), facts


def _participant(fields: Fields) -> Participant:
    identifier = fields.required("id", text)
    if identifier == EVERYBODY:
        raise SharingRefused(Refusal.INVALID_TEXT, field=fields.at("id"))
    tasks = fields.maybe("tasks", items(record(_task)))
    return Participant(
        id=identifier,
        name=fields.optional("name", text, name_of(identifier)),
        status=fields.optional("status", _status, Status.MEMBER),
        excluded=fields.optional("excluded", flag, default=False),
        minutes=_minutes(fields, tasks),
        tasks=tasks,
        percent=fields.maybe("percent", decimal),
        declared_cents=fields.maybe("declared_cents", cents),
        gives=fields.optional("gives", table(decimal), {}),
    )


def _task(fields: Fields) -> Task:
    return Task(fields.required("minutes", count), fields.required("coef", decimal))


def _minutes(fields: Fields, tasks: tuple[Task, ...] | None) -> int | None:
    minutes = fields.maybe("minutes", count)
    if tasks is None:
        return minutes
    total = sum(task.minutes for task in tasks)
    if minutes is not None and minutes != total:
        raise SharingRefused(Refusal.INCONSISTENT_HOURS, field=fields.at("minutes"))
    return total


def _status(value: object, place: str) -> Status:
    if not isinstance(value, str) or value not in STATUSES:
        raise SharingRefused(Refusal.UNKNOWN_STATUS, field=place)
    return STATUSES[value]


def _refuse_strangers(facts: Facts) -> None:
    for person in facts.people.values():
        for receiver in person.gives:
            if receiver not in facts.people:
                raise SharingRefused(Refusal.UNKNOWN_PARTICIPANT, field=f"participants.{person.id}.gives")


def _limit_payouts_last(steps: Sequence[Step], place: str) -> None:
    for earlier, later in pairwise(steps):
        if isinstance(earlier, PayoutLimit) and not isinstance(later, PayoutLimit):
            raise SharingRefused(Refusal.STEP_AFTER_PAYOUT_LIMIT, field=place)


def _cash(fields: Fields) -> Payments:
    lines = fields.required("lines", items(record(_invoice_line)))
    invoice = Invoice(sum(line.net_cents for line in lines), sum(line.vat_cents for line in lines))
    return Payments(invoice, fields.required("payments_ttc_cents", items(cents)))


def _invoice_line(fields: Fields) -> Invoice:
    return Invoice(fields.required("ht_cents", cents), fields.required("vat_cents", cents))


def _correction(fields: Fields) -> Correction:
    rule, facts = fields.required("original", parse_run)
    base = fields.required("corrected_base_cents", base_cents)
    policy = fields.required("policy", choice(Policy))
    pot = fields.maybe("pot", account(facts.people.keys()))
    balance = fields.maybe("pot_balance_cents", cents)
    if policy is Policy.RECOVER_NEXT:
        return Correction(rule, facts, base)
    if pot is None or balance is None:
        raise SharingRefused(
            Refusal.MISSING_FIELD, field=fields.at("pot" if pot is None else "pot_balance_cents")
        )
    return Correction(rule, facts, base, Pot(pot, balance))


def _purchase(fields: Fields) -> Purchase:
    return Purchase(
        orders=fields.required("orders", items(record(_order))),
        delivery_cents=fields.optional("delivery_cents", cents, 0),
        discount_cents=fields.optional("discount_cents", cents, 0),
        margin_rate=fields.optional("coop_margin_rate", rate, Fraction(0)),
        tie_start=fields.optional("tie_start", whole, 0),
    )


def _order(fields: Fields) -> Order:
    identifier = fields.required("id", text)
    return Order(
        identifier,
        fields.optional("name", text, name_of(identifier)),
        fields.required("ordered_cents", cents),
        fields.required("delivered_cents", cents),
    )
