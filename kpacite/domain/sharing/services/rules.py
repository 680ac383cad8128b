"""Write a rule sentence by sentence, and adopt it together."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import Quorum, RuleState
from kpacite.domain.sharing.models import CommonPot, RuleAgreement, RuleVersion, SharingRule
from kpacite.domain.sharing.rules.recipe import Clause, Recipe, problems
from kpacite.domain.sharing.services.errors import (
    ChangedMeanwhile,
    DraftExists,
    LastSentence,
    MotiveMissing,
    NobodyAgreed,
    NoSuchSentence,
    NotADraft,
    RuleNotReady,
    UnknownPot,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor

FEWEST_AGREEING = 2
Clauses = tuple[Clause, ...]


@transaction.atomic
def write_rule(
    *,
    kpa: Kpa,
    name: str,
    recipe: Recipe,
    author: Person,
    actor: Actor | None,
    now: datetime,
    activity: Activity | None = None,
) -> RuleVersion:
    """Start a rule with its first draft. Raises `Refused` for a name that the KPA already uses."""
    rule = save_checked(SharingRule(kpa=kpa, activity=activity, name=name.strip(), created_at=now))
    return _draft(rule, 1, recipe, author=author, actor=actor, now=now)


@transaction.atomic
def write_next_version(
    *, rule: SharingRule, author: Person, actor: Actor | None, now: datetime
) -> RuleVersion:
    """A new draft that starts from the last adopted words. Raises DraftExists."""
    SharingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    versions = list(rule.versions.order_by("number"))
    if any(version.state == RuleState.DRAFT for version in versions):
        raise DraftExists
    words = next((one for one in reversed(versions) if one.state == RuleState.ADOPTED), versions[-1])
    draft = _draft(rule, versions[-1].number + 1, words.read, author=author, actor=actor, now=now)
    draft.quorum, draft.answer_days = words.quorum, words.answer_days
    draft.save(update_fields=["quorum", "answer_days"])
    return draft


def _draft(
    rule: SharingRule,
    number: int,
    recipe: Recipe,
    *,
    author: Person,
    actor: Actor | None,
    now: datetime,
) -> RuleVersion:
    version = RuleVersion(rule=rule, number=number, recipe=recipe.json(), author=author, created_at=now)
    save_checked(version)
    audit.record(actor=actor, action="sharing.rule.written", target=version, at=now)
    return version


@transaction.atomic
def add_sentence(
    *, version: RuleVersion, clause: Clause, revision: int, actor: Actor | None, now: datetime
) -> RuleVersion:
    """Add a sentence where it belongs: before the sharing between people, unless it is one. Raises NotADraft,
    ChangedMeanwhile.
    """

    def added(clauses: Clauses) -> Clauses:
        if clause.kind in ("split", "solidarity") or clauses[-1].kind not in ("split", "solidarity"):
            return (*clauses, clause)
        first = next(index for index, one in enumerate(clauses) if one.kind in ("split", "solidarity"))
        return (*clauses[:first], clause, *clauses[first:])

    return _rewrite(version, revision, added, actor=actor, now=now)


@transaction.atomic
def change_sentence(
    *,
    version: RuleVersion,
    index: int,
    clause: Clause,
    revision: int,
    actor: Actor | None,
    now: datetime,
) -> RuleVersion:
    """Raises NotADraft, ChangedMeanwhile, NoSuchSentence."""
    return _rewrite(
        version,
        revision,
        lambda clauses: (*clauses[: _known(index, clauses)], clause, *clauses[index + 1 :]),
        actor=actor,
        now=now,
    )


@transaction.atomic
def remove_sentence(
    *, version: RuleVersion, index: int, revision: int, actor: Actor | None, now: datetime
) -> RuleVersion:
    """Raises NotADraft, ChangedMeanwhile, NoSuchSentence, LastSentence."""

    def without(clauses: Clauses) -> Clauses:
        if len(clauses) == 1:
            raise LastSentence
        return (*clauses[: _known(index, clauses)], *clauses[index + 1 :])

    return _rewrite(version, revision, without, actor=actor, now=now)


@transaction.atomic
def move_sentence_up(
    *, version: RuleVersion, index: int, revision: int, actor: Actor | None, now: datetime
) -> RuleVersion:
    """Let the money meet a sentence earlier. Raises NotADraft, ChangedMeanwhile, NoSuchSentence."""

    def moved(clauses: Clauses) -> Clauses:
        before = _known(index, clauses) - 1
        if before < 0:
            raise NoSuchSentence
        return (*clauses[:before], clauses[index], clauses[before], *clauses[index + 1 :])

    return _rewrite(version, revision, moved, actor=actor, now=now)


def _known(index: int, clauses: Clauses) -> int:
    if not 0 <= index < len(clauses):
        raise NoSuchSentence
    return index


def _rewrite(
    version: RuleVersion,
    revision: int,
    change: Callable[[Clauses], Clauses],
    *,
    actor: Actor | None,
    now: datetime,
) -> RuleVersion:
    draft = _locked_draft(version, revision)
    draft.recipe = Recipe(change(draft.read.clauses)).json()
    draft.revision += 1
    draft.save(update_fields=["recipe", "revision"])
    audit.record(actor=actor, action="sharing.rule.changed", target=draft, at=now)
    return RuleVersion.objects.get(pk=draft.pk)


@transaction.atomic
def choose_consent(
    *,
    version: RuleVersion,
    quorum: Quorum,
    answer_days: int | None,
    revision: int,
    actor: Actor | None,
    now: datetime,
) -> RuleVersion:
    """Say who must agree with each sharing, and in how many days (None: those of the KPA).

    Raises NotADraft, ChangedMeanwhile, `Refused`.
    """
    draft = _locked_draft(version, revision)
    draft.quorum, draft.answer_days = quorum, answer_days
    draft.revision += 1
    save_checked(draft)
    audit.record(actor=actor, action="sharing.rule.changed", target=draft, at=now)
    return RuleVersion.objects.get(pk=draft.pk)


def _locked_draft(version: RuleVersion, revision: int | None = None) -> RuleVersion:
    draft = RuleVersion.objects.select_for_update(of=("self",)).select_related("rule").get(pk=version.pk)
    if draft.state != RuleState.DRAFT:
        raise NotADraft
    if revision is not None and draft.revision != revision:
        raise ChangedMeanwhile
    return draft


@transaction.atomic
def adopt_rule(
    *,
    version: RuleVersion,
    revision: int,
    motive: str,
    agreed_by: Sequence[Person],
    today: date,
    actor: Actor | None,
    now: datetime,
) -> RuleVersion:
    """Adopt the words of a draft: they are frozen, and replace those adopted before.

    Raises NotADraft, ChangedMeanwhile, RuleNotReady, UnknownPot, MotiveMissing, NobodyAgreed.
    """
    draft = _locked_draft(version, revision)
    _check_adoptable(draft, motive, agreed_by)
    draft.rule.versions.filter(state=RuleState.ADOPTED).update(
        state=RuleState.SUPERSEDED, superseded_on=today
    )
    draft.state, draft.motive, draft.adopted_on = RuleState.ADOPTED, motive.strip(), today
    save_checked(draft)
    for person in agreed_by:
        RuleAgreement.objects.create(version=draft, person=person, agreed_on=today)
    data = {"version": draft.number, "agreed": len(agreed_by)}
    audit.record(
        actor=actor, action="sharing.rule.adopted", target=draft, at=now, reason=draft.motive, data=data
    )
    return draft


def _check_adoptable(draft: RuleVersion, motive: str, agreed_by: Sequence[Person]) -> None:
    if problem := next(problems(draft.read), None):
        raise RuleNotReady(problem)
    known = CommonPot.objects.filter(kpa=draft.rule.kpa_id, closed_on=None, code__in=draft.read.pots)
    if known.count() != len(draft.read.pots):
        raise UnknownPot
    if not motive.strip():
        raise MotiveMissing
    if len({person.pk for person in agreed_by}) < FEWEST_AGREEING:
        raise NobodyAgreed


@transaction.atomic
def drop_draft(*, version: RuleVersion, actor: Actor | None, now: datetime) -> RuleVersion:
    """Give a draft up: it stays readable, and another one may start. Raises NotADraft."""
    draft = _locked_draft(version)
    draft.state = RuleState.DROPPED
    draft.save(update_fields=["state"])
    audit.record(actor=actor, action="sharing.rule.dropped", target=draft, at=now)
    return draft
