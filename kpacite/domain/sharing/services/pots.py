"""Open a common pot, move its money once, propose to spend it and decide together."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import PotProposalState
from kpacite.domain.sharing.models import CommonPot, PotMove, PotProposal
from kpacite.domain.sharing.selectors.pots import balance_of, is_filled
from kpacite.domain.sharing.services.errors import (
    AlreadyDecided,
    OwnProposal,
    PotClosed,
    PotInUse,
    PotNotEmpty,
    PotTooSmall,
    ProposalWaiting,
)
from kpacite.kernel.money import Euro
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def open_pot(
    *, kpa: Kpa, code: str, name: str, purpose: str, today: date, actor: Actor | None, now: datetime
) -> CommonPot:
    """Raises `Refused` for a code that the KPA already uses."""
    pot = CommonPot(kpa=kpa, code=code, name=name.strip(), purpose=purpose.strip(), opened_on=today)
    save_checked(pot)
    audit.record(actor=actor, action="sharing.pot.opened", target=pot, at=now)
    return pot


@transaction.atomic
def describe_pot(*, pot: CommonPot, name: str, purpose: str, actor: Actor | None, now: datetime) -> CommonPot:
    """Say otherwise what the pot is called and what it is for; the register keeps the words from before.

    Raises PotClosed, `Refused`.
    """
    kept = _open(pot)
    before = {"name": kept.name, "purpose": kept.purpose}
    kept.name, kept.purpose = name.strip(), purpose.strip()
    save_checked(kept)
    audit.record(actor=actor, action="sharing.pot.described", target=kept, at=now, data={"before": before})
    return kept


@transaction.atomic
def close_pot(*, pot: CommonPot, today: date, actor: Actor | None, now: datetime) -> CommonPot:
    """An empty pot that no rule fills and no proposal wants takes no money any more.

    Raises PotClosed, PotNotEmpty, ProposalWaiting, PotInUse.
    """
    kept = _open(pot)
    if balance_of(kept):
        raise PotNotEmpty
    if kept.proposals.filter(state=PotProposalState.PROPOSED).exists():
        raise ProposalWaiting
    if is_filled(kept):
        raise PotInUse
    kept.closed_on = today
    save_checked(kept)
    audit.record(actor=actor, action="sharing.pot.closed", target=kept, at=now)
    return kept


@transaction.atomic
def reopen_pot(*, pot: CommonPot, actor: Actor | None, now: datetime) -> CommonPot:
    """A pot closed by mistake serves again. Once more changes nothing."""
    kept = CommonPot.objects.select_for_update(of=("self",)).get(pk=pot.pk)
    if kept.closed_on is not None:
        kept.closed_on = None
        save_checked(kept)
        audit.record(actor=actor, action="sharing.pot.reopened", target=kept, at=now)
    return kept


def _open(pot: CommonPot) -> CommonPot:
    kept = CommonPot.objects.select_for_update(of=("self",)).get(pk=pot.pk)
    if kept.closed_on is not None:
        raise PotClosed
    return kept


def move_pot(
    *,
    pot: CommonPot,
    cents: int,
    day: date,
    label: str,
    key: str,
    now: datetime,
    may_owe: bool = False,
) -> PotMove:
    """Move money of a pot, once for each `key`: the same call again gives the first move.

    Call it inside the transaction of what moves the money. `may_owe`: what a rectification takes back from a
    pot that was spent meanwhile is owed by the pot, which the next sharings fill. Raises PotTooSmall.
    """
    locked = CommonPot.objects.select_for_update(of=("self",)).get(pk=pot.pk)
    if known := PotMove.objects.filter(key=key).first():
        return known
    if cents < 0 and not may_owe and balance_of(locked) + cents < 0:
        raise PotTooSmall
    return PotMove.objects.create(
        pot=locked, cents=cents, day=day, label=label[:200], key=key, recorded_at=now
    )


@transaction.atomic
def propose_spending(
    *, pot: CommonPot, person: Person, amount: Euro, purpose: str, actor: Actor | None, now: datetime
) -> PotProposal:
    """Any member proposes. Raises PotClosed, PotTooSmall, `Refused`."""
    kept = _open(pot)
    if amount.cents > balance_of(kept):
        raise PotTooSmall
    proposal = PotProposal(
        pot=kept, person=person, cents=amount.cents, purpose=purpose.strip(), proposed_at=now
    )
    save_checked(proposal)
    audit.record(actor=actor, action="sharing.spending.proposed", target=proposal, at=now)
    return proposal


@transaction.atomic
def decide_spending(
    *,
    proposal: PotProposal,
    accepted: bool,
    person: Person,
    reason: str,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> PotProposal:
    """Say yes or no to somebody else's proposal; a yes takes the money out of the pot.

    Raises AlreadyDecided, OwnProposal, PotTooSmall.
    """
    kept = PotProposal.objects.select_for_update(of=("self",)).select_related("pot").get(pk=proposal.pk)
    if kept.state != PotProposalState.PROPOSED:
        raise AlreadyDecided
    if kept.person_id == person.pk:
        raise OwnProposal
    if accepted:
        label = _("Dépense : %(purpose)s") % {"purpose": kept.purpose}
        move_pot(pot=kept.pot, cents=-kept.cents, day=today, label=label, key=f"proposal:{kept.pk}", now=now)
    kept.state = PotProposalState.ACCEPTED if accepted else PotProposalState.REFUSED
    kept.decided_by, kept.decided_at, kept.reason = person, now, reason.strip()
    save_checked(kept)
    audit.record(
        actor=actor, action="sharing.spending.decided", target=kept, at=now, data={"accepted": accepted}
    )
    return kept
