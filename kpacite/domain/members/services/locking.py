from datetime import date, datetime
from typing import Any

from kpacite.domain.members import rules
from kpacite.domain.members.enums import MediationState, MemberState, WelcomeState
from kpacite.domain.members.models import MediationCase, Membership, WelcomeFile
from kpacite.domain.members.services.errors import CannotMoveThere
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


def locked_file(file: WelcomeFile) -> WelcomeFile:
    rows = WelcomeFile.objects.select_related("kpa__organisation", "person", "welcomer")
    return rows.select_for_update(of=("self",)).get(pk=file.pk)


def locked_membership(membership: Membership) -> Membership:
    rows = Membership.objects.select_related("kpa__organisation", "person", "hat")
    return rows.select_for_update(of=("self",)).get(pk=membership.pk)


def locked_case(case: MediationCase) -> MediationCase:
    rows = MediationCase.objects.select_related("kpa__organisation", "mediator", "concerned")
    return rows.select_for_update(of=("self",)).get(pk=case.pk)


def move_file(file: WelcomeFile, state: WelcomeState, *, actor: Actor | None, now: datetime) -> WelcomeFile:
    """Write the new state, if it is one, and say so in the register. Raises CannotMoveThere, Refused."""
    before = WelcomeState(file.state)
    if state != before and state not in rules.WELCOME_TRANSITIONS[before]:
        raise CannotMoveThere
    file.state = state
    save_checked(file)
    if state != before:
        data = {"from": before.value, "to": state.value}
        audit.record(actor=actor, action=f"members.welcome.{state}", target=file, at=now, data=data)
    return file


def move_membership(
    membership: Membership,
    state: MemberState,
    *,
    actor: Actor | None,
    now: datetime,
    end: date | None = None,
    data: dict[str, Any] | None = None,
) -> Membership:
    """Raises CannotMoveThere, Refused."""
    before = MemberState(membership.state)
    if state not in rules.MEMBER_TRANSITIONS[before]:
        raise CannotMoveThere
    membership.state, membership.end = state, end
    save_checked(membership)
    facts = {"from": before.value, "to": state.value} | (data or {})
    audit.record(actor=actor, action=f"members.membership.{state}", target=membership, at=now, data=facts)
    return membership


def move_case(
    case: MediationCase, state: MediationState, *, actor: Actor | None, now: datetime
) -> MediationCase:
    """Raises CannotMoveThere, Refused."""
    before = MediationState(case.state)
    if state not in rules.MEDIATION_TRANSITIONS[before]:
        raise CannotMoveThere
    case.state = state
    save_checked(case)
    audit.record(actor=actor, action=f"members.mediation.{state}", target=case, at=now)
    return case
