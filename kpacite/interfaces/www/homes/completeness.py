"""What the public page of a KPA still lacks, in words, with the place where to write it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kpacite.domain.organisations.enums import LinkRole
from kpacite.domain.organisations.models import Kpa
from kpacite.platform.asking import Question

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
    """KPAs with what `parts_of` reads: five queries however many there are."""
    rows = Kpa.objects.select_related("organisation", "place")
    return rows.prefetch_related("links", "kpa_tags", "welcome_slots", "status_periods")


@dataclass(frozen=True, slots=True)
class Parts:
    """Whether the KPA has at least one of each."""

    welcome: bool
    activities: bool
    host: bool
    carrier: bool


def parts_of(kpa: Kpa) -> Parts:
    """Of a KPA loaded by `with_all_parts`."""
    roles = {link.role for link in kpa.links.all()}
    return Parts(
        welcome=any(slot.confirmed_on for slot in kpa.welcome_slots.all()),
        activities=bool(kpa.kpa_tags.all()),
        host=LinkRole.HOST_ASSOCIATION in roles,
        carrier=LinkRole.LEGAL_CARRIER in roles,
    )


def parts_asked(kpa: Kpa) -> dict[str, Question]:
    """The fields of `Parts`, as questions inside another query."""
    return {
        "welcome": kpa.welcome_slots.filter(confirmed_on__isnull=False),
        "activities": kpa.kpa_tags.all(),
        "host": kpa.links.filter(role=LinkRole.HOST_ASSOCIATION),
        "carrier": kpa.links.filter(role=LinkRole.LEGAL_CARRIER),
    }


def lacks_of(kpa: Kpa, parts: Parts) -> list[Lack]:
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
        ("welcome", parts.welcome, _("Un accueil confirmé"), slots),
        ("activities", parts.activities, _("Les activités"), tags),
        ("host", parts.host, _("L’association qui porte le KPA"), ""),
        ("carrier", parts.carrier, _("La structure de portage"), ""),
    ]
    return [Lack(code, label, url) for code, present, label, url in checks if not present]
