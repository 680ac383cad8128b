"""Belonging to a KPA: entering, pausing, leaving, coming back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from kpacite.domain.governance import selectors as governance
from kpacite.domain.governance import services as signing
from kpacite.domain.members import rules, selectors
from kpacite.domain.members.enums import MemberState, WelcomeState
from kpacite.domain.members.models import LentThing, Membership, MembershipPause, WelcomeFile
from kpacite.domain.members.services.errors import (
    AlreadyMember,
    BirthDateMissing,
    CannotMoveThere,
    GuardianMissing,
    NotSettled,
    OnlyWhoLeft,
    StepsMissing,
    ThingsInHand,
    TooYoung,
)
from kpacite.domain.members.services.locking import (
    locked_file,
    locked_membership,
    move_file,
    move_membership,
)
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations import services as hats
from kpacite.domain.organisations.enums import ParameterCode, Role
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people import services as people
from kpacite.domain.people.models import Person
from kpacite.kernel.period import Period
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@dataclass(frozen=True, slots=True)
class CharterHand:
    """How the charter is signed at the door: typed here (`seen`: hash of the text read), or on paper."""

    typed_name: str = ""
    seen: str = ""
    paper_note: str = ""


class EntryDetails(TypedDict, total=False):
    birth_date: date | None
    welcome: WelcomeFile | None
    is_example: bool


@transaction.atomic
def open_membership(
    *,
    person: Person,
    kpa: Kpa,
    start: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[EntryDetails],
) -> Membership:
    """Make someone a member from a day on, with the hat of coopérant·e when she wears none yet.

    Raises AlreadyMember, TooYoung.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    others = [row.period for row in Membership.objects.filter(person=person, kpa=kpa) if row.period]
    if rules.clashes(Period(start), others):
        raise AlreadyMember
    _refuse_too_young(kpa, details.get("birth_date"), start)
    membership = Membership(person=person, kpa=kpa, start=start, **details)
    membership.hat = _hat(person, kpa, start, actor, now)
    save_checked(membership)
    data = {"person": person.public_id, "start": start}
    audit.record(actor=actor, action="members.membership.opened", target=membership, at=now, data=data)
    return membership


def _refuse_too_young(kpa: Kpa, birth_date: date | None, day: date) -> None:
    if birth_date is None:
        return
    minimum = organisations.parameter(code=ParameterCode.MIN_AGE, organisation=kpa.organisation, on=day)
    if not rules.old_enough(birth_date, day, minimum):
        raise TooYoung


def _hat(person: Person, kpa: Kpa, start: date, actor: Actor | None, now: datetime) -> RoleAssignment | None:
    worn = organisations.hats_worn_in(kpa.organisation, start, Role.COOPERATOR)
    if found := worn.filter(person=person).first():
        return None if Membership.objects.filter(hat=found).exists() else found
    return hats.grant_role(
        person=person,
        role=Role.COOPERATOR,
        organisation=kpa.organisation,
        start=start,
        actor=actor,
        now=now,
    )


@transaction.atomic
def become_member(
    *, file: WelcomeFile, charter: CharterHand, actor: Actor, now: datetime, start: date | None = None
) -> Membership:
    """The last step: sign the charter in force, and enter. One person, one hat, one signature, or nothing.

    `start`: today when None. Raises CannotMoveThere, StepsMissing, BirthDateMissing, TooYoung,
    GuardianMissing, AlreadyMember, and the errors of a signature.
    """
    file = locked_file(file)
    today = timezone.localdate(now)
    start = start or today
    _refuse_entry(file, start)
    person = file.person or _new_person(file, actor, now)
    membership = open_membership(
        person=person,
        kpa=file.kpa,
        start=start,
        birth_date=file.birth_date,
        welcome=file,
        is_example=file.is_example,
        actor=actor,
        now=now,
    )
    _sign_charter(membership, charter, start, actor, now)
    file.person, file.closed_on, file.last_contact_on = person, start, today
    move_file(file, WelcomeState.MEMBER, actor=actor, now=now)
    return membership


def _new_person(file: WelcomeFile, actor: Actor, now: datetime) -> Person:
    """She may sign in from today on: with a card, until she gives an address of her own."""
    person = people.create_person(
        first_name=file.first_name,
        last_name=file.last_name,
        email=file.email,
        phone=file.phone,
        actor=actor,
        now=now,
    )
    people.open_account(person=person, actor=actor, now=now)
    return person


def _refuse_entry(file: WelcomeFile, day: date) -> None:
    if file.state not in rules.WAITING:
        raise CannotMoveThere
    steps = selectors.steps_of(file)
    if rules.missing(row.as_rule for row in steps):
        names = ", ".join(row.label for row in steps if row.stands_before_charter)
        raise StepsMissing(f"{StepsMissing.sentence} {names}.")
    if file.birth_date is None:
        raise BirthDateMissing
    _refuse_too_young(file.kpa, file.birth_date, day)
    if rules.is_minor(file.birth_date, day) and not selectors.has_guardian(file):
        raise GuardianMissing


def _sign_charter(
    membership: Membership, charter: CharterHand, day: date, actor: Actor, now: datetime
) -> None:
    version = governance.charter_book(membership.kpa.organisation).in_force
    if version is None or any(
        row.version_id == version.pk
        for row in governance.signatures_of(membership.person, membership.kpa.organisation)
    ):
        return
    person = membership.person
    if charter.paper_note:
        signing.record_paper_signature(
            version=version,
            person=person,
            signed_on=day,
            note=charter.paper_note,
            actor=actor,
            now=now,
            today=day,
        )
        return
    signing.sign_on_screen(
        version=version,
        person=person,
        typed_name=charter.typed_name,
        seen=charter.seen,
        actor=actor,
        now=now,
        today=day,
    )


@transaction.atomic
def pause(
    *, membership: Membership, start: date, words: str, actor: Actor | None, now: datetime
) -> Membership:
    """Commitments stop from that day; she stays a member. Raises CannotMoveThere, Refused."""
    membership = locked_membership(membership)
    move_membership(membership, MemberState.PAUSED, actor=actor, now=now, data={"start": start})
    save_checked(MembershipPause(membership=membership, start=start, words=words.strip()))
    return membership


@transaction.atomic
def resume(*, membership: Membership, end: date, actor: Actor | None, now: datetime) -> Membership:
    """Back from a pause on `end`, the first day without it. Raises CannotMoveThere, Refused."""
    membership = locked_membership(membership)
    if membership.state != MemberState.PAUSED:
        raise CannotMoveThere
    _end_pause(membership, end)
    return move_membership(membership, MemberState.MEMBER, actor=actor, now=now, data={"end": end})


def _end_pause(membership: Membership, end: date) -> None:
    if row := membership.pauses.filter(end=None).first():
        row.end = max(end, row.start)
        save_checked(row)


@transaction.atomic
def announce_leaving(
    *, membership: Membership, leaving_on: date, actor: Actor | None, now: datetime
) -> Membership:
    """She will leave: the things to settle are listed. Raises CannotMoveThere."""
    membership = locked_membership(membership)
    _end_pause(membership, leaving_on)
    membership.leaving_on = leaving_on
    return move_membership(membership, MemberState.LEAVING, actor=actor, now=now)


@transaction.atomic
def stay(*, membership: Membership, actor: Actor | None, now: datetime) -> Membership:
    """She stays after all; what was settled is settled again next time. Raises CannotMoveThere."""
    membership = locked_membership(membership)
    if membership.state != MemberState.LEAVING:
        raise CannotMoveThere
    membership.leaving_on = membership.situation_noted_on = None
    membership.equipment_returned_on = membership.balance_routed_on = None
    return move_membership(membership, MemberState.MEMBER, actor=actor, now=now)


class Settled(TypedDict, total=False):
    situation_noted_on: date | None
    equipment_returned_on: date | None
    balance_routed_on: date | None


@transaction.atomic
def settle(
    *, membership: Membership, actor: Actor | None, now: datetime, **facts: Unpack[Settled]
) -> Membership:
    """Note what is settled before she leaves. Raises CannotMoveThere, ThingsInHand."""
    membership = locked_membership(membership)
    if membership.state != MemberState.LEAVING:
        raise CannotMoveThere
    in_hand = LentThing.objects.filter(membership=membership, settled_on=None)
    if facts.get("equipment_returned_on") and in_hand.exists():
        raise ThingsInHand
    for name, day in facts.items():
        setattr(membership, name, day)
    save_checked(membership)
    data = {"fields": sorted(facts)}
    audit.record(actor=actor, action="members.membership.settled", target=membership, at=now, data=data)
    return membership


@transaction.atomic
def leave(*, membership: Membership, actor: Actor | None, now: datetime) -> Membership:
    """She has left, on the day that was said; her hat of coopérant·e ends with it.

    Raises CannotMoveThere, NotSettled.
    """
    membership = locked_membership(membership)
    if membership.state != MemberState.LEAVING or membership.leaving_on is None:
        raise CannotMoveThere
    if not membership.exit.is_settled:
        raise NotSettled
    end = max(membership.leaving_on, membership.start)
    move_membership(membership, MemberState.LEFT, actor=actor, now=now, end=end)
    take_hat_off(membership, end, actor=actor, now=now)
    return membership


@transaction.atomic
def come_back(*, membership: Membership, start: date, actor: Actor | None, now: datetime) -> Membership:
    """A new stay of someone who left; the KPA's charter may ask for her name again.

    Raises CannotMoveThere, OnlyWhoLeft, AlreadyMember, TooYoung.
    """
    membership = locked_membership(membership)
    if membership.state == MemberState.EXCLUDED:
        raise OnlyWhoLeft
    if membership.state != MemberState.LEFT:
        raise CannotMoveThere
    return open_membership(
        person=membership.person,
        kpa=membership.kpa,
        start=start,
        birth_date=membership.birth_date,
        is_example=membership.is_example,
        actor=actor,
        now=now,
    )


def take_hat_off(membership: Membership, end: date, *, actor: Actor | None, now: datetime) -> None:
    hat = membership.hat
    if hat is not None and hat.end is None:
        hats.end_role(hat=hat, end=max(end, hat.start), actor=actor, now=now)


@transaction.atomic
def review_at_18(*, membership: Membership, actor: Actor | None, now: datetime) -> Membership:
    """Someone went through the file with her at 18: contract, tasks, contacts. Raises CannotMoveThere."""
    membership = locked_membership(membership)
    today = timezone.localdate(now)
    birth_date = membership.birth_date
    if birth_date is None or rules.is_minor(birth_date, today) or membership.reviewed_at_18_on:
        raise CannotMoveThere
    membership.reviewed_at_18_on = today
    save_checked(membership)
    audit.record(actor=actor, action="members.membership.reviewed", target=membership, at=now)
    return membership
