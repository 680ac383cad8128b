"""One object of La Cape for each argument that an address takes: what the permission table is asked with."""

from collections.abc import Callable, Iterable

from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Offer
from kpacite.domain.ledger.models import Entry, FiscalYear, Period
from kpacite.domain.organisations.models import (
    ContactMessage,
    Invitation,
    KpaTag,
    RoleAssignment,
    WelcomeSlot,
)
from kpacite.domain.people.models import Person

NOBODYS = 999_999
KPA, CARRIER, NETWORK = "la-cape", "opteos", "kpa-cite"


def _message(name: str) -> object:
    inbox = NETWORK if name.startswith("network") else KPA
    found = ContactMessage.objects.filter(organisation__slug=inbox).order_by("pk").first()
    return found.pk if found else NOBODYS


def _invitation(_name: str) -> object:
    found = Invitation.objects.filter(organisation__slug=KPA).order_by("pk").first()
    return found.pk if found else NOBODYS


def _hat(_name: str) -> object:
    return RoleAssignment.objects.get(person__first_name="Amina", organisation__slug=KPA).pk


def _slot(_name: str) -> object:
    return (
        WelcomeSlot.objects.filter(kpa__organisation__slug=KPA).order_by("pk").values_list("pk", flat=True)[0]
    )


def _kpa_tag(_name: str) -> object:
    return KpaTag.objects.filter(kpa__organisation__slug=KPA).order_by("pk").values_list("pk", flat=True)[0]


def _person(_name: str) -> object:
    return Person.objects.get(first_name="Amina").public_id


def _offer(_name: str) -> object:
    """One that Amina proposed to the group of Bilal."""
    return Offer.objects.get(author__first_name="Amina", state=OfferState.PROPOSED).pk


# A token that nobody holds, a device or passkey of nobody: what a guesser would try.
SAMPLES: dict[str, Callable[[str], object]] = {
    "kpa": lambda _name: KPA,
    "slug": lambda _name: KPA,
    "carrier": lambda _name: CARRIER,
    "public_id": _person,
    "message": _message,
    "invitation": _invitation,
    "hat": _hat,
    "slot": _slot,
    "kpa_tag": _kpa_tag,
    "number": lambda name: "411000" if name.startswith("ledger") else 2,
    "aux": lambda _name: "C0001",
    "entry": lambda _name: Entry.objects.get(piece_ref="EX-F1").pk,
    "period": lambda _name: Period.objects.order_by("start").values_list("pk", flat=True)[0],
    "year": lambda _name: FiscalYear.objects.order_by("start").values_list("pk", flat=True)[0],
    "code": lambda _name: "cuisine",
    "offer": _offer,
    "token": lambda _name: "guessed",
    "old": lambda _name: 1,
    "new": lambda _name: 2,
    "rank": lambda _name: 0,
    "pk": lambda _name: NOBODYS,
}


def sample(name: str, arguments: Iterable[str]) -> dict[str, object]:
    """Arguments for the address called `name`; a new kind of argument needs a line in `SAMPLES`."""
    return {argument: SAMPLES[argument](name) for argument in arguments}
