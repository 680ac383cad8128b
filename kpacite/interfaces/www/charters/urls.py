"""The charter of a KPA: read by everyone, signed by its members, written by its coordination."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www import gates
from kpacite.interfaces.www.charters.views import member, public, signatures, writing
from kpacite.platform.access import PUBLIC, Access, declare


def _route(access: Access, route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(access)(view), name=name)


MEMBER, COORDINATOR = gates.KPA_MEMBER, gates.KPA_COORDINATOR
OPEN, OWN = "kpa/<slug:slug>/charte/", "<slug:kpa>/charte/"
VERSION, DIFFERENCE = "version-<int:number>/", "differences/<int:old>-<int:new>/"

urlpatterns = [
    _route(PUBLIC, OPEN, public.charter, "charter_public"),
    _route(PUBLIC, OPEN + VERSION, public.version, "charter_public_version"),
    _route(PUBLIC, OPEN + DIFFERENCE, public.difference, "charter_public_difference"),
    _route(MEMBER, OWN, member.charter, "charter"),
    _route(MEMBER, OWN + VERSION, member.version, "charter_version"),
    _route(MEMBER, OWN + DIFFERENCE, member.difference, "charter_difference"),
    _route(COORDINATOR, OWN + "signatures/", signatures.sheet, "charter_signatures"),
    _route(COORDINATOR, OWN + "signatures/liste.csv", signatures.sheet_csv, "charter_signatures_csv"),
    _route(COORDINATOR, OWN + "signatures/papier/", signatures.paper, "charter_paper"),
    _route(COORDINATOR, OWN + "brouillon/", writing.draft, "charter_draft"),
    _route(COORDINATOR, OWN + "brouillon/pourquoi/", writing.details, "charter_details"),
    _route(COORDINATOR, OWN + "brouillon/parties/<int:rank>/", writing.section, "charter_section"),
    _route(COORDINATOR, OWN + "brouillon/discussion/", writing.discuss, "charter_discuss"),
    _route(COORDINATOR, OWN + "brouillon/reprendre/", writing.resume, "charter_resume"),
    _route(COORDINATOR, OWN + "brouillon/mettre-en-vigueur/", writing.force, "charter_force"),
    _route(COORDINATOR, OWN + "qui-la-lit/", writing.publication, "charter_publication"),
]
