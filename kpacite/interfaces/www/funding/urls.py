"""The agreements with funders, noted by the coordination of the network."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.funding import views
from kpacite.interfaces.www.gates import NETWORK_STAFF
from kpacite.platform.access import declare


def _route(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(f"reseau/conventions/{route}", declare(NETWORK_STAFF)(view), name=name)


urlpatterns = [
    _route("", views.grants, "grants"),
    _route("liste.csv", views.table, "grants_csv"),
    _route("noter/", views.note, "grant_new"),
    _route("<slug:grant>/", views.grant, "grant"),
    _route("<slug:grant>/modifier/", views.edit, "grant_edit"),
    _route("<slug:grant>/fermer/", views.close, "grant_close"),
]
