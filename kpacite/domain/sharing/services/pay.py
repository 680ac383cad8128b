"""From a personal balance to pay: the person asks, the carrier pays, what it refuses comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import BalanceKind, PayState
from kpacite.domain.sharing.models import BalanceMove, PayBatch, PayoutCeiling, PayRequest
from kpacite.domain.sharing.rules.cut_off import last_day_to_ask
from kpacite.domain.sharing.selectors.balances import cut_off_of, owed_to
from kpacite.domain.sharing.services.errors import (
    AlreadyAsked,
    AskedTooLate,
    NotEnoughOwed,
    NothingAsked,
    NotYourRequest,
    ReasonMissing,
    StepNotOpen,
)
from kpacite.kernel.money import Euro
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def ask_for_pay(
    *, kpa: Kpa, person: Person, amount: Euro, today: date, actor: Actor | None, now: datetime
) -> PayRequest:
    """Ask for a part of what one is owed. Raises AlreadyAsked, NotEnoughOwed, `Refused`."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if PayRequest.objects.filter(kpa=kpa, person=person, state=PayState.ASKED).exists():
        raise AlreadyAsked
    if amount.cents > owed_to(person, kpa):
        raise NotEnoughOwed
    request = PayRequest(kpa=kpa, person=person, cents=amount.cents, asked_at=now)
    save_checked(request)
    _move(
        request, BalanceKind.ASKED, -amount.cents, today, now, _("Vous avez demandé un versement."), "asked"
    )
    audit.record(actor=actor, action="sharing.pay.asked", target=request, at=now)
    return request


@transaction.atomic
def cancel_request(
    *, request: PayRequest, person: Person, today: date, actor: Actor | None, now: datetime
) -> PayRequest:
    """Change one's mind before the request has left. Raises NotYourRequest."""
    kept = _locked(request)
    if kept.person_id != person.pk or kept.state != PayState.ASKED:
        raise NotYourRequest
    return _give_back(
        kept,
        PayState.CANCELLED,
        _("Vous avez annulé la demande."),
        today=today,
        actor=actor,
        now=now,
    )


def _give_back(
    request: PayRequest,
    state: PayState,
    sentence: str,
    *,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> PayRequest:
    request.state, request.settled_on = state, today
    save_checked(request)
    _move(request, BalanceKind.RETURNED, request.cents, today, now, sentence, "returned")
    audit.record(actor=actor, action=f"sharing.pay.{state}", target=request, at=now, reason=request.reason)
    return request


@transaction.atomic
def make_batch(
    *, kpa: Kpa, carrier: Organisation, today: date, actor: Actor | None, now: datetime
) -> PayBatch:
    """Gather what was asked until now, within the month's cut-off: the rest is in the next one.

    Raises NothingAsked, AskedTooLate.
    """
    waiting = list(
        PayRequest.objects.select_for_update(of=("self",))
        .filter(kpa=kpa, state=PayState.ASKED)
        .order_by("pk")
    )
    last = last_day_to_ask(today, cut_off_of(carrier, today))
    asked = [one for one in waiting if last is None or timezone.localdate(one.asked_at) <= last]
    if not asked:
        raise AskedTooLate if waiting else NothingAsked
    month = today.replace(day=1)
    made = PayBatch.objects.filter(kpa=kpa, month=month).count()
    reference = f"PAIE-{kpa.organisation.slug[:16].upper()}-{month:%Y%m}-{made + 1}"
    batch = PayBatch(kpa=kpa, carrier=carrier, month=month, reference=reference, made_at=now)
    save_checked(batch)
    PayRequest.objects.filter(pk__in=[one.pk for one in asked]).update(state=PayState.IN_BATCH, batch=batch)
    data = {"requests": len(asked), "cents": sum(one.cents for one in asked)}
    audit.record(actor=actor, action="sharing.batch.made", target=batch, at=now, data=data)
    return batch


@transaction.atomic
def send_batch(*, batch: PayBatch, actor: Actor | None, now: datetime) -> PayBatch:
    """Say that the batch has left for the carrier's pay. Raises StepNotOpen."""
    kept = PayBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if kept.sent_at is not None:
        raise StepNotOpen
    kept.sent_at = now
    kept.save(update_fields=["sent_at"])
    kept.requests.filter(state=PayState.IN_BATCH).update(state=PayState.SENT)
    audit.record(actor=actor, action="sharing.batch.sent", target=kept, at=now)
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the carrier answers for one request: facts of the payslip, or why it refuses."""

    request: PayRequest
    paid_on: date | None = None
    gross_cents: int | None = None
    net_cents: int | None = None
    reason: str = ""


@transaction.atomic
def settle_requests(
    *, settlements: Iterable[Settlement], today: date, actor: Actor | None, now: datetime
) -> int:
    """Note what the carrier paid or refused, all or nothing; a refusal gives the money back to the balance.

    The same answer a second time changes nothing. Returns how many are new.
    Raises StepNotOpen, ReasonMissing.
    """
    return sum(_settle(one, today=today, actor=actor, now=now) for one in settlements)


def _settle(said: Settlement, *, today: date, actor: Actor | None, now: datetime) -> bool:
    kept = _locked(said.request)
    if kept.state in (PayState.PAID, PayState.REJECTED):
        return False
    if kept.state not in (PayState.IN_BATCH, PayState.SENT):
        raise StepNotOpen
    if said.paid_on is None:
        if not said.reason.strip():
            raise ReasonMissing
        kept.reason = said.reason.strip()
        sentence = _("La CAE n’a pas versé cette somme : %(reason)s") % {"reason": kept.reason}
        _give_back(kept, PayState.REJECTED, sentence, today=today, actor=actor, now=now)
        return True
    kept.state, kept.settled_on = PayState.PAID, said.paid_on
    kept.gross_cents, kept.net_cents = said.gross_cents, said.net_cents
    save_checked(kept)
    audit.record(actor=actor, action="sharing.pay.paid", target=kept, at=now)
    return True


@transaction.atomic
def set_ceiling(*, person: Person, amount: Euro | None, actor: Actor | None, now: datetime) -> None:
    """The most that one wants to be paid in a month; None takes the limit away.

    The register keeps no figure.
    """
    if amount is None:
        PayoutCeiling.objects.filter(person=person).delete()
    else:
        PayoutCeiling.objects.update_or_create(
            person=person, defaults={"cents": amount.cents, "changed_at": now}
        )
    audit.record(actor=actor, action="sharing.ceiling.changed", target=person, at=now)


def _locked(request: PayRequest) -> PayRequest:
    return PayRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _move(
    request: PayRequest,
    kind: BalanceKind,
    cents: int,
    day: date,
    now: datetime,
    sentence: str,
    what: str,
) -> None:
    BalanceMove.objects.create(
        kpa=request.kpa,
        person=request.person,
        kind=kind,
        cents=cents,
        day=day,
        sentence=sentence[:300],
        request=request,
        key=f"pay:{request.pk}:{what}",
        recorded_at=now,
    )
