"""Repair a validated sharing, after a credit note: it stays, another one says the difference."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import Recovery, SharingState
from kpacite.domain.sharing.models import CommonPot, Sharing, SharingPerson
from kpacite.domain.sharing.rules import answer
from kpacite.domain.sharing.selectors.pots import balance_of
from kpacite.domain.sharing.selectors.received import shared_now
from kpacite.domain.sharing.services.errors import (
    CorrectionWaits,
    MoreThanReceived,
    NotValidated,
    ReasonMissing,
    SameBase,
)
from kpacite.domain.sharing.services.validation import approve
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
    actor: Actor | None,
    now: datetime,
) -> Sharing:
    """Apply the same rule to the corrected base (R21): `person` validates it, another one must do so too.

    What people received in excess is taken back on their next sharings, or paid by the common pot as far as
    it can. Another correction may follow: it starts from what the last one left.
    Raises NotValidated, CorrectionWaits, SameBase, MoreThanReceived, ReasonMissing, SharingRefused.
    """
    first = Sharing.objects.select_for_update(of=("self",)).select_related("kpa", "rule").get(pk=sharing.pk)
    present = _check(first, base, reason)
    pot = _absorbing_pot(first) if recovery is Recovery.POT else None
    question = _question(first, present, base, recovery, pot)
    repair = Sharing(
        kpa=first.kpa,
        activity=first.activity,
        number=next_number(f"sharing:{first.kpa_id}"),
        title=_("Rectification de « %(title)s »") % {"title": first.title[:80]},
        rule=first.rule,
        state=SharingState.PROPOSED,
        base_cents=base.cents - present,
        facts=first.facts | {"hours": {}, "base_cents": base.cents},
        order=question,
        result=answer("correction", question),
        started_by=person,
        started_at=now,
        proposed_at=now,
        corrects=first,
        recovery=recovery,
        reason=reason.strip(),
    )
    save_checked(repair)
    _seat_the_same(repair, first)
    audit.record(actor=actor, action="sharing.sharing.corrected", target=first, at=now, reason=repair.reason)
    approve(repair, person, actor=actor, now=now)
    return repair


def _check(first: Sharing, base: Euro, reason: str) -> int:
    """Returns what the sharing shares now, in cents: its corrections are taken into account."""
    if first.state != SharingState.VALIDATED or first.corrects_id is not None:
        raise NotValidated
    if first.corrections.filter(state=SharingState.PROPOSED).exists():
        raise CorrectionWaits
    present = shared_now(first)
    if base.cents == present:
        raise SameBase
    if base.cents > first.base_cents:
        raise MoreThanReceived
    if not reason.strip():
        raise ReasonMissing
    return present


def _absorbing_pot(first: Sharing) -> CommonPot | None:
    """The pot that the sharing filled, the largest part first."""
    line = first.lines.filter(pot__isnull=False).select_related("pot").order_by("-cents", "pk").first()
    return line.pot if line else None


def _question(
    first: Sharing, present: int, base: Euro, recovery: Recovery, pot: CommonPot | None
) -> dict[str, object]:
    asked = {
        "original": first.order | {"base_cents": present},
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
