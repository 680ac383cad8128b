"""What the public page of a KPA still lacks, in words, with the place where to write it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kpacite.domain.organisations.enums import LinkRole
from kpacite.domain.organisations.models import Kpa

COLUMNS = {
    "story": gettext_lazy("Histoire"),
    "contact": gettext_lazy("Contact"),
    "hours": gettext_lazy("Horaires"),
    "address": gettext_lazy("Adresse"),
    # Elsewhere the same word names the first page.
    "welcome": pgettext_lazy("quand on peut venir", "Accueil"),
    "activities": gettext_lazy("Activités"),
    "host": gettext_lazy("Association"),
    "carrier": gettext_lazy("Portage"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """`url` is empty for what only the network writes. `code`: a column of the network's table."""

    code: str
    label: str
    url: str


def with_all_parts() -> QuerySet[Kpa]:
    """KPAs with what `lacks_of` reads: five queries however many there are."""
    rows = Kpa.objects.select_related("organisation", "place")
    return rows.prefetch_related("links", "kpa_tags", "welcome_slots", "status_periods")


def lacks_of(kpa: Kpa) -> list[Lack]:
    at = {"kpa": kpa.organisation.slug}
    page = reverse("kpa_settings_page", kwargs=at)
    slots = reverse("kpa_settings_slots", kwargs=at)
    tags = reverse("kpa_settings_tags", kwargs=at)
    contact = kpa.organisation.contact_email or kpa.organisation.contact_phone
    checks = [
        ("story", kpa.story, _("L’histoire du KPA"), page),
        ("contact", contact, _("Un contact : e-mail ou téléphone du KPA"), page),
        ("hours", kpa.opening_hours, _("Les horaires"), page),
        ("address", kpa.place and kpa.place.address_line_1, _("L’adresse"), ""),
        (
            "welcome",
            any(slot.confirmed_on for slot in kpa.welcome_slots.all()),
            _("Un accueil confirmé"),
            slots,
        ),
        ("activities", kpa.kpa_tags.all(), _("Les activités"), tags),
        ("host", _has(kpa, LinkRole.HOST_ASSOCIATION), _("L’association qui porte le KPA"), ""),
        ("carrier", _has(kpa, LinkRole.LEGAL_CARRIER), _("La structure de portage"), ""),
    ]
    return [Lack(code, label, url) for code, present, label, url in checks if not present]


def _has(kpa: Kpa, role: LinkRole) -> bool:
    return any(link.role == role for link in kpa.links.all())
