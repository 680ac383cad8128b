"""Every page that exists and that the person may open, found in the addresses themselves."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.organisations import selectors
from kpacite.platform.http import menu_of

DISCOVER = (
    ("home", gettext_lazy("Accueil")),
    ("kpa_list", gettext_lazy("Les KPA")),
    ("network_map", gettext_lazy("La carte du réseau")),
    ("bilan_list", gettext_lazy("Les bilans du réseau")),
    ("launch", gettext_lazy("Lancer un KPA")),
    ("network_contact", gettext_lazy("Écrire au réseau")),
)
SITE = (
    ("account_login", gettext_lazy("Se connecter")),
    ("reading", gettext_lazy("Confort de lecture")),
    ("language", gettext_lazy("Langue")),
    ("accessibility", gettext_lazy("Accessibilité")),
    ("privacy", gettext_lazy("Données personnelles")),
    ("legal", gettext_lazy("Mentions légales")),
    ("source_code", gettext_lazy("Le code du site")),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    links: list[Link]


def site_plan(request: HttpRequest) -> HttpResponse:
    cards = selectors.kpa_directory(today=timezone.localdate()).cards
    kpas = [Link(card.name, reverse("kpa_page", kwargs={"slug": card.slug})) for card in cards]
    mine = [Link(entry.label, entry.url) for entry in menu_of(request)]
    groups = [
        Group(_("Découvrir"), _existing(DISCOVER)),
        Group(_("Les KPA"), kpas),
        Group(_("Le site"), _existing(SITE)),
        Group(_("Mon espace"), mine),
    ]
    return render(request, "public/site_plan.html", {"groups": [group for group in groups if group.links]})


def _existing(pages: tuple[tuple[str, str | Promise], ...]) -> list[Link]:
    links = []
    for name, label in pages:
        try:
            links.append(Link(str(label), reverse(name)))
        except NoReverseMatch:
            continue
    return links
