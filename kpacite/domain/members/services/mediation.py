"""A third person helps: everyone is heard, an agreement is proposed, each says yes, or it fails."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.enums import MediationState, MemberState
from kpacite.domain.members.models import MediationCase, MediationHandOver, MediationParty, Membership
from kpacite.domain.members.services.errors import (
    CannotMoveThere,
    MediatorFromElsewhere,
    NotAParty,
    NotHeardYet,
    NothingProposed,
    PartiesMissing,
    SomeoneRefuses,
)
from kpacite.domain.members.services.locking import locked_case, move_case
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit
from kpacite.platform.audit import Actor

CASE = MediationState
TALKING = frozenset({CASE.OPENED, CASE.MEETING, CASE.NO_AGREEMENT})


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
    """Two parties at least, and a mediator who is none of them; all of this KPA.

    Raises PartiesMissing, MediatorFromElsewhere, NotAParty, NationalNumberFound.
    """
    people = list(dict.fromkeys(parties))
    if len(people) < 2 or mediator in people:
        raise PartiesMissing
    today = timezone.localdate(now)
    here = set(hats_worn_in(kpa.organisation, today).values_list("person_id", flat=True))
    if not {mediator.pk, *(person.pk for person in people)} <= here:
        raise MediatorFromElsewhere
    if concerned is not None and concerned.person not in people:
        raise NotAParty
    case = MediationCase(
        kpa=kpa, mediator=mediator, concerned=concerned, subject=refuse_nir(subject.strip()), opened_on=today
    )
    save_checked(case)
    for person in people:
        save_checked(MediationParty(case=case, person=person))
    audit.record(actor=actor, action="members.mediation.opened", target=case, at=now)
    return case


@transaction.atomic
def hand_over(*, case: MediationCase, mediator: Person, actor: Actor | None, now: datetime) -> MediationCase:
    """Someone else of the KPA helps from now on, and reads what was said; every yes stays.

    To whom it already belongs, nothing changes. Raises CannotMoveThere for a closed case, PartiesMissing for
    one of its parties, MediatorFromElsewhere.
    """
    case, today = locked_case(case), timezone.localdate(now)
    if case.state == CASE.CLOSED:
        raise CannotMoveThere
    if case.mediator_id == mediator.pk:
        return case
    if case.parties.filter(person=mediator).exists():
        raise PartiesMissing(_("Choisissez quelqu’un qui n’est pas dans la médiation."), field="mediator")
    if not hats_worn_in(case.kpa.organisation, today).filter(person=mediator).exists():
        raise MediatorFromElsewhere(field="mediator")
    row = save_checked(MediationHandOver(case=case, former=case.mediator, next=mediator, on=today))
    case.mediator = mediator
    case.save(update_fields=["mediator"])
    audit.record(actor=actor, action="members.mediation.handed_over", target=row, at=now)
    return case


@transaction.atomic
def hear(
    *, case: MediationCase, person: Person, words: str, heard_on: date, actor: Actor | None, now: datetime
) -> MediationCase:
    """Write one side. Raises NotAParty, CannotMoveThere, NationalNumberFound."""
    case, party = _talking(case, person)
    party.heard_on, party.refused_on, party.words = heard_on, None, refuse_nir(words.strip())
    save_checked(party)
    return _talked(case, party, "heard", actor, now)


@transaction.atomic
def note_refusal(
    *, case: MediationCase, person: Person, refused_on: date, actor: Actor | None, now: datetime
) -> MediationCase:
    """She does not want to come: nobody forces her, and the others are heard. Raises as `hear`."""
    case, party = _talking(case, person)
    party.heard_on, party.agreed_on, party.refused_on, party.words = None, None, refused_on, ""
    save_checked(party)
    return _talked(case, party, "refused", actor, now)


def _talking(case: MediationCase, person: Person) -> tuple[MediationCase, MediationParty]:
    case = locked_case(case)
    if case.state not in TALKING:
        raise CannotMoveThere
    return case, _party(case, person)


def _party(case: MediationCase, person: Person) -> MediationParty:
    party = case.parties.filter(person=person).first()
    if party is None:
        raise NotAParty
    return party


def _talked(
    case: MediationCase, party: MediationParty, what: str, actor: Actor | None, now: datetime
) -> MediationCase:
    _trace(case, party, what, actor, now)
    return case if case.state == CASE.MEETING else move_case(case, CASE.MEETING, actor=actor, now=now)


def _trace(case: MediationCase, party: MediationParty, what: str, actor: Actor | None, now: datetime) -> None:
    data = {"person": party.person.public_id}
    audit.record(actor=actor, action=f"members.mediation.{what}", target=case, at=now, data=data)


@transaction.atomic
def propose_agreement(
    *, case: MediationCase, words: str, actor: Actor | None, now: datetime
) -> MediationCase:
    """Everyone was heard: the mediator proposes words; another proposal asks for each yes again.

    Raises CannotMoveThere, SomeoneRefuses, NotHeardYet, NationalNumberFound.
    """
    case = locked_case(case)
    if case.state != CASE.MEETING:
        raise CannotMoveThere
    if case.parties.filter(refused_on__isnull=False).exists():
        raise SomeoneRefuses
    if case.parties.filter(heard_on=None).exists():
        raise NotHeardYet
    case.agreement = refuse_nir(words.strip())
    save_checked(case)
    case.parties.update(agreed_on=None)
    audit.record(actor=actor, action="members.mediation.proposed", target=case, at=now)
    return case


@transaction.atomic
def agree(
    *, case: MediationCase, person: Person, agreed_on: date, actor: Actor | None, now: datetime
) -> MediationCase:
    """One yes; with the last one there is an agreement.

    Raises CannotMoveThere, NotAParty, NothingProposed.
    """
    case = locked_case(case)
    if case.state != CASE.MEETING:
        raise CannotMoveThere
    if not case.agreement:
        raise NothingProposed
    party = _party(case, person)
    party.agreed_on = agreed_on
    save_checked(party)
    _trace(case, party, "agreed", actor, now)
    if case.parties.filter(agreed_on=None).exists():
        return case
    return move_case(case, CASE.AGREEMENT, actor=actor, now=now)


@transaction.atomic
def record_no_agreement(*, case: MediationCase, actor: Actor | None, now: datetime) -> MediationCase:
    """It did not work, or someone would not come. Raises NotHeardYet, CannotMoveThere."""
    case = locked_case(case)
    if case.parties.filter(heard_on=None, refused_on=None).exists():
        raise NotHeardYet
    case.agreement = ""
    case.parties.update(agreed_on=None)
    return move_case(case, CASE.NO_AGREEMENT, actor=actor, now=now)


@transaction.atomic
def close_mediation(
    *, case: MediationCase, decision: str, actor: Actor | None, now: datetime
) -> MediationCase:
    """Raises CannotMoveThere; while an exclusion waits for its decision, that decision closes it."""
    case = locked_case(case)
    if case.concerned is not None and case.concerned.state == MemberState.EXCLUSION_PROPOSED:
        raise CannotMoveThere
    return close(case, decision, actor, now)


def close(case: MediationCase, decision: str, actor: Actor | None, now: datetime) -> MediationCase:
    case.decision, case.closed_on = refuse_nir(decision.strip()), timezone.localdate(now)
    return move_case(case, CASE.CLOSED, actor=actor, now=now)
