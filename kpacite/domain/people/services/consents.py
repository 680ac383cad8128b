from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people import selectors
from kpacite.domain.people.enums import ConsentPurpose
from kpacite.domain.people.models import Consent, Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit


class ConsentAlreadyGiven(DomainError):
    code = "consent_already_given"
    sentence = _("Cet accord est déjà donné.")


class NoRunningConsent(DomainError):
    code = "no_running_consent"
    sentence = _("Cet accord n’est pas donné : il n’y a rien à retirer.")


@transaction.atomic
def give_consent(
    *, person: Person, purpose: ConsentPurpose, actor: audit.Actor | None, now: datetime
) -> Consent:
    """Write down a yes. Raises ConsentAlreadyGiven."""
    _lock(person)
    if purpose in selectors.running_consents(person):
        raise ConsentAlreadyGiven
    consent = Consent.objects.create(person=person, purpose=purpose, given_at=now)
    audit.record(actor=actor, action="people.consent.given", target=person, at=now, data={"purpose": purpose})
    return consent


@transaction.atomic
def withdraw_consent(
    *, person: Person, purpose: ConsentPurpose, actor: audit.Actor | None, now: datetime
) -> Consent:
    """End a yes; its row stays. Raises NoRunningConsent."""
    _lock(person)
    consent = Consent.objects.running().filter(person=person, purpose=purpose).first()
    if consent is None:
        raise NoRunningConsent
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    audit.record(
        actor=actor, action="people.consent.withdrawn", target=person, at=now, data={"purpose": purpose}
    )
    return consent


@transaction.atomic
def choose_consents(
    *, person: Person, purposes: Iterable[str], actor: audit.Actor | None, now: datetime
) -> None:
    """Make the running consents exactly these: give the missing ones, withdraw the others."""
    _lock(person)
    wanted = {ConsentPurpose(purpose) for purpose in purposes}
    running = {ConsentPurpose(purpose) for purpose in selectors.running_consents(person)}
    for purpose in sorted(wanted - running):
        give_consent(person=person, purpose=purpose, actor=actor, now=now)
    for purpose in sorted(running - wanted):
        withdraw_consent(person=person, purpose=purpose, actor=actor, now=now)


def _lock(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
