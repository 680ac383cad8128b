from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import Activity, GroupMembership, GroupRequest
from kpacite.domain.activities.services.groups import AlreadyInGroup, NotOfThisKpa, join_group, leave_group
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class AlreadyAsked(DomainError):
    code = "activities.already_asked"
    sentence = _("Votre demande est déjà partie. Le groupe n’a pas encore répondu.")


class AlreadyAnswered(DomainError):
    code = "activities.already_answered"
    sentence = _("Cette demande a déjà une réponse.")


@transaction.atomic
def ask_group(
    *,
    activity: Activity,
    person: Person,
    wish: GroupWish,
    actor: Actor | None,
    today: date,
    now: datetime,
    words: str = "",
) -> GroupRequest:
    """Ask a group for a place, or for the mandate of référent·e. One question at a time.

    Raises NotOfThisKpa, AlreadyInGroup, AlreadyAsked.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not RoleAssignment.objects.on(today).filter(person=person, organisation=activity.kpa_id).exists():
        raise NotOfThisKpa
    place = _place_of(activity, person, today)
    if place is not None and (place.is_referent or wish == GroupWish.MEMBER):
        raise AlreadyInGroup
    if GroupRequest.objects.waiting().filter(activity=activity, person=person).exists():
        raise AlreadyAsked
    row = GroupRequest(activity=activity, person=person, wish=wish, words=words.strip(), asked_at=now)
    save_checked(row)
    data = {"person": person.public_id, "wish": wish}
    audit.record(actor=actor, action="activities.group.asked", target=row, at=now, data=data)
    return row


@transaction.atomic
def answer_request(
    *, request: GroupRequest, accept: bool, actor: Actor, today: date, now: datetime
) -> GroupRequest:
    """Say yes or no. A yes takes effect today: a place, or a mandate that follows the place held so far.

    Raises AlreadyAnswered, NotOfThisKpa, AlreadyInGroup.
    """
    Activity.objects.select_for_update(of=("self",)).get(pk=request.activity_id)
    rows = GroupRequest.objects.select_for_update(of=("self",)).select_related("activity", "person")
    row = rows.get(pk=request.pk)
    if row.answered_at is not None:
        raise AlreadyAnswered
    if accept:
        _give(row, actor=actor, today=today, now=now)
    row.answered_at, row.is_accepted, row.answered_by_id = now, accept, actor.pk
    row.save(update_fields=["answered_at", "is_accepted", "answered_by"])
    action = "activities.group.accepted" if accept else "activities.group.declined"
    data = {"person": row.person.public_id, "wish": row.wish}
    audit.record(actor=actor, action=action, target=row, at=now, data=data)
    return row


def _give(row: GroupRequest, *, actor: Actor, today: date, now: datetime) -> None:
    is_referent = row.wish == GroupWish.REFERENT
    place = _place_of(row.activity, row.person, today)
    if place is not None and is_referent and not place.is_referent:
        leave_group(membership=place, end=today, actor=actor, now=now)
    join_group(
        activity=row.activity, person=row.person, start=today, is_referent=is_referent, actor=actor, now=now
    )


def _place_of(activity: Activity, person: Person, today: date) -> GroupMembership | None:
    return GroupMembership.objects.on(today).filter(activity=activity, person=person).first()
