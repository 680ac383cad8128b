"""The main menu of who is signed in: five places on a phone, the rest in the left column and on `/menu/`."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes import kpa_places
from kpacite.platform.http import MenuItem


def items(request: HttpRequest) -> list[MenuItem]:
    """The places that this person may open, from where she stands; nothing when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    hats = gates.hats_of(request)
    own = _own_items(request, hats)
    rest = [
        MenuItem(_("Casquettes"), icon="users", url_name="my_hats", wide=len(own) > 3),
        MenuItem(_("Mon compte"), icon="user-round", url_name="account", wide=True),
        MenuItem(_("Les KPA"), icon="map-pin", url_name="kpa_list", wide=True),
        MenuItem(_("Menu"), icon="menu", url_name="menu"),
    ]
    return [*own, *rest]


def _own_items(request: HttpRequest, hats: Hats) -> list[MenuItem]:
    place = place_of(request, hats)
    if place is None:
        return [MenuItem(_("Accueil"), icon="house", url_name="my_home")]
    if place.kind == OrganisationKind.NETWORK:
        return _network_items()
    if place.kind == OrganisationKind.KPA:
        return kpa_places.items_of(place, hats)
    if Role.CARRIER_ACCOUNTANT in hats.roles_in(place):
        return [MenuItem(_("Accueil"), icon="house", url_name="carrier_home", kwargs={"carrier": place.slug})]
    if hats.has(Role.FUNDER):
        return [
            MenuItem(_("Accueil"), icon="house", url_name="funder_home"),
            MenuItem(_("Bilans"), icon="chart-column", url_name="funder_bilans"),
        ]
    return [MenuItem(_("Accueil"), icon="house", url_name="my_home")]


def place_of(request: HttpRequest, hats: Hats) -> Organisation | None:
    """The organisation of the page, else that of the first hat."""
    here: Organisation | None = getattr(request, "organisation", None)
    if here is not None:
        return here
    return hats.worn[0].organisation if hats.worn else None


def _network_items() -> list[MenuItem]:
    return [
        MenuItem(_("Accueil"), icon="house", url_name="network_home"),
        MenuItem(_("Messages"), icon="inbox", url_name="network_messages"),
        MenuItem(_("Inviter"), icon="user-plus", url_name="network_invite"),
        MenuItem(_("Bilans"), icon="chart-column", url_name="network_bilans"),
        MenuItem(_("Conventions"), icon="handshake", url_name="grants", wide=True),
        MenuItem(_("Statistiques"), icon="list", url_name="network_sheets", wide=True),
        MenuItem(_("Carte"), icon="map", url_name="network_map", wide=True),
    ]
