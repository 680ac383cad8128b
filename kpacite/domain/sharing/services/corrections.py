"""Repair a validated sharing, after a credit note: the first one stays, a second one says the difference."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import Recovery, SharingState
from kpacite.domain.sharing.models import BalanceMove, CommonPot, Sharing, SharingPerson
from kpacite.domain.sharing.rules import Account, AccountKind, answer
from kpacite.domain.sharing.selectors.held import people_held_in
from kpacite.domain.sharing.selectors.pots import balance_of
from kpacite.domain.sharing.services.errors import (
    AlreadyCorrected,
    NotValidated,
    ReasonMissing,
    SameBase,
)
from kpacite.domain.sharing.services.pots import move_pot
from kpacite.domain.sharing.services.validation import close_sharing, kind_of
from kpacite.kernel.money import Euro
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.numbering import next_number


@transaction.atomic
def correct_sharing(
    *,
    sharing: Sharing,
    base: Euro,
    recovery: Recovery,
    reason: str,
    person: Person,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sharing:
    """Apply the same rule to the corrected base and book the differences (R21).

    What people received in excess is taken back on their next sharings, or paid by the common pot as far as
    it can. Raises NotValidated, AlreadyCorrected, SameBase, ReasonMissing, SharingRefused.
    """
    first = Sharing.objects.select_for_update(of=("self",)).select_related("kpa", "rule").get(pk=sharing.pk)
    _check(first, base, reason)
    pot = _absorbing_pot(first) if recovery is Recovery.POT else None
    question = _question(first, base, recovery, pot)
    repair = Sharing(
        kpa=first.kpa,
        activity=first.activity,
        number=next_number(f"sharing:{first.kpa_id}"),
        title=_("Rectification de « %(title)s »") % {"title": first.title[:80]},
        rule=first.rule,
        base_cents=base.cents - first.base_cents,
        facts=first.facts | {"hours": {}, "base_cents": base.cents},
        order=question,
        result=answer("correction", question),
        started_by=person,
        started_at=now,
        corrects=first,
        recovery=recovery,
        reason=reason.strip(),
    )
    save_checked(repair)
    _seat_the_same(repair, first)
    audit.record(actor=actor, action="sharing.sharing.corrected", target=first, at=now, reason=repair.reason)
    closed = close_sharing(repair, today=today, actor=actor, now=now)
    _let_the_pot_absorb(closed, pot, today, now)
    return closed


def _check(first: Sharing, base: Euro, reason: str) -> None:
    if first.state != SharingState.VALIDATED or first.corrects_id is not None:
        raise NotValidated
    if Sharing.objects.filter(corrects=first).exists():
        raise AlreadyCorrected
    if base.cents == first.base_cents:
        raise SameBase
    if not reason.strip():
        raise ReasonMissing


def _absorbing_pot(first: Sharing) -> CommonPot | None:
    """The pot that the sharing filled, the largest part first."""
    line = first.lines.filter(pot__isnull=False).select_related("pot").order_by("-cents", "pk").first()
    return line.pot if line else None


def _question(first: Sharing, base: Euro, recovery: Recovery, pot: CommonPot | None) -> dict[str, object]:
    asked = {
        "original": first.order,
        "corrected_base_cents": base.cents,
        "policy": Recovery.NEXT.value if pot is None else recovery.value,
    }
    if pot is not None:
        asked |= {"pot": f"pot:{pot.code}", "pot_balance_cents": max(balance_of(pot), 0)}
    return asked


def _seat_the_same(repair: Sharing, first: Sharing) -> None:
    changes: dict[str, int] = {}
    for account, cents in repair.result["delta"].items():
        _kind, _colon, owner = account.partition(":")
        changes[owner] = changes.get(owner, 0) + cents
    SharingPerson.objects.bulk_create(
        SharingPerson(
            sharing=repair,
            person=seat.person,
            rank=seat.rank,
            cents=changes.get(seat.person.public_id, 0),
        )
        for seat in first.people.select_related("person").order_by("rank")
    )


def _let_the_pot_absorb(repair: Sharing, pot: CommonPot | None, today: date, now: datetime) -> None:
    """What the pot pays in people's stead comes back to their balances."""
    if pot is None:
        return
    people = {seat.person.public_id: seat.person for seat in repair.people.select_related("person")}
    still_held = people_held_in(repair.corrects) if repair.corrects else set()
    for account, cents in repair.result["pot_absorbs"].items():
        kind, _colon, owner = account.partition(":")
        known = Account(AccountKind(kind), owner)
        sentence = _("Le pot commun prend à sa charge une part de la rectification.")
        key = f"sharing:{repair.pk}:absorbed:{account}"
        move_pot(pot=pot, cents=-cents, day=today, label=sentence, key=key, now=now)
        BalanceMove.objects.create(
            kpa=repair.kpa,
            person=people[owner],
            kind=kind_of(repair, known, is_held=people[owner].pk in still_held),
            cents=cents,
            day=today,
            sentence=sentence,
            sharing=repair,
            key=key,
            recorded_at=now,
        )
