from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people import rules
from kpacite.domain.people.enums import Language
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit


class NameMissing(DomainError):
    code = "name_missing"
    sentence = _("Écrivez un prénom.")
    field = "first_name"


@transaction.atomic
def create_person(
    *,
    first_name: str,
    last_name: str = "",
    email: str = "",
    phone: str = "",
    language: str = Language.FRENCH,
    actor: audit.Actor | None,
    now: datetime,
) -> Person:
    """Write down someone the network meets. Raises NameMissing, InvalidPhone."""
    person = Person(created_at=now)
    _fill(person, first_name=first_name, last_name=last_name, email=email, phone=phone, language=language)
    person.save()
    audit.record(actor=actor, action="people.person.created", target=person, at=now)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    first_name: str,
    last_name: str,
    email: str,
    phone: str,
    language: str,
    actor: audit.Actor | None,
    now: datetime,
) -> Person:
    """Correct a name, a contact or a language. The register says which fields, never their content.

    Raises NameMissing, InvalidPhone.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    changed = _fill(
        person, first_name=first_name, last_name=last_name, email=email, phone=phone, language=language
    )
    if changed:
        person.save(update_fields=changed)
        # What is frozen under a double file shows the name of the kept one.
        Person.objects.filter(merged_into=person).update(
            first_name=person.first_name, last_name=person.last_name
        )
        audit.record(
            actor=actor, action="people.person.changed", target=person, at=now, data={"fields": changed}
        )
    return person


def _fill(person: Person, *, first_name: str, phone: str, email: str, **others: str) -> list[str]:
    if not first_name.strip():
        raise NameMissing
    values = {name: value.strip() for name, value in others.items()} | {
        "first_name": first_name.strip(),
        "phone": rules.normalise_phone(phone),
        "email": rules.normalise_email(email),
    }
    changed = [name for name, value in sorted(values.items()) if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    return changed
