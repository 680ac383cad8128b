"""Which samples the showcase draws, in which order, and the invented data they need."""

from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form, FrenchDateField, HoneypotMixin

SAMPLES = Path(settings.ROOT) / "templates" / "showcase" / "samples"

GROUPS = [
    (
        _("Agir"),
        ["button", "form", "field", "errors", "confirm", "search", "chips", "pager", "back", "breadcrumbs"],
    ),
    (_("Dire"), ["poster", "alert", "badge", "label", "card", "row", "empty", "timeline", "explain"]),
    (_("Montrer"), ["icon", "avatar", "figure", "amount", "date", "gauge", "steps", "table"]),
    (_("Expliquer l’argent et le temps"), ["waterfall", "bars", "band", "dots", "pockets", "tracks"]),
]


class SampleForm(HoneypotMixin, Form):
    name = forms.CharField(label=_("Votre nom"))
    day = FrenchDateField(label=_("Un jour"), help_text=_("Par exemple 6 mars 2026."), required=False)
    task = forms.ChoiceField(
        label=_("Une activité"),
        choices=[("cuisine", _("Cuisine")), ("couture", _("Couture")), ("jardin", _("Jardin"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("J’ai lu la charte"))


def sample_source(name: str) -> str:
    return (SAMPLES / f"{name}.html").read_text(encoding="utf-8").strip()


def sample_data() -> dict[str, Any]:
    return _values() | _paths() | _charts()


def _values() -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm({"faux-day": "demain"}, prefix="faux"),
        "amount": Euro(14904),
        "day": date(2026, 3, 12),
        "page": Paginator(range(90), 30).page(2),
        "links": [{"label": "Accueil", "url": "#breadcrumbs"}, {"label": "Les KPA", "url": "#breadcrumbs"}],
        "filters": [
            {"label": "Tous", "url": "#chips", "current": True},
            {"label": "Lille-Moulins", "url": "#chips", "current": False},
            {"label": "Roubaix", "url": "#chips", "current": False},
        ],
    }


def _paths() -> dict[str, Any]:
    return {
        "steps": [
            {"label": "S’immerger", "icon": "route", "state": "done"},
            {"label": "Explorer", "icon": "compass", "state": "done"},
            {"label": "Tester", "icon": "hammer", "state": "here"},
            {"label": "S’ouvrir", "icon": "sprout", "state": "todo"},
        ],
        "maturity": [
            {"label": "Immersion", "icon": "route", "state": "done"},
            {"label": "Intégration", "icon": "users", "state": "done"},
            {"label": "Consolidation", "icon": "sprout", "state": "here"},
            {"label": "Transmission", "icon": "handshake", "state": "todo"},
            {"label": "Développement", "icon": "compass", "state": "todo"},
        ],
        "events": [
            {
                "day": date(2026, 3, 12),
                "text": "Sofia a terminé 40 sacs.",
                "icon": "scissors",
                "domain": "activites",
            },
            {
                "day": date(2026, 3, 11),
                "text": "Le buffet est payé.",
                "icon": "circle-check",
                "domain": "argent",
            },
        ],
        "contracts": [
            {"name": "Amina", "text": "Mois 7 sur 24", "share": 29, "tint": "canard"},
            {"name": "Yacine", "text": "Mois 23 sur 24 : fin dans 30 jours", "share": 96, "tint": "brique"},
        ],
    }


def _charts() -> dict[str, Any]:
    return {
        "waterfall": [
            _step("Le client a payé", 66000, 0, 1000, tint="feuille", why="Prix sans la TVA."),
            _step("Part de la CAE, 10 %", -6600, 900, 100, kind="moins", why="Contrats, factures et paies."),
            _step("Les achats", -15240, 669, 231, kind="moins", tint="brique", why="Courses et vaisselle."),
            _step("Le pot commun, 10 %", -4416, 602, 67, kind="moins", tint="prune", why="Pour le matériel."),
            _step("À partager entre nous", 39744, 0, 602, kind="reste", tint="soleil"),
        ],
        "ages": [
            {"label": "16 à 24 ans", "text": "22 %", "share": 63},
            {"label": "25 à 39 ans", "text": "34 %", "share": 97},
            {"label": "40 à 54 ans", "text": "35 %", "share": 100},
            {"label": "On ne sait pas", "text": "9 %", "share": 26, "tint": "inconnu"},
        ],
        "shares": [
            {"label": "Les personnes qui travaillent", "text": "60 €", "share": 60, "tint": "soleil"},
            {"label": "Les achats", "text": "22 €", "share": 22, "tint": "brique"},
            {"label": "La CAE", "text": "10 €", "share": 10, "tint": "canard"},
            {"label": "Le pot commun", "text": "8 €", "share": 8, "tint": "prune"},
        ],
        "exits": [
            {"label": "En emploi", "count": 49, "tint": "foret"},
            {"label": "En formation", "count": 15, "tint": "canard"},
            {"label": "Création d’entreprise", "count": 8, "tint": "or"},
            {"label": "Autre dispositif", "count": 3, "tint": "prune"},
            {"label": "Ni emploi ni formation", "count": 3, "tint": "brique"},
            {"label": "On ne sait pas", "count": 20, "tint": "inconnu"},
        ],
        "sales": [
            {"icon": "shopping-basket", "label": "Des clients paient nos services"},
            {"icon": "file-text", "label": "La CAE encaisse et fait les paies"},
            {"icon": "users", "label": "Les coopérant·es sont payé·es"},
        ],
        "grants": [
            {"icon": "landmark", "label": "Ville, État, fondations"},
            {"icon": "building-2", "label": "L’association reçoit l’aide"},
            {"icon": "handshake", "label": "L’accompagnement est payé"},
        ],
    }


def _step(
    label: str, cents: int, start: int, width: int, *, kind: str = "", tint: str = "canard", why: str = ""
) -> dict[str, Any]:
    return {
        "label": label,
        "amount": Euro(cents),
        "start": start,
        "width": width,
        "kind": kind,
        "tint": tint,
        "why": why,
    }
