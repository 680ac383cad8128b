from datetime import datetime

from django.db import transaction

from kpacite.domain.people.models import Account, LoginCard, OwnBankAccount, Person, PersonMerge
from kpacite.platform import audit

FORGOTTEN = "Personne oubliée"


@transaction.atomic
def forget_identity(*, person: Person, actor: audit.Actor | None, now: datetime) -> Person:
    """Empty a name and every way to reach someone; her account closes for good. What counts stays.

    The double files that were made one with hers go the same way.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    for file in (person, *Person.objects.select_for_update(of=("self",)).filter(merged_into=person)):
        _empty(file, now)
    PersonMerge.objects.filter(kept=person, emptied_at=None).update(changes=[], emptied_at=now)
    audit.record(actor=actor, action="people.person.forgotten", target=person, at=now)
    return person


def _empty(person: Person, now: datetime) -> None:
    person.first_name, person.last_name, person.email, person.phone = FORGOTTEN, "", "", ""
    person.save(update_fields=["first_name", "last_name", "email", "phone"])
    OwnBankAccount.objects.filter(person=person).delete()
    account = Account.objects.filter(person=person).first()
    if account is not None:
        account.is_active, account.email = False, None
        account.login_name = f"oubli-{person.public_id}"
        account.set_unusable_password()
        account.save(update_fields=["is_active", "email", "login_name", "password"])
        LoginCard.objects.running().filter(account=account).update(revoked_at=now)
