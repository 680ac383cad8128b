"""What people say so that the rule can be applied: each her own words, the référent·e what is agreed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules import Refusal, SharingRefused, Status
from kpacite.domain.sharing.rules.recipe import TOKENS_EACH, Job, Worker
from kpacite.domain.sharing.rules.recipe.clauses import decimal_text
from kpacite.domain.sharing.services.errors import NotHerWord, NotInTheSharing, TooManyTokens
from kpacite.domain.sharing.services.sharings import locked, work_out_again
from kpacite.kernel.money import Euro
from kpacite.platform import audit
from kpacite.platform.audit import Actor

WHOLE = 100
FINDER = "finder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the group agreed on, noted by who answers for it; None where the rule asks nothing.

    `percents` and `requests`: by the id that the facts give; a request is only that of somebody who left.
    `finder`: who brought the order; empty for nobody.
    """

    percents: Mapping[str, Fraction] | None = None
    finder: str | None = None
    requests: Mapping[str, Euro] = field(default_factory=dict)


@transaction.atomic
def say_mine(
    *,
    sharing: Sharing,
    person: Person,
    request: Euro | None,
    gives: Mapping[str, int] | None,
    actor: Actor | None,
    now: datetime,
) -> Sharing:
    """What she asks for, and how many tokens she gives to whom; None leaves a word as it was.

    Raises StepNotOpen, NotInTheSharing, TooManyTokens.
    """
    kept = locked(sharing, SharingState.SIMULATED)
    job = Job.read(kept.facts)
    known = {worker.id for worker in job.people}
    if person.public_id not in known or not known.issuperset(gives or {}):
        raise NotInTheSharing
    given = {to: count for to, count in (gives or {}).items() if count and to != person.public_id}
    if sum(given.values()) > TOKENS_EACH:
        raise TooManyTokens(sum(given.values()), TOKENS_EACH)

    def say(worker: Worker) -> Worker:
        if worker.id != person.public_id:
            return worker
        return replace(
            worker,
            declared_cents=worker.declared_cents if request is None else request.cents,
            gives=worker.gives if gives is None else {to: str(count) for to, count in given.items()},
        )

    said = [word for word, value in (("request", request), ("tokens", gives)) if value is not None]
    return _rework(kept, _each(job, say), said, actor, now)


@transaction.atomic
def settle(*, sharing: Sharing, said: Settled, actor: Actor | None, now: datetime) -> Sharing:
    """Note the percents agreed, who found the order, the requests of those who left.

    Raises StepNotOpen, NotInTheSharing, NotHerWord, SharingRefused beyond a hundred percent.
    """
    kept = locked(sharing, SharingState.SIMULATED)
    job = Job.read(kept.facts)
    _check_settled(job, said)

    def note(worker: Worker) -> Worker:
        percent, request = (said.percents or {}).get(worker.id), said.requests.get(worker.id)
        return replace(
            worker,
            percent=worker.percent if percent is None else decimal_text(percent * WHOLE),
            declared_cents=worker.declared_cents if request is None else request.cents,
        )

    holders = dict(job.holders) | ({} if said.finder is None else {FINDER: said.finder})
    given = {"percents": said.percents is not None, "finder": said.finder is not None}
    words = [word for word, is_said in (given | {"requests": bool(said.requests)}).items() if is_said]
    return _rework(kept, replace(_each(job, note), holders=holders), words, actor, now)


def _check_settled(job: Job, said: Settled) -> None:
    people = {worker.id: worker for worker in job.people}
    named = {*(said.percents or {}), *said.requests, *([said.finder] if said.finder else [])}
    if not people.keys() >= named:
        raise NotInTheSharing
    if any(people[key].status is not Status.LEFT for key in said.requests):
        raise NotHerWord
    if sum((said.percents or {}).values()) > 1:
        raise SharingRefused(Refusal.PERCENT_OVER_100)


def _each(job: Job, change: Callable[[Worker], Worker]) -> Job:
    return replace(job, people=tuple(change(worker) for worker in job.people))


def _rework(kept: Sharing, job: Job, words: list[str], actor: Actor | None, now: datetime) -> Sharing:
    """The register keeps which words were said, not their amounts: those are in the facts."""
    work_out_again(kept, job, now)
    audit.record(actor=actor, action="sharing.words.said", target=kept, at=now, data={"words": words})
    return kept
