from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import ActivityIcon
from kpacite.domain.activities.models import Activity, GroupMembership
from kpacite.domain.organisations.models import Kpa, RoleAssignment, SourceDocument
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotOfThisKpa(DomainError):
    code = "activities.not_of_this_kpa"
    sentence = _("Cette personne n’a pas de rôle dans ce KPA. Invitez-la d’abord.")
    field = "person"


class AlreadyInGroup(DomainError):
    code = "activities.already_in_group"
    sentence = _("Cette personne est déjà dans ce groupe.")
    field = "person"


class GroupLeft(DomainError):
    code = "activities.group_left"
    sentence = _("Cette personne a déjà quitté ce groupe.")


class ActivityDetails(TypedDict, total=False):
    trade_name: str
    icon: ActivityIcon
    description: str
    source: SourceDocument | None


@transaction.atomic
def open_activity(
    *,
    kpa: Kpa,
    name: str,
    code: str,
    opened_on: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[ActivityDetails],
) -> Activity:
    """Open a trade and its analytic account; `code` is unique in the KPA. Raises `Refused`."""
    row = Activity(kpa=kpa, name=name.strip(), code=code.strip().upper(), opened_on=opened_on, **details)
    save_checked(row)
    audit.record(actor=actor, action="activities.activity.opened", target=row, at=now)
    return row


@transaction.atomic
def close_activity(
    *, activity: Activity, closed_on: date, actor: Actor | None, now: datetime, reason: str = ""
) -> Activity:
    """Close on `closed_on`, its first day without. Its offers leave the catalogue. Raises `Refused`."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    activity.closed_on = closed_on
    save_checked(activity)
    audit.record(
        actor=actor,
        action="activities.activity.closed",
        target=activity,
        at=now,
        reason=reason,
        data={"closed_on": closed_on},
    )
    return activity


@transaction.atomic
def join_group(
    *,
    activity: Activity,
    person: Person,
    start: date,
    actor: Actor | None,
    now: datetime,
    is_referent: bool = False,
) -> GroupMembership:
    """Put someone who has a role in the KPA in the group. Raises `NotOfThisKpa`, `AlreadyInGroup`."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not RoleAssignment.objects.on(start).filter(person=person, organisation=activity.kpa_id).exists():
        raise NotOfThisKpa
    if GroupMembership.objects.filter(activity=activity, person=person, end=None).exists():
        raise AlreadyInGroup
    row = GroupMembership(activity=activity, person=person, is_referent=is_referent, start=start)
    save_checked(row)
    data = {"person": person.public_id, "is_referent": is_referent, "start": start}
    audit.record(actor=actor, action="activities.group.joined", target=row, at=now, data=data)
    return row


@transaction.atomic
def leave_group(
    *, membership: GroupMembership, end: date, actor: Actor | None, now: datetime
) -> GroupMembership:
    """Leave on `end`, the first day without. Raises `GroupLeft`, or `Refused` before the start."""
    rows = GroupMembership.objects.select_for_update(of=("self",)).select_related("activity", "person")
    row = rows.get(pk=membership.pk)
    if row.end is not None and row.end <= end:
        raise GroupLeft
    row.end = end
    save_checked(row)
    data = {"person": row.person.public_id, "end": end}
    audit.record(actor=actor, action="activities.group.left", target=row, at=now, data=data)
    return row
