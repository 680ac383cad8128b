"""Two years without a contact: a notice, a delay, then a file without a name that still counts."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.activities.models import GroupRequest
from kpacite.domain.members import services as members
from kpacite.domain.organisations.models import HatRequest
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.models import (
    AppointmentAction,
    BadgeAward,
    CommitmentExemption,
    ForgettingNotice,
    Orientation,
    Path,
    PathCompanion,
    PersonFacts,
    PersonReference,
    ReferralSource,
    ShownSkill,
    SkillView,
    StageMove,
    SupportMember,
    SupportNote,
)
from kpacite.domain.paths.services.locking import lock_person
from kpacite.domain.paths.services.references import forgotten_reference
from kpacite.domain.people.models import AccessRecord, Person
from kpacite.domain.people.services import forget_identity
from kpacite.platform import audit, mail
from kpacite.platform.audit import Actor


def give_notices(*, today: date, now: datetime) -> int:
    """Tell those whose two years are near; how many were told."""
    told = 0
    for person in selectors.may_be_forgotten(today).iterator(chunk_size=500):
        contact = selectors.last_contact(person)
        if rules.notice_is_due(contact, today):
            _announce(person, rules.forgotten_on(contact, today), today, now)
            told += 1
    return told


@transaction.atomic
def _announce(person: Person, due_on: date, today: date, now: datetime) -> None:
    notice = ForgettingNotice.objects.create(person=person, noticed_on=today, due_on=due_on)
    audit.record(actor=None, action="paths.forgetting.announced", target=notice, at=now)
    if person.email:
        mail.send(
            template="paths/forgetting",
            to=[person.email],
            context={"first_name": person.first_name, "day": due_on},
            language=person.language,
        )


@transaction.atomic
def keep_file(
    *, notice: ForgettingNotice, actor: Actor | None, today: date, now: datetime
) -> ForgettingNotice:
    """The person wants to stay known, or someone met her: nothing is emptied. Twice changes nothing."""
    row = ForgettingNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.cancelled_on is None and row.done_on is None:
        row.cancelled_on = today
        row.save(update_fields=["cancelled_on"])
        audit.record(actor=actor, action="paths.forgetting.stopped", target=row, at=now)
    return row


def forget_those_due(*, today: date, now: datetime) -> int:
    """Empty the files whose day has come; a contact since the notice stops it. How many were emptied."""
    done = 0
    for notice in list(selectors.due_notices(today)):
        if selectors.last_contact(notice.person) >= notice.noticed_on:
            keep_file(notice=notice, actor=None, today=today, now=now)
        else:
            _forget(notice, today, now)
            done += 1
    return done


@transaction.atomic
def _forget(notice: ForgettingNotice, today: date, now: datetime) -> None:
    person = lock_person(notice.person_id)
    paths = Path.objects.filter(person=person)
    _blur_birth_date(person)
    paths.update(postcode="", referral="")
    StageMove.objects.filter(path__in=paths).update(words="")
    AppointmentAction.objects.filter(appointment__path__in=paths).delete()
    SupportNote.objects.filter(path__in=paths).delete()
    for path in paths:
        path.appointments.all().delete()
    SkillView.objects.filter(person=person).update(evidence="")
    ShownSkill.objects.filter(person=person).delete()
    BadgeAward.objects.filter(person=person).update(evidence="")
    CommitmentExemption.objects.filter(path__in=paths).delete()
    PathCompanion.objects.filter(path__in=paths).delete()
    SupportMember.objects.filter(path__in=paths).delete()
    Orientation.objects.filter(path__in=paths).delete()
    ReferralSource.objects.filter(path__in=paths).update(contact="")
    for reference in PersonReference.objects.filter(person=person):
        reference.reference = forgotten_reference(reference.reference)
        reference.save(update_fields=["reference"])
    members.forget_words(person=person)
    GroupRequest.objects.filter(person=person).update(words="")
    HatRequest.objects.filter(person=person).update(words="", answer_words="")
    AccessRecord.objects.filter(person=person).delete()
    forget_identity(person=person, actor=None, now=now)
    notice.done_on = today
    notice.save(update_fields=["done_on"])
    audit.record(actor=None, action="paths.person.forgotten", target=notice, at=now)


def _blur_birth_date(person: Person) -> None:
    facts = PersonFacts.objects.filter(pk=person.pk).first()
    if facts is None or facts.birth_date is None:
        return
    entries = Path.objects.filter(person=person).values_list("start", flat=True)
    facts.birth_date = rules.stand_in_birth_date(facts.birth_date, entries)
    facts.save(update_fields=["birth_date"])
