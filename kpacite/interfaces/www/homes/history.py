"""Who changed what in a KPA, in French words."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.organisations.models import Kpa
from kpacite.platform.audit import AuditEvent

SHOWN = 12
WORDS = {
    "organisations.organisation.created": gettext_lazy("Organisation créée"),
    "organisations.kpa.opened": gettext_lazy("KPA créé"),
    "organisations.kpa.profile_updated": gettext_lazy("Page publique changée"),
    "organisations.kpa.colour_set": gettext_lazy("Couleur changée"),
    "organisations.kpa.status_changed": gettext_lazy("Statut changé"),
    "organisations.kpa.alias_added": gettext_lazy("Autre nom ajouté"),
    "organisations.kpa.tagged": gettext_lazy("Activité ou étiquette ajoutée"),
    "organisations.kpa.untagged": gettext_lazy("Activité ou étiquette retirée"),
    "organisations.welcome_slot.added": gettext_lazy("Accueil ajouté"),
    "organisations.welcome_slot.confirmed": gettext_lazy("Accueil confirmé"),
    "organisations.welcome_slot.ended": gettext_lazy("Accueil arrêté"),
    "organisations.parameter.set": gettext_lazy("Nombre changé"),
}


def history_of(kpa: Kpa) -> list[dict[str, Any]]:
    """The latest changes of the KPA, its slots and its numbers: {day, text, icon, domain}."""
    return [
        {"day": event.at, "text": _sentence(event), "icon": "pencil", "domain": "parcours"}
        for event in _events(kpa)[:SHOWN]
    ]


def _events(kpa: Kpa) -> QuerySet[AuditEvent]:
    slots = [str(slot.pk) for slot in kpa.welcome_slots.all()]
    numbers = [str(key) for key in kpa.organisation.parameters.values_list("pk", flat=True)]
    own = Q(target_type="organisations.kpa", target_id=str(kpa.pk))
    welcome = Q(target_type="organisations.welcomeslot", target_id__in=slots)
    settings = Q(target_type="organisations.parameter", target_id__in=numbers)
    rows = AuditEvent.objects.filter(own | welcome | settings).select_related("actor__person")
    return rows.order_by("-at", "-pk")


def _sentence(event: AuditEvent) -> str:
    what = str(WORDS.get(event.action, event.target_repr))
    if event.actor is None:
        return what
    return _("%(what)s, par %(who)s") % {"what": what, "who": event.actor.person}
