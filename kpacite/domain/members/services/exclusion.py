"""An exclusion comes after a mediation that failed, and a group decides it with its reasons."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, Membership
from kpacite.domain.members.services.errors import CannotMoveThere, MediationFirst, ReasonsMissing
from kpacite.domain.members.services.locking import locked_case, locked_membership, move_membership
from kpacite.domain.members.services.mediation import close
from kpacite.domain.members.services.membership import take_hat_off
from kpacite.platform.audit import Actor


@transaction.atomic
def propose_exclusion(*, case: MediationCase, actor: Actor | None, now: datetime) -> Membership:
    """Only after a mediation noted as failed, the person heard or unwilling to come.

    Raises MediationFirst, CannotMoveThere.
    """
    case = locked_case(case)
    if case.concerned is None:
        raise MediationFirst
    party = case.parties.filter(person=case.concerned.person_id).first()
    answered = party is not None and party.has_answered
    if not rules.may_propose_exclusion(MediationState(case.state), answered=answered):
        raise MediationFirst
    membership = locked_membership(case.concerned)
    return move_membership(membership, MemberState.EXCLUSION_PROPOSED, actor=actor, now=now)


@transaction.atomic
def decide_exclusion(
    *, case: MediationCase, excluded: bool, decision: str, actor: Actor | None, now: datetime
) -> Membership:
    """The group has decided: she goes, or she stays. Raises CannotMoveThere, ReasonsMissing."""
    case = locked_case(case)
    if case.concerned is None:
        raise CannotMoveThere
    membership = locked_membership(case.concerned)
    if membership.state != MemberState.EXCLUSION_PROPOSED:
        raise CannotMoveThere
    if excluded and not decision.strip():
        raise ReasonsMissing
    today = timezone.localdate(now)
    if excluded:
        move_membership(membership, MemberState.EXCLUDED, actor=actor, now=now, end=today)
        take_hat_off(membership, today, actor=actor, now=now)
    else:
        move_membership(membership, MemberState.MEMBER, actor=actor, now=now)
    close(case, decision, actor, now)
    return membership
