"""The public page of one KPA."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.activities.selectors import has_catalogue, has_public_trainings
from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.selectors import KpaPage
from kpacite.interfaces.www.public.cards import where_words
from kpacite.interfaces.www.public.figures import figure_of

TINTS = 6


def kpa(request: HttpRequest, slug: str) -> HttpResponse:
    page = page_of(slug)
    place, neighbourhood = page.kpa.place, page.kpa.neighbourhood
    context = {
        "page": page,
        "tint": tint_of(slug),
        "where": where_words(neighbourhood.name if neighbourhood else "", place.city if place else ""),
        "status_label": page.status.get_status_display() if page.status else _("Statut à compléter"),
        "contact_url": reverse("kpa_contact", kwargs={"slug": slug}),
        "has_services": has_catalogue(page.kpa, timezone.localdate()),
        "has_trainings": has_public_trainings(page.kpa, timezone.now()),
        "figures": [figure_of(fact) for fact in page.facts],
    }
    return render(request, "public/kpa.html", context)


def page_of(slug: str) -> KpaPage:
    page = selectors.kpa_page(slug, today=timezone.localdate())
    if page is None:
        raise Http404
    return page


def tint_of(slug: str) -> int:
    """The poster of a KPA: always the same ground of the six, two neighbours rarely alike."""
    return sum(slug.encode()) % TINTS + 1
