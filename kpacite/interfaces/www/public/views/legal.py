"""Pages that the law or the licence asks for."""

from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.rules import CONTACT_KEPT
from kpacite.domain.paths.rules.forgetting import FORGET_AFTER_MONTHS, NOTICE_MONTHS
from kpacite.domain.people.services.accesses import KEPT_MONTHS
from kpacite.interfaces.www.public.reading import reading_url

MONTHS_IN_A_YEAR = 12


class Credit(NamedTuple):
    what: Promise
    who: str | Promise
    licence: str | Promise


CREDITS = (
    Credit(_("Contours de la carte, simplifiés"), "Victor Cazanave, svg-maps", "CC BY 4.0"),
    Credit(_("Place des communes"), "GeoNames (geonames.org)", "CC BY 4.0"),
    Credit(_("Noms des communes"), _("Insee et La Poste, par Etalab"), _("Licence Ouverte 2.0")),
    Credit(_("Dessins des boutons"), "Lucide, Feather", "ISC, MIT"),
    Credit(_("Lettres du texte"), "Atkinson Hyperlegible Next, Braille Institute", "OFL 1.1"),
    Credit(_("Lettres des titres"), "Bricolage Grotesque", "OFL 1.1"),
    Credit(_("Échanges avec la page"), "htmx", "0BSD"),
)


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", {"reading_url": reading_url()})


def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "forget_years": FORGET_AFTER_MONTHS // MONTHS_IN_A_YEAR,
        "notice_months": NOTICE_MONTHS,
        "reading_months": KEPT_MONTHS,
        "seat_days": CONTACT_KEPT.days,
    }
    return render(request, "public/privacy.html", context)


def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "public/legal.html", {"credits": CREDITS})


def source_code(request: HttpRequest) -> HttpResponse:
    """AGPL, section 13: whoever uses the site is offered the source of the running version."""
    context = {"version": _version(), "source_url": getattr(settings, "SOURCE_URL", "")}
    return render(request, "public/source_code.html", context)


def _version() -> str:
    try:
        return version("kpacite")
    except PackageNotFoundError:
        return "0"
