"""Mediation comes before any exclusion, and everyone is heard."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, MediationParty, Membership
from kpacite.domain.members.services.errors import (
    CannotMoveThere,
    MediationFirst,
    NotAParty,
    NotHeardYet,
    PartiesMissing,
)
from kpacite.domain.members.services.locking import (
    locked_case,
    locked_membership,
    move_case,
    move_membership,
)
from kpacite.domain.members.services.membership import take_hat_off
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.platform import audit
from kpacite.platform.audit import Actor

CASE = MediationState


@transaction.atomic
def open_mediation(
    *,
    kpa: Kpa,
    mediator: Person,
    parties: Iterable[Person],
    subject: str,
    actor: Actor | None,
    now: datetime,
    concerned: Membership | None = None,
) -> MediationCase:
    """Raises PartiesMissing: two parties at least, and a mediator who is none of them."""
    people = list(dict.fromkeys(parties))
    if len(people) < 2 or mediator in people:
        raise PartiesMissing
    if concerned is not None and concerned.person not in people:
        raise NotAParty
    case = MediationCase(
        kpa=kpa,
        mediator=mediator,
        concerned=concerned,
        subject=subject.strip(),
        opened_on=timezone.localdate(now),
    )
    save_checked(case)
    for person in people:
        save_checked(MediationParty(case=case, person=person))
    audit.record(actor=actor, action="members.mediation.opened", target=case, at=now)
    return case


@transaction.atomic
def hear(
    *,
    case: MediationCase,
    person: Person,
    words: str,
    heard_on: date,
    actor: Actor | None,
    now: datetime,
) -> MediationCase:
    """Write one side. Raises NotAParty, CannotMoveThere."""
    case = locked_case(case)
    if case.state not in {CASE.OPENED, CASE.MEETING, CASE.NO_AGREEMENT}:
        raise CannotMoveThere
    party = case.parties.filter(person=person).first()
    if party is None:
        raise NotAParty
    party.heard_on, party.words = heard_on, words.strip()
    save_checked(party)
    data = {"person": person.public_id}
    audit.record(actor=actor, action="members.mediation.heard", target=case, at=now, data=data)
    return case if case.state == CASE.MEETING else move_case(case, CASE.MEETING, actor=actor, now=now)


@transaction.atomic
def conclude(*, case: MediationCase, agreement: str, actor: Actor | None, now: datetime) -> MediationCase:
    """An agreement in words, or none (`agreement` empty). Raises NotHeardYet, CannotMoveThere."""
    case = locked_case(case)
    if case.parties.filter(heard_on=None).exists():
        raise NotHeardYet
    case.agreement = agreement.strip()
    state = CASE.AGREEMENT if case.agreement else CASE.NO_AGREEMENT
    return move_case(case, state, actor=actor, now=now)


@transaction.atomic
def close_mediation(
    *, case: MediationCase, decision: str, actor: Actor | None, now: datetime
) -> MediationCase:
    """Raises CannotMoveThere; while an exclusion waits for its decision, that decision closes it."""
    case = locked_case(case)
    if case.concerned is not None and case.concerned.state == MemberState.EXCLUSION_PROPOSED:
        raise CannotMoveThere
    return _close(case, decision, actor, now)


def _close(case: MediationCase, decision: str, actor: Actor | None, now: datetime) -> MediationCase:
    case.decision, case.closed_on = decision.strip(), timezone.localdate(now)
    return move_case(case, CASE.CLOSED, actor=actor, now=now)


@transaction.atomic
def propose_exclusion(*, case: MediationCase, actor: Actor | None, now: datetime) -> Membership:
    """Only after a mediation without agreement, and once the person was heard. Raises MediationFirst."""
    case = locked_case(case)
    if case.concerned is None:
        raise MediationFirst
    heard = case.parties.filter(person=case.concerned.person_id, heard_on__isnull=False).exists()
    if not rules.may_propose_exclusion(CASE(case.state), heard=heard):
        raise MediationFirst
    membership = locked_membership(case.concerned)
    return move_membership(membership, MemberState.EXCLUSION_PROPOSED, actor=actor, now=now)


@transaction.atomic
def decide_exclusion(
    *, case: MediationCase, excluded: bool, decision: str, actor: Actor | None, now: datetime
) -> Membership:
    """The group has decided: she goes, or she stays. Raises CannotMoveThere."""
    case = locked_case(case)
    if case.concerned is None:
        raise CannotMoveThere
    membership = locked_membership(case.concerned)
    if membership.state != MemberState.EXCLUSION_PROPOSED:
        raise CannotMoveThere
    today = timezone.localdate(now)
    if excluded:
        move_membership(membership, MemberState.EXCLUDED, actor=actor, now=now, end=today)
        take_hat_off(membership, today, actor=actor, now=now)
    else:
        move_membership(membership, MemberState.MEMBER, actor=actor, now=now)
    _close(case, decision, actor, now)
    return membership
