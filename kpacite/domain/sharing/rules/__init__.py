"""The sharing engine: plain Python, exact fractions and whole cents, no clock, no database, no float.

`run` applies a rule to the facts of a job and gives a waterfall in which every cent has its sentence;
`cash_to_base`, `correct` and `group_purchase` are its three companions; `answer` speaks their JSON.
docs/algorithms/partage.md tells the whole of it, first to a coopérante, then to an engineer.

Order of import: refusal, facts, wording, apportion, situation, keys, bounds, envelopes, steps, waterfall,
then cash, correction and purchase, then reading, parse, answer.
"""

from .answer import FUNCTIONS, answer
from .cash import CashBase, Invoice, Payments, cash_to_base
from .correction import Correction, Pot, Rectification, correct
from .facts import OF_A_PERSON, Account, AccountKind, Facts, Participant, Status, Task
from .parse import parse_cash, parse_correction, parse_purchase, parse_run
from .purchase import Bill, Bills, Order, Purchase, group_purchase
from .refusal import Refusal, SharingRefused
from .situation import Kind, Line
from .waterfall import LANGUAGE_VERSION, Rule, Waterfall, run

__all__ = [
    "FUNCTIONS",
    "LANGUAGE_VERSION",
    "OF_A_PERSON",
    "Account",
    "AccountKind",
    "Bill",
    "Bills",
    "CashBase",
    "Correction",
    "Facts",
    "Invoice",
    "Kind",
    "Line",
    "Order",
    "Participant",
    "Payments",
    "Pot",
    "Purchase",
    "Rectification",
    "Refusal",
    "Rule",
    "SharingRefused",
    "Status",
    "Task",
    "Waterfall",
    "answer",
    "cash_to_base",
    "correct",
    "group_purchase",
    "parse_cash",
    "parse_correction",
    "parse_purchase",
    "parse_run",
    "run",
]
