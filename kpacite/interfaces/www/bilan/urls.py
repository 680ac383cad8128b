"""The bilans: open to everybody, to funders, to the members of a KPA, and prepared by the network."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.bilan.gates import FUNDER, KPA_MEMBER, NETWORK_STAFF, PUBLIC
from kpacite.interfaces.www.bilan.views import funder, kpa, public, staff, story
from kpacite.platform.access import Access, declare


def _route(access: Access, route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(access)(view), name=name)


FILE = "<slug:report>/chiffres/<slug:file_kind>/"
OPEN, STAFF, OURS = "reseau/bilan/", "reseau/bilans/", "financeur/bilans/"

urlpatterns = [
    _route(PUBLIC, OPEN, public.bilans, "bilan_list"),
    _route(PUBLIC, OPEN + "<slug:report>/", public.bilan, "bilan_public"),
    _route(PUBLIC, OPEN + FILE, public.file, "bilan_public_file"),
    _route(NETWORK_STAFF, STAFF, staff.bilans, "network_bilans"),
    _route(NETWORK_STAFF, STAFF + "preparer/", staff.prepare, "network_bilan_new"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/", staff.bilan, "network_bilan"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/comparer/", staff.compare, "network_bilan_compare"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/figer/", staff.freeze, "network_bilan_freeze"),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/<int:edition>/publier/<slug:audience>/",
        staff.publish,
        "network_bilan_publish",
    ),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/recit/ecrire/", story.write, "network_bilan_text_new"),
    _route(NETWORK_STAFF, STAFF + "<slug:report>/recit/<int:text>/", story.change, "network_bilan_text"),
    _route(
        NETWORK_STAFF,
        STAFF + "<slug:report>/recit/<int:text>/enlever/",
        story.remove,
        "network_bilan_text_remove",
    ),
    _route(NETWORK_STAFF, STAFF + FILE, staff.file, "network_bilan_file"),
    _route(FUNDER, OURS, funder.bilans, "funder_bilans"),
    _route(FUNDER, OURS + "<slug:report>/", funder.bilan, "funder_bilan"),
    _route(FUNDER, OURS + FILE, funder.file, "funder_bilan_file"),
    _route(KPA_MEMBER, "<slug:kpa>/bilan/", kpa.bilan, "kpa_bilan"),
]
