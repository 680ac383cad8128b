from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import Answer, SensitiveQuestion
from kpacite.domain.paths.models import PersonFacts, SensitiveFacts
from kpacite.domain.paths.services.locking import lock_person
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotBornYet(DomainError):
    code = "paths.not_born_yet"
    sentence = _("Cette date n’est pas encore là.")
    field = "birth_date"


@transaction.atomic
def answer_facts(
    *,
    person: Person,
    birth_date: date | None,
    birth_date_declined: bool,
    gender: str,
    actor: Actor | None,
    today: date,
    now: datetime,
) -> PersonFacts:
    """Note a birth date and a gender, or that a person does not wish to say. Raises `NotBornYet`, `Refused`.

    The register says which answers changed, never the answers.
    """
    lock_person(person.pk)
    if birth_date is not None and birth_date >= today:
        raise NotBornYet
    row = PersonFacts.objects.filter(pk=person.pk).first() or PersonFacts(person=person)
    values = {"birth_date": birth_date, "birth_date_declined": birth_date_declined, "gender": gender}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        save_checked(row)
        audit.record(actor=actor, action="paths.facts.answered", target=row, at=now, data={"fields": changed})
    return row


@transaction.atomic
def answer_sensitive(
    *, person: Person, answers: Mapping[SensitiveQuestion, Answer], actor: Actor | None, now: datetime
) -> SensitiveFacts:
    """Note answers to the sensitive questions; those not given stay as they are. Only the fact that there
    was a change is written in the register.
    """
    lock_person(person.pk)
    row = SensitiveFacts.objects.filter(pk=person.pk).first()
    before = row.answers if row else rules.NOTHING_SAID
    letters = rules.answers_with(before, answers)
    if row is not None and letters == before:
        return row
    row = row or SensitiveFacts(person=person)
    row.answers = letters
    save_checked(row)
    audit.record(actor=actor, action="paths.sensitive.answered", target=row, at=now)
    return row
