"""Answer a question in the JSON of the vectors: a function by its name, its input, its result."""

from collections.abc import Callable, Mapping
from typing import Any

from .cash import CashBase, cash_to_base
from .correction import Rectification, correct
from .facts import Account
from .parse import parse_cash, parse_correction, parse_purchase, parse_run
from .purchase import Bill, Bills, group_purchase
from .refusal import Refusal, SharingRefused
from .situation import Line
from .waterfall import Waterfall, run

Json = dict[str, Any]


def answer(function: object, value: object) -> Json:
    """The result as the vectors expect it, with its `explanation`: shares, then lines to read aloud.

    Raises `SharingRefused`, and nothing else, whatever the input.
    """
    if not isinstance(function, str) or function not in FUNCTIONS:
        raise SharingRefused(Refusal.UNKNOWN_FUNCTION, field="function")
    return FUNCTIONS[function](value)


def _run(value: object) -> Json:
    waterfall: Waterfall = run(*parse_run(value))
    allocations = waterfall.allocations
    return {
        "allocations": by_account(allocations),
        "carried": by_account(waterfall.carried),
        "steps": [
            {"id": step.step_id, "taken_cents": step.taken_cents, "remaining_cents": step.remaining_cents}
            for step in waterfall.steps
        ],
        "total_cents": sum(allocations.values()),
        "explanation": [{"step": step_id, **told(line)} for step_id, line in waterfall.explanation()],
    }


def _cash_to_base(value: object) -> Json:
    payments = parse_cash(value)
    base: CashBase = cash_to_base(payments)
    return {
        "base_cents_per_payment": list(base.per_payment),
        "ht_still_unpaid_cents": base.unpaid_cents,
        "explanation": [told(line) for line in base.lines],
    }


def _correct(value: object) -> Json:
    rectification: Rectification = correct(parse_correction(value))
    return {
        "delta": by_account(rectification.delta),
        "delta_sum": sum(rectification.delta.values()),
        "to_recover": by_account(rectification.to_recover),
        "pot_absorbs": by_account(rectification.pot_absorbs),
        "explanation": [told(line) for line in rectification.lines],
    }


def _group_purchase(value: object) -> Json:
    bills: Bills = group_purchase(parse_purchase(value))
    return {
        "per_order": {bill.order.id: _bill(bill) for bill in bills.bills},
        "total_cents": bills.total_cents,
        "coop_margin_cents": bills.margin_cents,
        "explanation": [told(line) for line in bills.lines],
    }


def _bill(bill: Bill) -> Json:
    return {
        "goods": bill.goods,
        "delivery": bill.delivery,
        "discount": bill.discount,
        "margin": bill.margin,
        "total": bill.total,
    }


def by_account(cents: Mapping[Account, int]) -> dict[str, int]:
    return {str(account): amount for account, amount in cents.items()}


def told(line: Line) -> Json:
    """A line of the explanation in JSON."""
    return {
        "kind": line.kind.value,
        "account": str(line.account) if line.account else None,
        "amount_cents": line.amount_cents,
        "sentence": line.sentence,
        "private_to": line.private_to,
    }


FUNCTIONS: dict[str, Callable[[object], Json]] = {
    "run": _run,
    "cash_to_base": _cash_to_base,
    "correction": _correct,
    "group_purchase": _group_purchase,
}
