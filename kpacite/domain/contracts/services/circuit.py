"""From the first paper to a text ready to sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import ContractState, ContractType, InsuranceAnswer
from kpacite.domain.contracts.models import ContractPeriod, InsuranceCheck, SupportContract
from kpacite.domain.contracts.services.errors import (
    BirthDateMissing,
    BlocksMissing,
    CannotMoveThere,
    CeilingMissing,
    ClockRefuses,
    FullTimeElsewhere,
    NoActivity,
    NotCarriedHere,
    NotTimeYet,
    PapersMissing,
    StartsInThePast,
    TooYoung,
)
from kpacite.domain.contracts.services.locking import locked_in, moved, waiting_period
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.period import Period
from kpacite.platform import audit
from kpacite.platform.audit import Actor

STATE = ContractState


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wished over [start, end). `activities`: analytic code → name, asked of the insurer."""

    type_: ContractType
    start: date
    end: date | None
    activities: Mapping[str, str] = field(default_factory=dict)


class ContractDetails(TypedDict, total=False):
    number: str
    birth_date: date | None
    not_full_time: bool
    ceiling_cents: int | None
    fee_bp: int | None
    is_example: bool


@transaction.atomic
def open_contract(
    *,
    person: Person,
    kpa: Kpa,
    carrier: Organisation,
    plan: Plan,
    actor: Actor | None,
    now: datetime,
    replaces: SupportContract | None = None,
    **details: Unpack[ContractDetails],
) -> SupportContract:
    """Start a file.

    Raises `NotCarriedHere`, `ClockRefuses`, or `Refused` when this person already has this contract here.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    today = timezone.localdate(now)
    if not organisations.carried_kpas(carrier, today).filter(pk=kpa.pk).exists():
        raise NotCarriedHere
    contract = SupportContract(
        person=person, kpa=kpa, carrier=carrier, type=plan.type_, created_at=now, replaces=replaces, **details
    )
    save_checked(contract)
    _refuse_dates(contract, Period(plan.start, plan.end))
    save_checked(ContractPeriod(contract=contract, rank=0, start=plan.start, end=plan.end))
    for code, name in plan.activities.items():
        save_checked(
            InsuranceCheck(contract=contract, activity_code=code, activity_name=name, asked_on=today)
        )
    data = {"type": plan.type_, "start": plan.start, "end": plan.end}
    audit.record(actor=actor, action="contracts.contract.opened", target=contract, at=now, data=data)
    return contract


def _refuse_dates(contract: SupportContract, period: Period) -> None:
    done = selectors.signed_periods(contract.person, contract.carrier, ContractType(contract.type))
    local = selectors.local_months(contract, period.start)
    if problem := rules.problem_of_period(done, period, contract.terms, local_months=local):
        raise ClockRefuses(problem)


@transaction.atomic
def correct_facts(
    *, contract: SupportContract, actor: Actor | None, now: datetime, **details: Unpack[ContractDetails]
) -> SupportContract:
    """Complete what the file says, until its text is ready. Raises `CannotMoveThere`, `Refused`."""
    contract = locked_in(contract, STATE.DRAFT, STATE.SUBMITTED, STATE.ACCEPTED, STATE.INSURED)
    changed = sorted(name for name, value in details.items() if getattr(contract, name) != value)
    if not changed:
        return contract
    for name in changed:
        setattr(contract, name, details[name])  # type: ignore[literal-required]
    save_checked(contract)
    data = {"fields": changed}
    audit.record(actor=actor, action="contracts.contract.corrected", target=contract, at=now, data=data)
    return contract


@transaction.atomic
def submit(*, contract: SupportContract, actor: Actor | None, now: datetime) -> SupportContract:
    """Send a complete file to the carrier. Raises `CannotMoveThere`, `BirthDateMissing`, `PapersMissing`,
    `NoActivity`.
    """
    contract = locked_in(contract, STATE.DRAFT)
    today = timezone.localdate(now)
    if contract.birth_date is None:
        raise BirthDateMissing
    if missing := selectors.missing_documents(contract, today):
        raise PapersMissing(f"{PapersMissing.sentence} {', '.join(missing)}.")
    if contract.terms.needs_insurance and not contract.insurance_checks.exists():
        raise NoActivity
    contract.submitted_at, contract.remark = now, ""
    return moved(contract, STATE.SUBMITTED, actor=actor, now=now)


@transaction.atomic
def send_back(
    *, contract: SupportContract, remark: str, actor: Actor | None, now: datetime
) -> SupportContract:
    """The carrier says what is missing: the file is to prepare again. Raises `CannotMoveThere`."""
    contract = locked_in(contract, STATE.SUBMITTED, STATE.ACCEPTED)
    contract.remark, contract.submitted_at, contract.accepted_at = remark.strip(), None, None
    return moved(contract, STATE.DRAFT, actor=actor, now=now)


@transaction.atomic
def accept(*, contract: SupportContract, actor: Actor | None, now: datetime) -> SupportContract:
    """The carrier takes the file; already insured, or in no need of it, it goes one step further."""
    contract = locked_in(contract, STATE.SUBMITTED)
    contract.accepted_at = now
    contract = moved(contract, STATE.ACCEPTED, actor=actor, now=now)
    return insured_if_answered(contract, actor=actor, now=now)


def insured_if_answered(contract: SupportContract, *, actor: Actor | None, now: datetime) -> SupportContract:
    """One step further once the insurer has answered for each activity, and said yes to one at least."""
    answers = set(contract.insurance_checks.values_list("answer", flat=True))
    covered = InsuranceAnswer.ACCEPTED in answers or not contract.terms.needs_insurance
    if contract.state != STATE.ACCEPTED or InsuranceAnswer.WAITING in answers or not covered:
        return contract
    return moved(contract, STATE.INSURED, actor=actor, now=now)


@transaction.atomic
def prepare(
    *,
    contract: SupportContract,
    start: date,
    end: date | None,
    blocks: Iterable[rules.Block],
    ceiling_cents: int | None,
    fee_bp: int | None,
    actor: Actor | None,
    now: datetime,
) -> SupportContract:
    """Fix the dates and the text: from now on the parties sign, before `start` is over.

    Raises `CannotMoveThere`, `StartsInThePast`, `ClockRefuses`, `BlocksMissing`, `CeilingMissing`,
    `TooYoung`, `FullTimeElsewhere`, `BirthDateMissing`.
    """
    contract = locked_in(contract, STATE.INSURED)
    period = waiting_period(contract)
    contract.ceiling_cents, contract.fee_bp = ceiling_cents, fee_bp
    period.start, period.end = start, end
    _refuse_unless_ready(contract, Period(start, end), today=timezone.localdate(now))
    make_ready(contract, period, blocks, now)
    return moved(contract, STATE.TO_SIGN, actor=actor, now=now, data={"start": start, "end": end})


def _refuse_unless_ready(contract: SupportContract, period: Period, *, today: date) -> None:
    if period.start < today:
        raise StartsInThePast
    _refuse_dates(contract, period)
    if contract.birth_date is None:
        raise BirthDateMissing
    kpa = contract.kpa.organisation
    minimum = organisations.parameter(code=ParameterCode.MIN_AGE, organisation=kpa, on=period.start)
    if rules.age_on(contract.birth_date, period.start) < minimum:
        raise TooYoung
    if contract.terms.needs_blocks and not contract.not_full_time:
        raise FullTimeElsewhere
    if contract.terms.needs_blocks and contract.ceiling_cents is None:
        raise CeilingMissing


def make_ready(
    contract: SupportContract, period: ContractPeriod, blocks: Iterable[rules.Block], now: datetime
) -> None:
    """Freeze the text of a period with its facts. Raises `BlocksMissing`."""
    blocks = tuple(blocks)
    if missing := rules.missing_blocks(blocks, contract.terms):
        names = ", ".join(str(code.label) for code in missing)
        raise BlocksMissing(f"{BlocksMissing.sentence} {names}.")
    period.blocks = rules.rows_of(blocks)
    period.facts = _facts(contract, period)
    period.content_hash = rules.content_hash(blocks, period.facts)
    period.needs_guardian = rules.is_minor(contract.birth_date, period.start)
    period.ready_at = now
    save_checked(period)


def _facts(contract: SupportContract, period: ContractPeriod) -> dict[str, str]:
    return {
        "type": contract.type,
        "person": str(contract.person),
        "kpa": contract.kpa.organisation.name,
        "carrier": contract.carrier.name,
        "carrier_siren": contract.carrier.siren,
        "start": period.start.isoformat(),
        "end": period.end.isoformat() if period.end else "",
        "ceiling_cents": "" if contract.ceiling_cents is None else str(contract.ceiling_cents),
        "fee_bp": "" if contract.fee_bp is None else str(contract.fee_bp),
        "number": contract.number,
        **selectors.annexed_facts(contract),
    }


@transaction.atomic
def abandon(*, contract: SupportContract, actor: Actor | None, now: datetime) -> SupportContract:
    """Give up before everyone signed. Raises `CannotMoveThere`."""
    contract = locked_in(contract, *rules.BEFORE_SIGNATURE)
    _drop_waiting(contract, now)
    return moved(contract, STATE.ABANDONED, actor=actor, now=now)


def _drop_waiting(contract: SupportContract, now: datetime) -> None:
    ContractPeriod.objects.to_sign().filter(contract=contract).update(dropped_at=now)


@transaction.atomic
def expire(*, contract: SupportContract, today: date, actor: Actor | None, now: datetime) -> SupportContract:
    """Its start is over and someone has not signed. Raises `CannotMoveThere`, `NotTimeYet`."""
    contract = locked_in(contract, STATE.TO_SIGN)
    if waiting_period(contract).start >= today:
        raise NotTimeYet
    _drop_waiting(contract, now)
    return moved(contract, STATE.EXPIRED_UNSIGNED, actor=actor, now=now)


@transaction.atomic
def redo(
    *, contract: SupportContract, start: date, end: date | None, actor: Actor | None, now: datetime
) -> SupportContract:
    """A new draft with a new start, and the same papers and answers of the insurer.

    Raises `CannotMoveThere` when it was signed or has been redone already, `ClockRefuses`.
    """
    contract = locked_in(contract, STATE.EXPIRED_UNSIGNED)
    if SupportContract.objects.filter(replaces=contract).exists():
        raise CannotMoveThere
    new = open_contract(
        person=contract.person,
        kpa=contract.kpa,
        carrier=contract.carrier,
        plan=Plan(ContractType(contract.type), start, end),
        actor=actor,
        now=now,
        replaces=contract,
        number=contract.number,
        birth_date=contract.birth_date,
        not_full_time=contract.not_full_time,
        ceiling_cents=contract.ceiling_cents,
        fee_bp=contract.fee_bp,
        is_example=contract.is_example,
    )
    for row in [*contract.insurance_checks.all(), *contract.documents.filter(withdrawn_at=None)]:
        row.pk, row.contract = None, new
        row.save(force_insert=True)
    return new
