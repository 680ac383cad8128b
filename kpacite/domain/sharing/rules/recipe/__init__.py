"""A rule as a group says it: sentences in an order, without the facts of any job.

A recipe is written once and adopted. For each job, `work_order` joins it to the facts and gives
the question that the engine answers (`parse_run`, `run`): what was bought, who worked, what the pots hold.

Order of import: job, clauses, written, work, words, changes, library.
"""

from .changes import Change, changed_words, changes
from .clauses import (
    CarrierFee,
    Clause,
    Cost,
    EarlierWork,
    PotLevy,
    Purchases,
    RoleBonus,
    Solidarity,
    Split,
    SplitKey,
)
from .job import Job, Pot, Purchase, Worker
from .library import EXAMPLE_JOBS, EXAMPLES, Example
from .words import TOKENS_EACH, Gap, Word, asked_by, gaps, may_wait, receivers, sharers
from .work import share, work_order
from .written import Recipe, problems, read_recipe, sentences

__all__ = [
    "EXAMPLES",
    "EXAMPLE_JOBS",
    "TOKENS_EACH",
    "CarrierFee",
    "Change",
    "Clause",
    "Cost",
    "EarlierWork",
    "Example",
    "Gap",
    "Job",
    "Pot",
    "PotLevy",
    "Purchase",
    "Purchases",
    "Recipe",
    "RoleBonus",
    "Solidarity",
    "Split",
    "SplitKey",
    "Word",
    "Worker",
    "asked_by",
    "changed_words",
    "changes",
    "gaps",
    "may_wait",
    "problems",
    "read_recipe",
    "receivers",
    "sentences",
    "share",
    "sharers",
    "work_order",
]
