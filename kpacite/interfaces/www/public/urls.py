"""What everyone may open, without signing in."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.public.views import contact, directory, home, kpa, launch, legal, site_plan
from kpacite.platform.access import PUBLIC, declare


def _public(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(PUBLIC)(view), name=name)


urlpatterns = [
    _public("", home.home, "home"),
    _public("kpa/", directory.directory, "kpa_list"),
    _public("kpa/annuaire.csv", directory.directory_csv, "kpa_csv"),
    _public("kpa/<slug:slug>/", kpa.kpa, "kpa_page"),
    _public("kpa/<slug:slug>/contact/", contact.kpa_contact, "kpa_contact"),
    _public("kpa/<slug:slug>/contact/merci/", contact.kpa_thanks, "kpa_contact_thanks"),
    _public("lancer-un-kpa/", launch.launch, "launch"),
    _public("lancer-un-kpa/merci/", contact.network_thanks, "launch_thanks"),
    _public("contact/", contact.network_contact, "network_contact"),
    _public("contact/merci/", contact.network_thanks, "network_contact_thanks"),
    _public("reseau/carte/", directory.network_map_page, "network_map"),
    _public("accessibilite/", legal.accessibility, "accessibility"),
    _public("donnees-personnelles/", legal.privacy, "privacy"),
    _public("mentions-legales/", legal.legal, "legal"),
    _public("code/", legal.source_code, "source_code"),
    _public("plan-du-site/", site_plan.site_plan, "site_plan"),
]
