"""Open a common pot, move its money once, propose to spend it and decide together."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import PotProposalState
from kpacite.domain.sharing.models import CommonPot, PotMove, PotProposal
from kpacite.domain.sharing.selectors.pots import balance_of
from kpacite.domain.sharing.services.errors import AlreadyDecided, OwnProposal, PotClosed, PotTooSmall
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


def move_pot(*, pot: CommonPot, cents: int, day: date, label: str, key: str, now: datetime) -> PotMove:
    """Move money of a pot, once for each `key`: the same call again gives the first move.

    Call it inside the transaction of what moves the money. Raises PotTooSmall.
    """
    locked = CommonPot.objects.select_for_update(of=("self",)).get(pk=pot.pk)
    if known := PotMove.objects.filter(key=key).first():
        return known
    if cents < 0 and balance_of(locked) + cents < 0:
        raise PotTooSmall
    return PotMove.objects.create(
        pot=locked, cents=cents, day=day, label=label[:200], key=key, recorded_at=now
    )


@transaction.atomic
def propose_spending(
    *, pot: CommonPot, person: Person, amount: Euro, purpose: str, actor: Actor | None, now: datetime
) -> PotProposal:
    """Any member proposes. Raises PotClosed, PotTooSmall, `Refused`."""
    if pot.closed_on:
        raise PotClosed
    if amount.cents > balance_of(pot):
        raise PotTooSmall
    proposal = PotProposal(
        pot=pot, person=person, cents=amount.cents, purpose=purpose.strip(), proposed_at=now
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
