"""The home of each role: people, messages, settings of a KPA, the network's room, the carrier's."""

from kpacite.domain.organisations.models import (
    ContactMessage,
    HatRequest,
    Invitation,
    KpaTag,
    RoleAssignment,
    WelcomeSlot,
)
from kpacite.domain.people.models import Person
from tests.areas import CARRIER, HERE, NETWORK, NOBODYS, everywhere, first


def _message(name: str) -> object:
    inbox = NETWORK if name.startswith("network") else HERE
    found = ContactMessage.objects.filter(organisation__slug=inbox).order_by("pk").first()
    return found.pk if found else NOBODYS


def _invitation(_name: str) -> object:
    found = Invitation.objects.filter(organisation__slug=HERE).order_by("pk").first()
    return found.pk if found else NOBODYS


def _hat(_name: str) -> object:
    return RoleAssignment.objects.get(person__first_name="Amina", organisation__slug=HERE).pk


def _hat_request(_name: str) -> object:
    return HatRequest.objects.get(person__first_name="Amina", organisation__slug=HERE).pk


def _slot(_name: str) -> object:
    slots = WelcomeSlot.objects.filter(kpa__organisation__slug=HERE)
    return slots.order_by("pk").values_list("pk", flat=True)[0]


def _kpa_tag(_name: str) -> object:
    return KpaTag.objects.filter(kpa__organisation__slug=HERE).order_by("pk").values_list("pk", flat=True)[0]


def _person(_name: str) -> object:
    return Person.objects.get(first_name="Amina").public_id


ARGUMENTS = {
    "kpa": lambda _name: HERE,
    "carrier": lambda _name: CARRIER,
    "public_id": _person,
    "message": _message,
    "invitation": _invitation,
    "hat": _hat,
    "hat_request": _hat_request,
    "slot": _slot,
    "kpa_tag": _kpa_tag,
}
VISITOR_BY_ACCESS = {
    "coordinates_person": "Chloé",
    "kpa_member": "Amina",
    "kpa_space": "Amina",
    "kpa_coordinator": "Chloé",
    "network_staff": "Esther",
    "funder": "Olga",
}
VISITORS = {
    "hat_ask": ["Amina", "Bilal", "Chloé"],
    "kpa_home": ["Amina", "Bilal", "Chloé", "Gaëlle", "Hugo", "Driss"],
    "menu": ["Amina", "Chloé", "Driss", "Esther"],
}
SAMPLES = {
    "login_card": [{"public_id": first(Person.objects, "public_id", first_name="Amina")}],
    "carrier_home": [{"carrier": CARRIER}],
    "network_message": [{"message": first(ContactMessage.objects, organisation__slug=NETWORK)}],
    "kpa_message": [{"kpa": HERE, "message": first(ContactMessage.objects, organisation__slug=HERE)}],
    "kpa_end_hat": [
        {
            "kpa": HERE,
            "hat": first(RoleAssignment.objects, person__first_name="Amina", organisation__slug=HERE),
        }
    ],
    "hat_ask": [{"kpa": HERE}],
    "hat_answer": [{"kpa": HERE, "hat_request": first(HatRequest.objects, person__first_name="Amina")}],
    "kpa_settings_slot": [{"kpa": HERE, "slot": first(WelcomeSlot.objects, kpa__organisation__slug=HERE)}],
    "kpa_settings_tag": [{"kpa": HERE, "kpa_tag": first(KpaTag.objects, kpa__organisation__slug=HERE)}],
    **everywhere(
        "kpa",
        HERE,
        "kpa_home",
        "kpa_to_dos",
        "kpa_messages",
        "kpa_people",
        "kpa_invite",
        "kpa_add_person",
        "kpa_settings",
        "kpa_settings_page",
        "kpa_settings_colour",
        "kpa_settings_slots",
        "kpa_settings_tags",
        "kpa_settings_numbers",
    ),
}
NOT_PAGES = {
    "kpa_people_csv": "a file",
    "my_home": "leads to one's own home",
    "network_revoke": "needs an invitation first",
    "kpa_revoke": "needs an invitation first",
}
