"""The front door: what KPA-Cité is, three doors, a map, a few dated figures."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import selectors
from kpacite.interfaces.www.public.counts import sentence_of
from kpacite.interfaces.www.public.figures import network_figures
from kpacite.interfaces.www.public.maps import network_map
from kpacite.interfaces.www.public.reading import reading_url


@dataclass(frozen=True, slots=True)
class Verb:
    title: Promise
    words: Promise
    icon: str
    domain: str


# « Principe de fonctionnement des KPA » (documents 000 and 001), in the words of the copy guide.
VERBS = (
    Verb(
        _("Apporter"),
        _("Chaque personne vient avec ses savoir-faire et ses passions."),
        icon="sprout",
        domain="argent",
    ),
    Verb(
        _("Proposer"),
        _("On imagine ensemble des services et des produits."),
        icon="lightbulb",
        domain="heures",
    ),
    Verb(
        _("Se former"),
        _("On échange. On apprend les uns des autres."),
        icon="graduation-cap",
        domain="parcours",
    ),
    Verb(
        _("Chercher"), _("On se fait connaître. On cherche des commandes."), icon="search", domain="decider"
    ),
    Verb(
        _("Réaliser"),
        _("On fait le devis, puis le travail, puis la facture."),
        icon="file-text",
        domain="activites",
    ),
    Verb(
        _("Partager"),
        _("On se rémunère selon la part que chaque personne a prise dans le projet."),
        icon="hand-coins",
        domain="argent",
    ),
)


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    directory = selectors.kpa_directory(today=today)
    context = {
        "verbs": VERBS,
        "map": network_map(directory.cards),
        "count_sentence": sentence_of(directory.cards),
        "figures": network_figures(),
        "reading_url": reading_url(),
    }
    return render(request, "public/home.html", context)
