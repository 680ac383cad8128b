"""A sharing from its start to the moment when everyone has answered. `validation.py` closes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import parameter
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.domain.sharing.enums import Answer, SharingState
from kpacite.domain.sharing.models import CashPart, RuleVersion, SharedExpense, Sharing, SharingPerson
from kpacite.domain.sharing.rules import OF_A_PERSON, SharingRefused, answer
from kpacite.domain.sharing.rules.recipe import CarrierFee, Job, Purchase, may_wait, work_order
from kpacite.domain.sharing.selectors.pots import pots_for_rules
from kpacite.domain.sharing.selectors.rules import rule_in_force
from kpacite.domain.sharing.selectors.sharings import is_calculated, taken_on_this_year
from kpacite.domain.sharing.services.errors import (
    CashAlreadyShared,
    NobodyWorked,
    NoRule,
    NothingToShare,
    NotInTheSharing,
    QuestionMissing,
    ReplyMissing,
    StepNotOpen,
    WordsMissing,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.numbering import next_number


@dataclass(frozen=True, slots=True)
class Cash:
    """Money received and not shared yet. `source` is unique for ever: `payment:12`."""

    source: str
    label: str
    cents: int
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSharing:
    """What a sharing starts from. `job` tells the facts: its base, turn and pots are set by the service.

    `people`: those of the job, by the id that the facts give them. Without `rule`, the one in force.
    `expenses`: accepted notes, which the carrier pays back: the money of the job covers them.
    """

    title: str
    cash: Sequence[Cash]
    job: Job
    people: Mapping[str, Person]
    activity: Activity | None = None
    rule: RuleVersion | None = None
    expenses: Sequence[ExpenseClaim] = ()


@transaction.atomic
def start_sharing(
    *, kpa: Kpa, new: NewSharing, starter: Person | None, actor: Actor | None, now: datetime
) -> Sharing:
    """Try a rule on money received: nothing is owed to anybody yet.

    Raises NothingToShare, NobodyWorked, NoRule, CashAlreadyShared, SharingRefused.
    """
    rule = _check_start(kpa, new)
    number = next_number(f"sharing:{kpa.pk}")
    base = sum(part.cents for part in new.cash)
    purchases = (*new.job.purchases, *_covered(new.expenses))
    facts = replace(
        new.job,
        base_cents=base,
        turn=number - 1,
        pots=pots_for_rules(kpa),
        purchases=purchases,
        carrier_year_cents=_carrier_year(kpa, rule, now),
    )
    sharing = Sharing(
        kpa=kpa,
        activity=new.activity,
        number=number,
        title=new.title.strip(),
        rule=rule,
        started_by=starter,
        started_at=now,
        **_worked_out(rule, facts),
    )
    save_checked(sharing)
    _take(sharing, new)
    _seat(sharing, facts, new.people)
    data = {"base_cents": sharing.base_cents, "rule": str(rule)}
    audit.record(actor=actor, action="sharing.sharing.started", target=sharing, at=now, data=data)
    return sharing


def _carrier_year(kpa: Kpa, rule: RuleVersion, now: datetime) -> int:
    fee = next((one for one in rule.read.clauses if isinstance(one, CarrierFee)), None)
    return taken_on_this_year(kpa, now.year, fee.of) if fee is not None and fee.brackets else 0


def _check_start(kpa: Kpa, new: NewSharing) -> RuleVersion:
    if not new.cash:
        raise NothingToShare
    if not new.job.people:
        raise NobodyWorked
    rule = new.rule or rule_in_force(kpa, new.activity)
    if rule is None:
        raise NoRule
    return rule


def _worked_out(rule: RuleVersion, facts: Job) -> dict[str, Any]:
    """The question and its answer, or what it waits for. Raises SharingRefused."""
    order = work_order(rule.read, facts)
    return {
        "base_cents": facts.base_cents,
        "facts": facts.json(),
        "order": order,
        "result": _answer(rule, order),
    }


def _answer(rule: RuleVersion, order: dict[str, Any]) -> dict[str, Any]:
    try:
        return answer("run", order)
    except SharingRefused as refused:
        if not may_wait(rule.read, refused.code):
            raise
        return {"refused": {"code": refused.code, "sentence": str(refused), "field": refused.field}}


def _covered(expenses: Sequence[ExpenseClaim]) -> tuple[Purchase, ...]:
    cents = sum(claim.amount_cents - claim.vat_cents for claim in expenses)
    return (Purchase("notes", _("les notes de frais"), cents),) if cents else ()


def _take(sharing: Sharing, new: NewSharing) -> None:
    """This money and these notes are in this sharing, and in no other."""
    try:
        with transaction.atomic():
            SharedExpense.objects.bulk_create(
                SharedExpense(sharing=sharing, claim=claim, cents=claim.amount_cents - claim.vat_cents)
                for claim in new.expenses
            )
            CashPart.objects.bulk_create(
                CashPart(
                    sharing=sharing,
                    source=part.source,
                    label=part.label[:200],
                    cents=part.cents,
                    received_on=part.received_on,
                )
                for part in new.cash
            )
    except IntegrityError as taken:
        raise CashAlreadyShared from taken


def _seat(sharing: Sharing, facts: Job, people: Mapping[str, Person]) -> None:
    """A place for each person of the job, with her part; those who were there keep their answers away."""
    parts = parts_of(sharing)
    sharing.people.all().delete()
    SharingPerson.objects.bulk_create(
        SharingPerson(sharing=sharing, person=people[worker.id], rank=rank, cents=parts.get(worker.id, 0))
        for rank, worker in enumerate(facts.people)
    )


def parts_of(sharing: Sharing) -> dict[str, int]:
    """What each person gets in all, by the id that the facts give her: whenever it may be paid."""
    parts: dict[str, int] = {}
    for account, cents in sharing.result.get("allocations", {}).items():
        kind, _colon, owner = account.partition(":")
        if kind in OF_A_PERSON:
            parts[owner] = parts.get(owner, 0) + cents
    return parts


@transaction.atomic
def change_rule(*, sharing: Sharing, rule: RuleVersion, actor: Actor | None, now: datetime) -> Sharing:
    """Work a simulation out again by another rule. Raises StepNotOpen, SharingRefused."""
    kept = locked(sharing, SharingState.SIMULATED)
    kept.rule = rule
    work_out_again(kept, Job.read(kept.facts), now)
    data = {"rule": str(kept.rule)}
    audit.record(actor=actor, action="sharing.sharing.changed", target=kept, at=now, data=data)
    return kept


def work_out_again(kept: Sharing, job: Job, now: datetime) -> None:
    """Call it with the sharing locked: the same money and the same people, with what they said since."""
    year = _carrier_year(kept.kpa, kept.rule, now)
    facts = replace(job, pots=pots_for_rules(kept.kpa), carrier_year_cents=year)
    for name, value in _worked_out(kept.rule, facts).items():
        setattr(kept, name, value)
    save_checked(kept)
    seats = kept.people.select_related("person")
    _seat(kept, facts, {seat.person.public_id: seat.person for seat in seats})


@transaction.atomic
def propose_sharing(*, sharing: Sharing, today: date, actor: Actor | None, now: datetime) -> Sharing:
    """Ask everyone who takes part. Raises StepNotOpen, WordsMissing."""
    kept = locked(sharing, SharingState.SIMULATED)
    if not is_calculated(kept):
        raise WordsMissing(kept.refusal or None)
    days = kept.rule.answer_days or parameter(
        code=ParameterCode.SHARING_ANSWER_DAYS, organisation=kept.kpa.organisation, on=today
    )
    kept.state, kept.proposed_at = SharingState.PROPOSED, now
    kept.answer_by = today + timedelta(days=int(days))
    kept.save(update_fields=["state", "proposed_at", "answer_by"])
    audit.record(actor=actor, action="sharing.sharing.proposed", target=kept, at=now)
    return kept


@transaction.atomic
def take_back(*, sharing: Sharing, actor: Actor | None, now: datetime) -> Sharing:
    """Back to a simulation, to change something: everyone will be asked again, and two people validate anew.

    A rectification is not taken back: it is dropped, or validated. Raises StepNotOpen.
    """
    kept = locked(sharing, SharingState.PROPOSED, SharingState.CONTESTED)
    if kept.corrects_id is not None:
        raise StepNotOpen
    kept.state, kept.proposed_at, kept.answer_by = SharingState.SIMULATED, None, None
    kept.round += 1
    kept.save(update_fields=["state", "proposed_at", "answer_by", "round"])
    kept.people.update(answer=Answer.WAITING, answered_at=None)
    audit.record(actor=actor, action="sharing.sharing.taken_back", target=kept, at=now)
    return kept


@transaction.atomic
def answer_sharing(
    *, sharing: Sharing, person: Person, question: str | None, actor: Actor | None, now: datetime
) -> SharingPerson:
    """Say yes, or ask a question that the sharing then waits for. The same yes twice is one yes.

    Nobody is asked about a rectification: it follows from the first sharing, which they agreed with.
    Raises StepNotOpen, NotInTheSharing, QuestionMissing.
    """
    kept = locked(sharing, SharingState.PROPOSED, SharingState.CONTESTED)
    if kept.corrects_id is not None:
        raise StepNotOpen
    seat = kept.people.filter(person=person).first()
    if seat is None:
        raise NotInTheSharing
    if question is not None and not question.strip():
        raise QuestionMissing
    if question is None and seat.answer == Answer.AGREED:
        return seat
    seat.answer = Answer.AGREED if question is None else Answer.QUESTION
    seat.question, seat.answered_at = (question or seat.question).strip(), now
    save_checked(seat)
    _follow_answers(kept)
    audit.record(
        actor=actor, action="sharing.answer.given", target=seat, at=now, data={"answer": seat.answer}
    )
    return seat


@transaction.atomic
def reply_to_question(
    *, sharing: Sharing, person: Person, reply: str, actor: Actor | None, now: datetime
) -> SharingPerson:
    """Answer the question of a person, who then says yes or asks again. Raises StepNotOpen, ReplyMissing."""
    kept = locked(sharing, SharingState.CONTESTED)
    seat = kept.people.filter(person=person, answer=Answer.QUESTION).first()
    if seat is None:
        raise StepNotOpen
    if not reply.strip():
        raise ReplyMissing
    seat.reply, seat.answer, seat.answered_at = reply.strip(), Answer.WAITING, None
    save_checked(seat)
    _follow_answers(kept)
    audit.record(actor=actor, action="sharing.question.answered", target=seat, at=now)
    return seat


def _follow_answers(sharing: Sharing) -> None:
    """A question that nobody answered yet makes the sharing wait."""
    asked = sharing.people.filter(answer=Answer.QUESTION).exists()
    state = SharingState.CONTESTED if asked else SharingState.PROPOSED
    if sharing.state != state:
        sharing.state = state
        sharing.save(update_fields=["state"])


@transaction.atomic
def drop_sharing(*, sharing: Sharing, reason: str, actor: Actor | None, now: datetime) -> Sharing:
    """Give a sharing up: its money may be shared by another one. Raises StepNotOpen."""
    kept = locked(sharing, SharingState.SIMULATED, SharingState.PROPOSED, SharingState.CONTESTED)
    kept.cash.all().delete()
    kept.expenses.all().delete()
    kept.state = SharingState.DROPPED
    kept.save(update_fields=["state"])
    audit.record(actor=actor, action="sharing.sharing.dropped", target=kept, at=now, reason=reason)
    return kept


def locked(sharing: Sharing, *states: SharingState) -> Sharing:
    """The sharing as it is now, kept for this transaction. Raises StepNotOpen."""
    kept = (
        Sharing.objects.select_for_update(of=("self",))
        .select_related("kpa__organisation", "rule__rule", "activity")
        .get(pk=sharing.pk)
    )
    if kept.state not in states:
        raise StepNotOpen
    return kept
