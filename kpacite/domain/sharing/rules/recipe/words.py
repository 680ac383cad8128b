"""What a rule asks that no record tells: people say it, each her own part, before the sharing is proposed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kpacite.domain.sharing.rules.refusal import Refusal

from .clauses import RoleBonus, Split
from .job import Job, Worker
from .written import Recipe

FINDER = "finder"
TOKENS_EACH = 100
"""How many tokens each person gives away, at most: our choice, so that they read as parts of a hundred."""

MENDABLE = frozenset(
    {
        Refusal.MISSING_WEIGHT,
        Refusal.NO_ELIGIBLE_WEIGHT,
        Refusal.PERCENT_OVER_100,
        Refusal.TOO_MANY_TOKENS,
        Refusal.EXCESS_REQUIRES_DISCUSSION,
    }
)
"""Why a calculation may wait for people's words."""


class Word(StrEnum):
    """What a person may be asked. The values are those of the keys and roles of a rule."""

    REQUEST = "declared"
    TOKENS = "give"
    PERCENT = "percent"
    FINDER = "finder"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something nobody said yet. `people`: whose word is missing, by id. `blocks`: it cannot do without."""

    word: Word
    people: tuple[str, ...] = ()
    blocks: bool = True


def asked_by(recipe: Recipe) -> set[Word]:
    """What this rule wants to hear."""
    keys = {key.type for split in _splits(recipe) for key in split.keys if key.weight}
    asked = {word for word in Word if word.value in keys}
    if any(isinstance(clause, RoleBonus) and clause.role == FINDER for clause in recipe.clauses):
        asked.add(Word.FINDER)
    return asked


def may_wait(recipe: Recipe, code: str) -> bool:
    """Whether this refusal is mended by what people will say, rather than by another rule."""
    return code in MENDABLE and bool(asked_by(recipe))


def gaps(recipe: Recipe, job: Job) -> list[Gap]:
    """What is missing, in the order in which it is told; a volunteer asks for nothing, but gives tokens."""
    return [gap for word in Word if word in asked_by(recipe) and (gap := _gap(word, recipe, job))]


def sharers(recipe: Recipe, job: Job) -> list[Worker]:
    """Those who may get a part: not the volunteers, nor those who were there too little."""
    least = min((split.min_minutes for split in _splits(recipe)), default=0)
    return [one for one in job.people if not one.is_volunteer and (one.time or 0) >= least]


def _splits(recipe: Recipe) -> Iterator[Split]:
    return (clause for clause in recipe.clauses if isinstance(clause, Split))


def _gap(word: Word, recipe: Recipe, job: Job) -> Gap | None:
    if word is Word.FINDER:
        return None if FINDER in job.holders else Gap(word)
    if word is Word.TOKENS:
        return _tokens_gap(job)
    silent = tuple(one.id for one in sharers(recipe, job) if _said(word, one) is None)
    return Gap(word, silent) if silent else None


def _said(word: Word, worker: Worker) -> object:
    return worker.declared_cents if word is Word.REQUEST else worker.percent


def receivers(job: Job, giver: Worker) -> list[Worker]:
    """To whom she may give tokens: the others; a volunteer has no part of the money to receive."""
    return [one for one in job.people if one.id != giver.id and not one.is_volunteer]


def _tokens_gap(job: Job) -> Gap | None:
    """With nobody to thank there is nothing to say. Once somebody gave, the group may go on."""
    silent = tuple(one.id for one in job.people if one.gives is None and receivers(job, one))
    if not silent:
        return None
    return Gap(Word.TOKENS, silent, blocks=not any(one.gives for one in job.people))
