"""The links of this app to people, and the facts of a file that are compared (decision 0044)."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from kpacite.domain.people import ties
from kpacite.domain.people.enums import Language
from kpacite.domain.people.models import Consent, Person
from kpacite.domain.people.ties import Moving, Policy, Tie, Trait

ties.declare(
    Tie("people.account", "person", Policy.OWN, passing=True),
    Tie("people.ownbankaccount", "person", words=gettext_lazy("Compte en banque"), erased=True),
    Tie("people.consent", "person", words=gettext_lazy("Accords donnés")),
    Tie("people.accessrecord", "person", passing=True),
    Tie("people.personmerge", "kept", Policy.FOLLOW, passing=True),
    Tie("people.personmerge", "merged", Policy.FOLLOW, passing=True),
    Tie("people.twopeople", "first", Policy.FOLLOW, passing=True),
    Tie("people.twopeople", "second", Policy.FOLLOW, passing=True),
    Tie("people.person", "merged_into", Policy.OWN, passing=True),
)


def _read(person: Person, name: str) -> str:
    return str(getattr(person, name))


def _take(moving: Moving, name: str) -> None:
    moving.set(moving.kept, **{name: getattr(moving.merged, name)})


def _language(person: Person) -> str:
    return str(Language(person.language).label)


def _trait(name: str, label: Any) -> Trait:
    return Trait(name, label, partial(_read, name=name), partial(_take, name=name))


ties.compare(
    _trait("first_name", gettext_lazy("Prénom")),
    _trait("last_name", gettext_lazy("Nom")),
    _trait("email", gettext_lazy("Adresse e-mail")),
    _trait("phone", gettext_lazy("Téléphone")),
    Trait("language", gettext_lazy("Langue"), _language, partial(_take, name="language")),
)


@ties.settle
def _a_withdrawn_yes_stays_withdrawn(moving: Moving) -> None:
    """What one of the two files took back is not given again by the other one."""
    both = Consent.objects.filter(person__in=[moving.kept, moving.merged])
    for consent in both.running():
        later = both.filter(purpose=consent.purpose, withdrawn_at__gt=consent.given_at)
        if later.exists():
            moving.set(consent, withdrawn_at=moving.now)
