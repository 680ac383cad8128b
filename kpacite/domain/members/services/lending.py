"""Keys, telephones, tools in a member's hands, until they are back or settled otherwise."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.members import rules
from kpacite.domain.members.models import LentThing, Membership
from kpacite.domain.members.services.errors import AlreadySettled, CannotMoveThere
from kpacite.domain.members.services.locking import locked_membership
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def lend(
    *, membership: Membership, words: str, lent_on: date, actor: Actor | None, now: datetime
) -> LentThing:
    """Note what a member takes with her. Raises CannotMoveThere once she has left, `Refused`."""
    membership = locked_membership(membership)
    if membership.state in rules.OVER:
        raise CannotMoveThere
    row = LentThing(membership=membership, words=words.strip(), lent_on=lent_on)
    save_checked(row)
    audit.record(actor=actor, action="members.thing.lent", target=row, at=now)
    return row


@transaction.atomic
def settle_thing(
    *, thing: LentThing, settled_on: date, note: str, actor: Actor | None, now: datetime
) -> LentThing:
    """It is back, or lost, or given: `note` says it. Raises AlreadySettled, `Refused`."""
    row = LentThing.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    if row.settled_on is not None:
        raise AlreadySettled
    row.settled_on, row.note = settled_on, note.strip()
    save_checked(row)
    audit.record(actor=actor, action="members.thing.settled", target=row, at=now)
    return row
