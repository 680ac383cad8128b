"""The home of each role. The addresses of a KPA start with its own name, so they are tried last."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes.views import (
    colour,
    hats,
    homes,
    invitations,
    messages,
    mine,
    people,
    settings,
)
from kpacite.platform.access import SIGNED_IN, Access, declare


def _route(access: Access, route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, declare(access)(view), name=name)


SPACE, MEMBER, COORDINATOR = gates.KPA_SPACE, gates.KPA_MEMBER, gates.KPA_COORDINATOR
NETWORK = gates.NETWORK_STAFF

urlpatterns = [
    _route(SIGNED_IN, "accueil/", mine.my_home, "my_home"),
    _route(SIGNED_IN, "menu/", mine.menu, "menu"),
    _route(SIGNED_IN, "moi/casquettes/", mine.my_hats, "my_hats"),
    _route(gates.CARRIER_STAFF, "cae/<slug:carrier>/", homes.carrier_home, "carrier_home"),
    _route(gates.FUNDER, "financeur/", homes.funder_home, "funder_home"),
    _route(NETWORK, "reseau/", homes.network_home, "network_home"),
    _route(NETWORK, "reseau/messages/", messages.inbox, "network_messages"),
    _route(NETWORK, "reseau/messages/<int:message>/", messages.message, "network_message"),
    _route(NETWORK, "reseau/inviter/", invitations.network_invite, "network_invite"),
    _route(
        NETWORK, "reseau/invitations/<int:invitation>/retirer/", invitations.network_revoke, "network_revoke"
    ),
    _route(SPACE, "<slug:kpa>/", homes.kpa_home, "kpa_home"),
    _route(SPACE, "<slug:kpa>/a-faire/", homes.kpa_to_dos, "kpa_to_dos"),
    _route(COORDINATOR, "<slug:kpa>/messages/", messages.inbox, "kpa_messages"),
    _route(COORDINATOR, "<slug:kpa>/messages/<int:message>/", messages.message, "kpa_message"),
    _route(MEMBER, "<slug:kpa>/personnes/", people.people, "kpa_people"),
    _route(COORDINATOR, "<slug:kpa>/personnes/liste.csv", people.people_csv, "kpa_people_csv"),
    _route(COORDINATOR, "<slug:kpa>/personnes/<int:hat>/finir/", people.end_hat, "kpa_end_hat"),
    _route(MEMBER, "<slug:kpa>/casquettes/", hats.ask, "hat_ask"),
    _route(COORDINATOR, "<slug:kpa>/casquettes/<int:hat_request>/", hats.answer, "hat_answer"),
    _route(COORDINATOR, "<slug:kpa>/inviter/", invitations.invite, "kpa_invite"),
    _route(COORDINATOR, "<slug:kpa>/inviter/sans-e-mail/", invitations.add_person, "kpa_add_person"),
    _route(COORDINATOR, "<slug:kpa>/invitations/<int:invitation>/retirer/", invitations.revoke, "kpa_revoke"),
    _route(COORDINATOR, "<slug:kpa>/reglages/", settings.index, "kpa_settings"),
    _route(COORDINATOR, "<slug:kpa>/reglages/page/", settings.page, "kpa_settings_page"),
    _route(COORDINATOR, "<slug:kpa>/reglages/accueil/", settings.slots, "kpa_settings_slots"),
    _route(COORDINATOR, "<slug:kpa>/reglages/accueil/<int:slot>/", settings.slot, "kpa_settings_slot"),
    _route(COORDINATOR, "<slug:kpa>/reglages/activites/", settings.tags, "kpa_settings_tags"),
    _route(COORDINATOR, "<slug:kpa>/reglages/activites/<int:kpa_tag>/", settings.tag, "kpa_settings_tag"),
    _route(COORDINATOR, "<slug:kpa>/reglages/couleur/", colour.colour, "kpa_settings_colour"),
    _route(COORDINATOR, "<slug:kpa>/reglages/nombres/", settings.numbers, "kpa_settings_numbers"),
]
