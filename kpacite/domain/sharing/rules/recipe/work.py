"""Join a recipe to a job: the question that the engine answers, and that is frozen with the sharing."""

from collections.abc import Mapping
from dataclasses import replace

from kpacite.domain.sharing.rules.parse import parse_run
from kpacite.domain.sharing.rules.waterfall import Waterfall, run

from .job import Job, Json, Worker
from .written import Recipe


def work_order(recipe: Recipe, job: Job) -> Json:
    """The engine's input, whole and self-contained: `kpacite share` gives the same cents from it for ever."""
    people = _people(recipe, job)
    return {
        "base_cents": job.base_cents,
        "participants": [worker.json() for worker in people],
        "steps": [
            step
            for index, clause in enumerate(recipe.clauses)
            for step in clause.steps(f"{index + 1}-{clause.kind}", job)
        ],
        "tie_start": job.turn,
        "labels": _labels(recipe, job, people),
    }


def share(order: Json) -> Waterfall:
    """Answer a work order. Raises `SharingRefused`: what is missing is said, never guessed."""
    return run(*parse_run(order))


def _people(recipe: Recipe, job: Job) -> list[Worker]:
    """Those of the job, each with minutes where a key counts minutes: whoever noted none has none."""
    counts_tasks = any(
        key.type == "points" for clause in recipe.clauses for key in getattr(clause, "keys", ())
    )
    return [worker if counts_tasks else _in_plain_minutes(worker) for worker in job.people]


def _in_plain_minutes(worker: Worker) -> Worker:
    return replace(worker, tasks=(), minutes=worker.time)


def _labels(recipe: Recipe, job: Job, people: list[Worker]) -> Mapping[str, str]:
    known = {worker.id for worker in people}
    labels = {f"pot:{code}": job.pots[code].name for code in sorted(recipe.pots) if code in job.pots}
    labels |= {f"expense:{one.paid_by}": one.name for one in job.purchases if one.paid_by not in known}
    labels |= {f"debt:{one.paid_by}": one.name for one in job.earlier_work if one.paid_by not in known}
    labels |= {f"account:{clause.label}": clause.label for clause in recipe.clauses if clause.kind == "cost"}  # type: ignore[attr-defined]
    return labels
