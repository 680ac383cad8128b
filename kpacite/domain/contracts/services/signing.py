"""Signatures, renewals and the end of a contract."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import (
    ContractState,
    ContractType,
    DeclarationBody,
    DeclarationEvent,
    Party,
    SigningMode,
)
from kpacite.domain.contracts.models import ContractPeriod, ContractSignature, Declaration, SupportContract
from kpacite.domain.contracts.services.circuit import make_ready
from kpacite.domain.contracts.services.errors import (
    AlreadySigned,
    CannotMoveThere,
    ClockRefuses,
    NameDoesNotMatch,
    NotAParty,
    RenewalAlreadyProposed,
    SignedAnotherText,
    SignedInTheFuture,
    SignedTooLate,
    StartsInThePast,
    StopsOutside,
)
from kpacite.domain.contracts.services.locking import locked_in, moved, waiting_period
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.period import Period
from kpacite.platform import audit
from kpacite.platform.audit import Actor

STATE = ContractState


class SignatureFacts(TypedDict, total=False):
    mode: SigningMode
    ip_hash: str
    note: str


@transaction.atomic
def sign(
    *,
    contract: SupportContract,
    party: Party,
    typed_name: str,
    seen: str,
    signed_on: date,
    today: date,
    actor: Actor | None,
    now: datetime,
    **facts: Unpack[SignatureFacts],
) -> ContractPeriod:
    """One party signs the text that she has read. seen: its content hash. The last one makes it run.

    Raises CannotMoveThere, NotAParty, AlreadySigned, SignedAnotherText, SignedTooLate, SignedInTheFuture,
    NameDoesNotMatch.
    """
    contract = locked_in(contract, STATE.TO_SIGN, STATE.ACTIVE)
    period = waiting_period(contract)
    _refuse_signature(period, party, seen, signed_on, today)
    if party == Party.PERSON and not rules.name_matches(typed_name, str(contract.person)):
        raise NameDoesNotMatch
    signature = ContractSignature(
        period=period,
        party=party,
        typed_name=" ".join(typed_name.split()),
        signed_on=signed_on,
        text_hash=period.content_hash,
        recorded_at=now,
        recorded_by_id=actor.pk if actor else None,
        **({"mode": SigningMode.SCREEN} | facts),
    )
    _keep(signature)
    audit.record(
        actor=actor,
        action="contracts.period.signed",
        target=period,
        at=now,
        data={"party": party, "mode": signature.mode, "hash": period.content_hash},
    )
    _run_when_whole(contract, period, actor=actor, now=now, today=today)
    return period


def _refuse_signature(period: ContractPeriod, party: Party, seen: str, signed_on: date, today: date) -> None:
    if party not in rules.parties(minor=period.needs_guardian):
        raise NotAParty
    if period.signatures.filter(party=party).exists():
        raise AlreadySigned
    if seen != period.content_hash or period.ready_at is None:
        raise SignedAnotherText
    if signed_on > today:
        raise SignedInTheFuture
    if today > period.start:
        raise SignedTooLate


def _keep(signature: ContractSignature) -> None:
    try:
        with transaction.atomic():
            save_checked(signature)
    except IntegrityError as error:
        raise AlreadySigned from error


def _run_when_whole(
    contract: SupportContract, period: ContractPeriod, *, actor: Actor | None, now: datetime, today: date
) -> None:
    signed = set(period.signatures.values_list("party", flat=True))
    if signed != set(rules.parties(minor=period.needs_guardian)):
        return
    period.signed_at = now
    save_checked(period)
    if contract.state == STATE.TO_SIGN:
        moved(contract, STATE.ACTIVE, actor=actor, now=now)
    to_declare(contract, rules.events_of_signature(period.rank), rank=period.rank, since=today)


def to_declare(contract: SupportContract, event: DeclarationEvent, *, rank: int, since: date) -> None:
    """Note what the carrier has to tell Urssaf and France Travail."""
    if contract.terms.is_declared:
        for body in DeclarationBody:
            save_checked(Declaration(contract=contract, event=event, rank=rank, body=body, since=since))


@transaction.atomic
def propose_renewal(
    *,
    contract: SupportContract,
    end: date | None,
    today: date,
    actor: Actor | None,
    now: datetime,
    start: date | None = None,
    blocks: tuple[rules.Block, ...] | None = None,
) -> ContractPeriod:
    """Write the next period, ready to sign; nothing renews itself. `start`: the day the present one ends.

    Raises CannotMoveThere, RenewalAlreadyProposed, ClockRefuses, StartsInThePast, BlocksMissing.
    """
    contract = locked_in(contract, STATE.ACTIVE)
    rows = list(contract.periods.filter(dropped_at=None).order_by("rank"))
    if rows[-1].signed_at is None:
        raise RenewalAlreadyProposed
    last = rows[-1]
    start = start or last.end
    if start is None:
        raise CannotMoveThere
    if start < today:
        raise StartsInThePast
    done = selectors.signed_periods(contract.person, contract.carrier, ContractType(contract.type))
    local = selectors.local_months(contract, start)
    if problem := rules.problem_of_period(done, Period(start, end), contract.terms, local_months=local):
        raise ClockRefuses(problem)
    period = ContractPeriod(contract=contract, rank=last.rank + 1, start=start, end=end)
    make_ready(contract, period, last.text if blocks is None else blocks, now)
    data = {"rank": period.rank, "start": start, "end": end}
    audit.record(actor=actor, action="contracts.renewal.proposed", target=period, at=now, data=data)
    return period


@transaction.atomic
def drop_renewal(*, contract: SupportContract, actor: Actor | None, now: datetime) -> ContractPeriod:
    """Leave a renewal that is not signed, or no longer wanted. Raises CannotMoveThere."""
    contract = locked_in(contract, STATE.ACTIVE)
    period = waiting_period(contract)
    period.dropped_at = now
    save_checked(period)
    audit.record(actor=actor, action="contracts.renewal.dropped", target=period, at=now)
    return period


@transaction.atomic
def stop(
    *,
    contract: SupportContract,
    state: ContractState,
    stopped_on: date,
    reason: str,
    actor: Actor | None,
    now: datetime,
) -> SupportContract:
    """Break it (`TERMINATED`), or follow it by another contract or her own company (`CONVERTED`).

    `stopped_on`: the first day without. Raises CannotMoveThere, StopsOutside.
    """
    contract = locked_in(contract, STATE.ACTIVE)
    signed = [row.period for row in contract.periods.filter(signed_at__isnull=False)]
    end = max((period.end for period in signed if period.end), default=None)
    start = min(period.start for period in signed)
    if stopped_on < start or (end is not None and stopped_on > end):
        raise StopsOutside
    if state not in {STATE.TERMINATED, STATE.CONVERTED}:
        raise CannotMoveThere
    return _over(contract, state, stopped_on, reason, DeclarationEvent.EARLY_END, actor=actor, now=now)


@transaction.atomic
def end_at_term(
    *, contract: SupportContract, today: date, actor: Actor | None, now: datetime
) -> SupportContract:
    """Its last signed day is over. Raises CannotMoveThere."""
    contract = locked_in(contract, STATE.ACTIVE)
    end = selectors.signed_until(contract)
    if end is None or end > today:
        raise CannotMoveThere
    return _over(contract, STATE.ENDED, end, "", DeclarationEvent.END, actor=actor, now=now)


def _over(
    contract: SupportContract,
    state: ContractState,
    stopped_on: date,
    reason: str,
    event: DeclarationEvent,
    *,
    actor: Actor | None,
    now: datetime,
) -> SupportContract:
    ContractPeriod.objects.to_sign().filter(contract=contract).update(dropped_at=now)
    contract.stopped_on, contract.stop_reason = stopped_on, reason.strip()
    contract = moved(contract, state, actor=actor, now=now, data={"stopped_on": stopped_on})
    to_declare(contract, event, rank=0, since=stopped_on)
    return contract
