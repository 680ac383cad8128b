"""The KPAs on a map and in a list: search, filters, a table to download, a page to print."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.selectors import KpaCard
from kpacite.interfaces.www.public.cards import listed
from kpacite.interfaces.www.public.counts import sentence_of
from kpacite.interfaces.www.public.filters import Filters
from kpacite.interfaces.www.public.maps import network_map
from kpacite.platform.http import csv_response, page_or_part


def directory(request: HttpRequest) -> HttpResponse:
    filters = Filters(request.GET)
    found = selectors.kpa_directory(filters.query, today=timezone.localdate())
    cards = filters.keep(found.cards)
    drawn = network_map(cards)
    context = {
        "filters": filters,
        "groups": filters.groups(found),
        "map": drawn,
        "cards": listed(cards, drawn, filters.purpose),
        "count_sentence": sentence_of(cards),
        "is_approximate": found.is_approximate,
    }
    return page_or_part(request, "public/directory.html", "public/_results.html", context)


def directory_csv(request: HttpRequest) -> HttpResponseBase:
    """The public directory, filtered as the page is; nothing that the page does not show."""
    filters = Filters(request.GET)
    found = selectors.kpa_directory(filters.query, today=timezone.localdate())
    header = [
        _("Nom"),
        _("Autres noms"),
        _("Statut"),
        _("Confirmé le"),
        _("Lieu"),
        _("Quartier"),
        _("Ville"),
        _("Activités"),
        _("Territoires"),
        _("Champs"),
        _("Page"),
    ]
    rows = (_row(request, card) for card in filters.keep(found.cards))
    return csv_response("kpa.csv", header, rows)


def _row(request: HttpRequest, card: KpaCard) -> list[str]:
    return [
        card.name,
        ", ".join(card.aliases),
        card.status_label,
        card.status_confirmed_on.isoformat() if card.status_confirmed_on else "",
        card.place_name,
        card.neighbourhood,
        card.city,
        *(", ".join(tag.name for tag in tags) for tags in (card.activities, card.territories, card.fields)),
        request.build_absolute_uri(f"/kpa/{card.slug}/"),
    ]


def network_map_page(request: HttpRequest) -> HttpResponse:
    cards = selectors.kpa_directory(today=timezone.localdate()).cards
    drawn = network_map(cards)
    context = {"map": drawn, "cards": listed(cards, drawn), "count_sentence": sentence_of(cards)}
    return render(request, "public/map.html", context)
