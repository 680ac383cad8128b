"""What a rule would have given: the same job, shared by several rules, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpacite.domain.sharing.rules import OF_A_PERSON, SharingRefused, Waterfall
from kpacite.domain.sharing.rules.recipe import Job, Recipe, gaps, share, work_order


@dataclass(frozen=True, slots=True)
class Tried:
    """A job with its name, and what each rule gives on it: a waterfall, or the sentence of a refusal."""

    title: str
    job: Job
    results: tuple[Waterfall | str, ...]

    def parts(self) -> list[tuple[str, list[int | None]]]:
        """For each person, her part by each rule; None where the rule refuses."""
        columns = [_parts_by_person(result) for result in self.results]
        return [
            (worker.name, [column.get(worker.id, 0) if column is not None else None for column in columns])
            for worker in self.job.people
        ]


def try_rules(recipes: Sequence[Recipe], jobs: Iterable[tuple[str, Job]]) -> list[Tried]:
    """Apply each rule to each job. Nothing is written, nobody is paid."""
    return [Tried(title, job, tuple(_tried(recipe, job) for recipe in recipes)) for title, job in jobs]


def _tried(recipe: Recipe, job: Job) -> Waterfall | str:
    if any(gap.blocks for gap in gaps(recipe, job)):
        # Nobody said anything yet: a share of zero would look like a decision.
        return _("Cette règle attend d’abord ce que chaque personne dira.")
    try:
        return share(work_order(recipe, job))
    except SharingRefused as refused:
        return str(refused)


def _parts_by_person(result: Waterfall | str) -> dict[str, int] | None:
    if isinstance(result, str):
        return None
    parts: dict[str, int] = {}
    for account, cents in result.allocations.items():
        if account.kind in OF_A_PERSON:
            parts[account.owner] = parts.get(account.owner, 0) + cents
    return parts
